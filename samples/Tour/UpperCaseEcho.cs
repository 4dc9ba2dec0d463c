// A server that answers in capitals, and five clients, all in one thread.
// gevent: examples/echoserver.py, gevent.server.StreamServer.
using System.Net;
using System.Text;
using CoroutineDsl;
using CoroutineDsl.Net;
using static CoroutineDsl.Greenlet;

namespace Tour;

static partial class UpperCaseEcho
{
    [Coroutine]
    static IEnumerator<Yield> Shout(CoSocket conn)
    {
        var buffer = new byte[1024];
        using (conn)
        {
            while (conn.Receive(buffer).Await() is > 0 and var count)
            {
                var answer = Encoding.UTF8.GetString(buffer, 0, count).ToUpperInvariant();
                yield return conn.SendAll(Encoding.UTF8.GetBytes(answer));
            }
        }
    }

    [Coroutine]
    static IEnumerator<Yield<string>> Ask(EndPoint server, string question)
    {
        using var conn = CoSocket.Connect(server).Await();
        yield return conn.SendAll(Encoding.UTF8.GetBytes(question));
        var buffer = new byte[1024];
        int count = conn.Receive(buffer).Await();
        yield return Encoding.UTF8.GetString(buffer, 0, count);
    }

    public static void Main()
    {
        var server = new StreamServer(new IPEndPoint(IPAddress.Loopback, 0), conn => Shout(conn));
        server.Start();

        string[] names = ["anna", "bert", "carl", "dora", "emil"];
        var answers = new Group().Map(name => Ask(server.LocalEndPoint!, $"hello from {name}"), names).Await();
        foreach (var answer in answers) Console.WriteLine(answer);

        server.Stop().Await();
    }
}

// Output:
// HELLO FROM ANNA
// HELLO FROM BERT
// HELLO FROM CARL
// HELLO FROM DORA
// HELLO FROM EMIL
