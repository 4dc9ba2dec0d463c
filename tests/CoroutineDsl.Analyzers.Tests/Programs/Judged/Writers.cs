// says: 1;two;three;True;4-5; in-memory 28
namespace Writers;

public static partial class Program
{
    [Coroutine]
    public static IEnumerator<Yield> Main()
    {
        var path = Path.GetTempFileName();
        using (var writer = new StreamWriter(path) { NewLine = ";" })
        {
            [|writer.WriteLine(1)|];
            [|writer.WriteLine("two")|];
            [|writer.Write("three")|];
            [|writer.WriteLine()|];
            [|writer.WriteLine(true)|];
            [|writer.WriteLine("{0}-{1}", 4, 5)|];
            [|writer.Flush()|];
        }
        Say([|File.ReadAllText(path)|] + " in-memory");
        var memory = new StringWriter();
        memory.WriteLine("not reported");
        using (var bytes = [|File.Create(path)|])
        {
            [|bytes.Write(new byte[20], 0, 20)|];
            [|bytes.WriteByte(1)|];
            [|bytes.Flush()|];
            bytes.Seek(7, SeekOrigin.Current);
            bytes.SetLength(28);
        }
        Say(new FileInfo(path).Length);
        File.Delete(path);
        yield break;
    }
}
