// says: through the pipe end named 4
namespace Pipes;

using System.IO.Pipes;

public static partial class Program
{
    [Coroutine]
    public static IEnumerator<Yield> Main()
    {
        using (var output = new AnonymousPipeServerStream(PipeDirection.Out))
        using (var input = new AnonymousPipeClientStream(PipeDirection.In, output.ClientSafePipeHandle))
        {
            Later(() => { output.Write("through the pipe\n"u8); output.Dispose(); });
            using var reader = new StreamReader(input);
            Say([|reader.ReadLine()|]!);
            Say([|reader.Read()|] < 0 ? "end" : "more");
        }
        var name = Guid.NewGuid().ToString("N");
        var server = Spawn(Serve(name));
        using var client = new NamedPipeClientStream(".", name, PipeDirection.In, PipeOptions.Asynchronous);
        [|client.Connect()|];
        using var lines = new StreamReader(client);
        Say([|lines.ReadLine()|]!);
        Say(server.Get().Await());
        yield break;
    }

    [Coroutine]
    static IEnumerator<Yield<int>> Serve(string name)
    {
        using var server = new NamedPipeServerStream(name, PipeDirection.Out, 1, PipeTransmissionMode.Byte, PipeOptions.Asynchronous);
        [|server.WaitForConnection()|];
        using var writer = new StreamWriter(server);
        [|writer.WriteLine("named")|];
        [|writer.Flush()|];
        yield return 4;
    }
}
