// says: False hello 0 True
namespace Children;

using System.Diagnostics;

public static partial class Program
{
    [Coroutine]
    public static IEnumerator<Yield> Main()
    {
        using var cat = Process.Start(new ProcessStartInfo("cat") { RedirectStandardInput = true, RedirectStandardOutput = true })!;
        Say([|cat.WaitForExit(5)|]);
        [|cat.StandardInput.WriteLine("hello")|];
        [|cat.StandardInput.Flush()|];
        Say([|cat.StandardOutput.ReadLine()|]!);
        Later(cat.StandardInput.Close);
        [|cat.WaitForExit()|];
        Say(cat.ExitCode);
        Say([|cat.WaitForExit(TimeSpan.FromMinutes(1))|]);
        yield break;
    }
}
