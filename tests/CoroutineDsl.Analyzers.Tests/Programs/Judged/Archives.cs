// says: 3 b 5 11 copied 2 fifo
namespace Archives;

using System.Text;

public static partial class Program
{
    [Coroutine]
    public static IEnumerator<Yield> Main()
    {
        var folder = Directory.CreateTempSubdirectory().FullName;
        var path = Path.Combine(folder, "a");
        [|File.WriteAllLines(path, ["a", "b"])|];
        [|File.AppendAllText(path, "c\n")|];
        var lines = [|File.ReadAllLines(path, Encoding.UTF8)|];
        Say(lines.Length);
        Say(lines[1]);
        [|File.WriteAllBytes(path, new byte[5])|];
        Say([|File.ReadAllBytes(path)|].Length);
        [|File.WriteAllText(path, "hello world")|];
        Say([|File.ReadAllText(path)|].Length);
        [|File.Copy(path, path + "2")|];
        [|new FileInfo(path).CopyTo(path + "3")|];
        Say(File.Exists(path + "3") ? "copied" : "lost");
        using (var stream = [|File.OpenRead(path)|])
        using (var target = [|File.OpenWrite(path + "2")|])
        {
            var two = new byte[2];
            Say([|stream.ReadAtLeast(two, 2)|]);
            [|stream.CopyTo(target)|];
        }
        if (Fifo(path + "4"))
        {
            Later(() => Task.Run(() => File.WriteAllText(path + "4", "fifo")));
            Say([|File.ReadAllText(path + "4")|]);
        }
        Directory.Delete(folder, recursive: true);
        yield break;
    }

    static bool Fifo(string path)
    {
        using var made = System.Diagnostics.Process.Start("mkfifo", path);
        {|CORO018:made.WaitForExit()|};
        return made.ExitCode == 0;
    }
}
