// An echo server and a hundred clients who talk to it at the same time, all in one thread, without a lock.
// gevent: examples/echoserver.py under load.
using System.Net;
using System.Text;
using CoroutineDsl;
using CoroutineDsl.Net;
using static CoroutineDsl.Greenlet;

namespace Tour;

static partial class EchoHundred
{
    const int Clients = 100, Rounds = 50;

    static int s_open, s_most;              // everything here runs one at a time: plain fields

    [Coroutine]
    static IEnumerator<Yield> Echo(CoSocket conn)
    {
        s_most = Math.Max(s_most, ++s_open);
        var buffer = new byte[1024];
        using (conn)
        {
            while (conn.Receive(buffer).Await() is > 0 and var count)
                yield return conn.SendAll(buffer.AsMemory(0, count));
        }

        s_open--;
    }

    [Coroutine]
    static IEnumerator<Yield<int>> Talk(EndPoint server, int id, CoBarrier everybody)
    {
        using var conn = CoSocket.Connect(server).Await();
        yield return everybody.Wait();      // all are connected before the first one speaks
        var right = 0;
        for (var round = 0; round < Rounds; round++)
        {
            var message = Encoding.ASCII.GetBytes($"client {id}, round {round}");
            yield return conn.SendAll(message);
            var reply = new byte[message.Length];
            for (var got = 0; got < reply.Length;)
                got += conn.Receive(reply.AsMemory(got)).Await();
            if (reply.SequenceEqual(message)) right++;
        }

        yield return right;
    }

    public static void Main()
    {
        var server = new StreamServer(new IPEndPoint(IPAddress.Loopback, 0), conn => Echo(conn));
        server.Start();

        var everybody = new CoBarrier(Clients);
        var replies = new Group().Map(id => Talk(server.LocalEndPoint!, id, everybody), Enumerable.Range(0, Clients)).Await();
        server.Stop().Await();

        Console.WriteLine($"{replies.Sum()} of {Clients * Rounds} replies were right, {s_most} conversations at once, {s_open} left open");
    }
}

// Output:
// 5000 of 5000 replies were right, 100 conversations at once, 0 left open
