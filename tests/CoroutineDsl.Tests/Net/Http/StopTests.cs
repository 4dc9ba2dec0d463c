using System.Net;
using System.Net.Sockets;
using System.Text;
using CoroutineDsl.Http;
using CoroutineDsl.Net;
using Xunit;
using static CoroutineDsl.Greenlet;

namespace CoroutineDsl.Tests.Net.Http;

/// <summary>The three phases of the end: nothing new, what is under way ends well, and what does not end is ended.</summary>
public partial class StopTests : HttpTest
{
    [Fact]
    public void Under_load_no_request_that_was_sent_goes_without_its_answer()
    {
        const int clients = 50;
        var options = new HttpServerOptions { LastRequestTimeout = TimeSpan.FromSeconds(2) };
        ServeOnHub(exchange => Slow(exchange), Client, options);

        IEnumerator<Yield> Client(HttpServer server)
        {
            var all = Enumerable.Range(0, clients).Select(i => Spawn(AskUntilClosed(server.LocalEndPoint!, i))).ToArray();
            Sleep(200).Await();
            server.Stop(OnHub.Patience).Await();
            var answered = all.Select(client => client.Get().Await()).ToArray();
            Assert.All(answered, count => Assert.InRange(count, 1, int.MaxValue));
            yield break;
        }
    }

    /// <summary>One request after the other, until an answer says that it was the last. Each has to be answered.</summary>
    [Coroutine]
    private static IEnumerator<Yield<int>> AskUntilClosed(EndPoint endPoint, int client)
    {
        using var socket = CoSocket.Connect(endPoint).Await();
        var buffer = new byte[4096];
        for (var answered = 0; ; answered++)
        {
            if (client % 2 == 0) yield return Sleep(client);
            socket.SendAll(Encoding.ASCII.GetBytes($"POST /{client}/{answered} HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\n\r\nbody")).Await();
            var text = "";
            while (!text.EndsWith($"/{client}/{answered} |body", StringComparison.Ordinal))
            {
                var count = socket.Receive(buffer).Await();
                Assert.True(count > 0, $"client {client} got no answer to request {answered}: '{text}'");
                text += Encoding.ASCII.GetString(buffer, 0, count);
            }

            if (!text.Contains("Connection: close", StringComparison.Ordinal)) continue;
            Assert.Equal(0, socket.Receive(buffer).Await());
            yield return answered + 1;
        }
    }

    [Coroutine]
    private static IEnumerator<Yield> Slow(HttpExchange exchange)
    {
        yield return Sleep(3);
        Handlers.Echo(exchange).Await();
    }

    [Fact]
    public void Idle_connections_are_closed_and_do_not_hold_up_the_end()
    {
        var time = new VirtualTime();
        ServeOnHub(exchange => Handlers.Hello(exchange), Client, new HttpServerOptions { LastRequestTimeout = TimeSpan.FromSeconds(1) }, time);

        IEnumerator<Yield> Client(HttpServer server)
        {
            using var idle = CoSocket.Connect(server.LocalEndPoint!).Await();
            idle.SendAll("GET / HTTP/1.1\r\nHost: x\r\n\r\n"u8.ToArray()).Await();
            var buffer = new byte[1000];
            idle.Receive(buffer).Await();
            using var silent = CoSocket.Connect(server.LocalEndPoint!).Await();
            while (server.ConnectionCount < 2) Sleep(1).Await();
            Sleep(1).Await();
            var before = time.Elapsed;
            server.Stop(TimeSpan.FromSeconds(100)).Await();
            Assert.Equal(0, server.ConnectionCount);
            Assert.InRange((time.Elapsed - before).TotalSeconds, 1, 1.5);
            Assert.Equal(0, idle.Receive(buffer).Await());
            Assert.Equal(0, silent.Receive(buffer).Await());
            yield break;
        }
    }

    [Fact]
    public void What_does_not_end_in_time_is_killed()
    {
        var isCleanedUp = false;
        ServeOnHub(Endless, Client);
        Assert.True(isCleanedUp);

        IEnumerator<Yield> Endless(HttpExchange exchange)
        {
            try
            {
                while (true) yield return Sleep(10);
            }
            finally
            {
                isCleanedUp = true;
            }
        }

        IEnumerator<Yield> Client(HttpServer server)
        {
            using var socket = CoSocket.Connect(server.LocalEndPoint!).Await();
            socket.SendAll("GET / HTTP/1.1\r\nHost: x\r\n\r\n"u8.ToArray()).Await();
            Sleep(50).Await();
            server.Stop(TimeSpan.FromMilliseconds(50)).Await();
            Assert.Equal(0, server.ConnectionCount);
            Assert.Equal("", ReadToEnd(socket).Await());
            yield break;
        }
    }

    [Fact]
    public void A_request_that_comes_after_the_stop_on_an_open_connection_is_answered_as_the_last()
    {
        ServeOnHub(exchange => Handlers.Hello(exchange), Client, new HttpServerOptions { LastRequestTimeout = TimeSpan.FromSeconds(30) });

        IEnumerator<Yield> Client(HttpServer server)
        {
            using var socket = CoSocket.Connect(server.LocalEndPoint!).Await();
            socket.SendAll("GET / HTTP/1.1\r\nHost: x\r\n\r\n"u8.ToArray()).Await();
            socket.Receive(new byte[1000]).Await();
            var stop = Spawn(Stop(server));
            Sleep(20).Await();
            Assert.Throws<SocketException>(() => CoSocket.Connect(server.LocalEndPoint ?? socket.RemoteEndPoint!).Await());
            socket.SendAll("GET / HTTP/1.1\r\nHost: x\r\n\r\n"u8.ToArray()).Await();
            Assert.Contains("Connection: close\r\n\r\nhello", ReadToEnd(socket).Await(), StringComparison.Ordinal);
            stop.Await();
            yield break;
        }
    }
}
