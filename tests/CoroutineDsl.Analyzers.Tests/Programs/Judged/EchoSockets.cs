// says: hello hello-again
namespace EchoSockets;

public static partial class Program
{
    [Coroutine]
    public static IEnumerator<Yield> Main()
    {
        using var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen(10);
        var server = Spawn(Serve(listener));
        using var client = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        [|client.Connect(listener.LocalEndPoint!)|];
        Say(Ask(client, "hello").Await());
        Say(Ask(client, "hello-again").Await());
        client.Shutdown(SocketShutdown.Send);
        server.Get().Await();
        yield break;
    }

    [Coroutine]
    static IEnumerator<Yield<string>> Ask(Socket client, string text)
    {
        var bytes = System.Text.Encoding.ASCII.GetBytes(text);
        [|client.Send(bytes)|];
        var reply = new byte[bytes.Length];
        for (var n = 0; n < reply.Length;) n += [|client.Receive(reply.AsSpan(n))|];
        yield return System.Text.Encoding.ASCII.GetString(reply);
    }

    [Coroutine]
    static IEnumerator<Yield> Serve(Socket listener)
    {
        using var connection = [|listener.Accept()|];
        var buffer = new byte[100];
        while ([|connection.Receive(buffer, 0, buffer.Length, SocketFlags.None)|] is > 0 and var n) [|connection.Send(buffer, 0, n, SocketFlags.None)|];
        yield break;
    }
}
