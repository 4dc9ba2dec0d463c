using System.Net.Sockets;
using System.Text;
using CoroutineDsl.Http;
using CoroutineDsl.Net;
using Xunit;
using static CoroutineDsl.Greenlet;

namespace CoroutineDsl.Tests.Net.Http;

/// <summary>Clients that take their time, on virtual time.</summary>
public partial class TimeLimitTests : HttpTest
{
    private readonly VirtualTime _time = new();

    [Fact]
    public void Who_says_nothing_is_disconnected_without_a_word() => Check(client => Silent(client, "", 30, ""));

    [Fact]
    public void A_head_has_to_come_in_time_however_steadily_its_bytes_do() => Check(client => Dripping(client, "GET / HTTP/1.1\r\nHost: x\r\nX-Long: " + new string('x', 100), 1, 30, "408"));

    [Fact]
    public void A_connection_is_kept_so_long_and_no_longer() => Check(client => Silent(client, "GET / HTTP/1.1\r\nHost: x\r\n\r\n", 120, "200"));

    [Fact]
    public void A_body_that_stops_is_given_up() => Check(client => Silent(client, "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\nabc", 30, "408"));

    [Fact]
    public void A_chunked_body_that_stops_is_given_up() => Check(client => Silent(client, "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nab", 30, "408"));

    [Fact]
    public void A_body_has_to_come_at_a_rate() => Check(client => Dripping(client, "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\n" + new string('x', 1000), 1, 90, "408"));

    [Fact]
    public void A_body_that_comes_at_the_rate_may_take_long()
    {
        ServeOnHub(exchange => Handlers.Echo(exchange), Client, time: _time);
        Assert.InRange(_time.Elapsed.TotalSeconds, 100, 200);

        IEnumerator<Yield> Client(HttpServer server)
        {
            using var socket = CoSocket.Connect(server.LocalEndPoint!).Await();
            socket.SendAll("POST / HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: 30000\r\n\r\n"u8.ToArray()).Await();
            for (var i = 0; i < 100; i++)
            {
                Sleep(TimeSpan.FromSeconds(1)).Await();
                socket.SendAll(new byte[300]).Await();
            }

            Assert.StartsWith("HTTP/1.1 200", ReadToEnd(socket).Await(), StringComparison.Ordinal);
            yield break;
        }
    }

    [Theory, InlineData(true), InlineData(false)]
    public void Who_does_not_take_the_answer_is_given_up_also_if_the_handler_does_not_mind(bool minds)
    {
        Exception? seen = null;
        ServeOnHub(Endless, Client, time: _time);
        Assert.Equal(SocketError.TimedOut, Assert.IsType<SocketException>(seen).SocketErrorCode);

        IEnumerator<Yield> Endless(HttpExchange exchange)
        {
            try
            {
                while (true) exchange.Response.Write(new byte[100_000]).Await();
            }
            catch (SocketException e)
            {
                seen = e;
                if (minds) throw;
            }

            yield break;
        }

        IEnumerator<Yield> Client(HttpServer server)
        {
            using var socket = CoSocket.Connect(server.LocalEndPoint!).Await();
            socket.SendAll("GET / HTTP/1.1\r\nHost: x\r\n\r\n"u8.ToArray()).Await();
            while (seen is null) Sleep(TimeSpan.FromSeconds(100)).Await();
            Sleep(TimeSpan.FromSeconds(1)).Await();
            Assert.Equal(0, server.ConnectionCount);
            yield break;
        }
    }

    private void Check(Func<HttpServer, IEnumerator<Yield>> client) => ServeOnHub(exchange => Handlers.Echo(exchange), client, time: _time);

    /// <summary>Sends, and then nothing more.</summary>
    [Coroutine]
    private IEnumerator<Yield> Silent(HttpServer server, string request, int seconds, string status)
    {
        using var socket = CoSocket.Connect(server.LocalEndPoint!).Await();
        socket.SendAll(Encoding.ASCII.GetBytes(request)).Await();
        Assert.StartsWith(status.Length > 0 ? $"HTTP/1.1 {status}" : "", ReadToEnd(socket).Await(), StringComparison.Ordinal);
        Assert.InRange(_time.Elapsed.TotalSeconds, seconds, seconds + 5);
        yield break;
    }

    /// <summary>Sends so many bytes a second.</summary>
    [Coroutine]
    private IEnumerator<Yield> Dripping(HttpServer server, string request, int rate, int seconds, string status)
    {
        using var socket = CoSocket.Connect(server.LocalEndPoint!).Await();
        var body = request.IndexOf("\r\n\r\n", StringComparison.Ordinal) + 4;
        socket.SendAll(Encoding.ASCII.GetBytes(request[..Math.Max(body, 1)])).Await();
        var answer = Spawn(ReadToEnd(socket));
        for (var i = Math.Max(body, 1); i < request.Length && !answer.IsReady; i += rate)
        {
            Sleep(TimeSpan.FromSeconds(1)).Await();
            if (!answer.IsReady) socket.SendAll(Encoding.ASCII.GetBytes(request.Substring(i, Math.Min(rate, request.Length - i)))).Await();
        }

        Assert.StartsWith($"HTTP/1.1 {status}", answer.Get().Await(), StringComparison.Ordinal);
        Assert.InRange(_time.Elapsed.TotalSeconds, 1, seconds + 5);
        yield break;
    }
}
