// says: one two t hree 5 l 0 in memory
namespace Readers;

using System.IO.Pipes;

public static partial class Program
{
    [Coroutine]
    public static IEnumerator<Yield> Main()
    {
        using var output = new AnonymousPipeServerStream(PipeDirection.Out);
        using TextReader reader = new StreamReader(new AnonymousPipeClientStream(PipeDirection.In, output.ClientSafePipeHandle));
        Later(() => output.Write("one two\nthree\nfour\nlast"u8));
        Say([|reader.ReadLine()|]!);
        Say((char)[|reader.Read()|]);
        Say([|reader.ReadLine()|]!);
        var buffer = new char[5];
        Later(output.Dispose);
        Say([|reader.ReadBlock(buffer, 0, 5)|]);
        Say((char)[|reader.Peek()|]);
        Say([|reader.ReadToEnd()|].Length - 4);
        var memory = new StringReader("in memory\n");
        Say(memory.ReadLine()!);
        yield break;
    }
}
