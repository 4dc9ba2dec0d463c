using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using CoroutineDsl;
using static CoroutineDsl.Greenlet;

// The one line that makes the blocking calls below cooperative.
[assembly: Patch]

// An echo server and its clients as anybody would write them with blocking sockets, one coroutine each, all on one thread.
static partial class Program
{
    private const int Rounds = 5;

    private static int s_served;
    private static int s_beats;

    private static int Main(string[] args)
    {
        var clients = 1000;
        if (args is [var given, ..] && !int.TryParse(given, out clients))
        {
            Console.WriteLine("usage: PatchedServer [clients]");
            return given is "--help" or "-h" ? 0 : 2;
        }

        using var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen(clients);

        var watch = Stopwatch.StartNew();
        var server = Spawn(Serve(listener, clients));
        Spawn(Beat());
        var all = new Greenlet<int>[clients];
        for (var i = 0; i < clients; i++)
            all[i] = Spawn(Talk(listener.LocalEndPoint!, i));
        JoinAll([server, .. all]).Await();

        var right = all.Count(client => client.Value == Rounds);
        Console.WriteLine($"{right} of {clients} clients got every reply, {s_served} were served, in {watch.ElapsedMilliseconds} ms; the heart beat {s_beats} times meanwhile");
        return right == clients && s_served == clients ? 0 : 1;
    }

    [Coroutine]
    private static IEnumerator<Yield> Serve(Socket listener, int clients)
    {
        var connections = new List<Greenlet>();
        while (connections.Count < clients)
            connections.Add(Spawn(Echo(listener.Accept())));
        yield return JoinAll(connections);
    }

    [Coroutine]
    private static IEnumerator<Yield> Echo(Socket connection)
    {
        using (connection)
        {
            var buffer = new byte[1024];
            while (connection.Receive(buffer) is > 0 and var count)
                connection.Send(buffer, count, SocketFlags.None);
        }
        s_served++;
        yield break;
    }

    [Coroutine]
    private static IEnumerator<Yield<int>> Talk(EndPoint server, int number)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Connect(server);
        var right = 0;
        for (var round = 0; round < Rounds; round++)
        {
            Thread.Sleep(20);
            var message = Encoding.ASCII.GetBytes($"client {number}, round {round}");
            socket.Send(message);
            var reply = new byte[message.Length];
            for (var count = 0; count < reply.Length;)
                count += socket.Receive(reply, count, reply.Length - count, SocketFlags.None);
            if (reply.AsSpan().SequenceEqual(message)) right++;
        }
        socket.Shutdown(SocketShutdown.Send);
        yield return right;
    }

    [Coroutine]
    private static IEnumerator<Yield> Beat()
    {
        while (s_served >= 0)
        {
            Thread.Sleep(10);
            s_beats++;
        }
        yield break;
    }
}
