using System.Net.Sockets;
using System.Net.WebSockets;
using System.Text;
using CoroutineDsl.Net;
using Xunit;
using static CoroutineDsl.Greenlet;

namespace CoroutineDsl.Tests.Net.Http;

/// <summary>WebSockets whose other end is silent, slow, gone, or not welcome; on virtual time.</summary>
public partial class WebSocketLimitTests : HttpTest
{
    private const string Handshake = "GET /ws HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n";

    private readonly VirtualTime _time = new();

    [Theory, InlineData(true), InlineData(false)]
    public void A_peer_that_does_not_answer_a_ping_is_given_up(bool isReceiving)
    {
        Exception? seen = null;
        ServeOnHub(Handler, Client, time: _time);
        Assert.IsType<WebSocketException>(seen);

        IEnumerator<Yield> Handler(HttpExchange exchange)
        {
            using var socket = exchange.AcceptWebSocket(new() { KeepAliveInterval = Seconds(30), KeepAliveTimeout = Seconds(20) }).Await();
            try
            {
                if (!isReceiving) Sleep(Seconds(60)).Await();
                socket.Receive().Await();
            }
            catch (Exception e)
            {
                seen = e;
            }

            yield break;
        }

        IEnumerator<Yield> Client(HttpServer server)
        {
            using var socket = CoSocket.Connect(server.LocalEndPoint!).Await();
            socket.SendAll(Encoding.ASCII.GetBytes(Handshake + "\r\n")).Await();
            while (server.ConnectionCount > 0) Sleep(Seconds(1)).Await();
            Assert.InRange(_time.Elapsed.TotalSeconds, 49, 70);
            yield break;
        }
    }

    [Theory, InlineData(true), InlineData(false)]
    public void One_that_answers_pings_is_kept_whether_or_not_the_handler_receives(bool isReceiving)
    {
        ServeOnHub(Handler, Client, time: _time);

        IEnumerator<Yield> Handler(HttpExchange exchange)
        {
            using var socket = exchange.AcceptWebSocket(new() { KeepAliveInterval = Seconds(30), KeepAliveTimeout = Seconds(20) }).Await();
            if (!isReceiving) Sleep(Seconds(990)).Await();
            Assert.Equal("late", socket.Receive().Await()!.Text);
            socket.SendText("seen").Await();
            yield break;
        }

        IEnumerator<Yield> Client(HttpServer server)
        {
            using var socket = CoSocket.Connect(server.LocalEndPoint!).Await();
            socket.SendAll(Encoding.ASCII.GetBytes(Handshake + "\r\n")).Await();
            var buffer = new byte[1000];
            var (pings, received) = (0, new List<byte>());
            while (_time.Elapsed < Seconds(980))
            {
                try
                {
                    var count = socket.Receive(buffer, Seconds(1000) - _time.Elapsed).Await();
                    Assert.NotEqual(0, count);
                    received.AddRange(buffer.AsSpan(0, count));
                }
                catch (SocketException)
                {
                    break;
                }

                while (received.Count >= 2 && received[^2] == 0x89)
                {
                    pings++;
                    received.RemoveRange(received.Count - 2, 2);
                    socket.SendAll(new byte[] { 0x8A, 0x80, 0, 0, 0, 0 }).Await();
                }
            }

            Assert.InRange(pings, 10, 40);
            socket.SendAll(new byte[] { 0x81, 0x84, 0, 0, 0, 0, (byte)'l', (byte)'a', (byte)'t', (byte)'e' }).Await();
            Assert.Contains("seen", ReadToEnd(socket).Await(), StringComparison.Ordinal);
            yield break;
        }
    }

    [Fact]
    public void Disposing_of_it_ends_who_receives()
    {
        Exception? seen = null;
        ServeOnHub(Handler, Client, time: _time);
        Assert.IsType<WebSocketException>(seen);

        IEnumerator<Yield> Handler(HttpExchange exchange)
        {
            var socket = exchange.AcceptWebSocket().Await();
            var receiver = Spawn(Receive(socket, e => seen = e));
            Sleep(Seconds(1)).Await();
            socket.Dispose();
            receiver.Join().Await();
            yield break;
        }

        IEnumerator<Yield> Client(HttpServer server)
        {
            using var socket = CoSocket.Connect(server.LocalEndPoint!).Await();
            socket.SendAll(Encoding.ASCII.GetBytes(Handshake + "\r\n")).Await();
            ReadToEnd(socket).Await();
            Assert.InRange(_time.Elapsed.TotalSeconds, 1, 10);
            yield break;
        }
    }

    [Fact]
    public void A_peer_that_takes_nothing_is_given_up()
    {
        Exception? seen = null;
        ServeOnHub(Handler, Client, time: _time);
        Assert.IsType<WebSocketException>(seen);

        IEnumerator<Yield> Handler(HttpExchange exchange)
        {
            var socket = exchange.AcceptWebSocket(new() { SendTimeout = Seconds(10), KeepAliveInterval = TimeSpan.Zero }).Await();
            try
            {
                while (true) socket.SendBinary(new byte[100_000]).Await();
            }
            catch (Exception e)
            {
                seen = e;
            }

            yield break;
        }

        IEnumerator<Yield> Client(HttpServer server)
        {
            using var socket = CoSocket.Connect(server.LocalEndPoint!).Await();
            socket.SendAll(Encoding.ASCII.GetBytes(Handshake + "\r\n")).Await();
            while (server.ConnectionCount > 0) Sleep(Seconds(1)).Await();
            Assert.InRange(_time.Elapsed.TotalSeconds, 10, 40);
            yield break;
        }
    }

    [Theory]
    [InlineData("Origin: https://good.example\r\n", "101")]
    [InlineData("Origin: https://GOOD.example\r\n", "101")]
    [InlineData("", "101")]
    [InlineData("Origin: https://evil.example\r\n", "403")]
    [InlineData("Origin: null\r\n", "403")]
    [InlineData("Origin: https://good.example.evil.example\r\n", "403")]
    public void Only_pages_of_the_allowed_origins_may_connect(string field, string status)
    {
        Assert.StartsWith($"HTTP/1.1 {status} ", Exchange(Handler, Handshake + field + "\r\n", end: true), StringComparison.Ordinal);

        IEnumerator<Yield> Handler(HttpExchange exchange)
        {
            exchange.AcceptWebSocket(new() { AllowedOrigins = ["https://good.example"] }).Await();
            yield break;
        }
    }

    [Fact]
    public void After_the_close_the_connection_is_not_reset_whatever_else_the_peer_has_sent()
    {
        var end = Serve(Handler, endPoint => Peer.Talk(endPoint, peer =>
        {
            peer.SendAll(Encoding.ASCII.GetBytes(Handshake + "\r\n"));
            peer.SendAll([0x88, 0x82, 0, 0, 0, 0, 0x03, 0xE8, .. new byte[50_000]]);
            return Convert.ToHexString(peer.ReceiveToEnd()[^4..]); // a reset is an exception
        }));
        Assert.Equal("880203E8", end);

        IEnumerator<Yield> Handler(HttpExchange exchange)
        {
            var socket = exchange.AcceptWebSocket().Await();
            Assert.Null(socket.Receive().Await());
            yield break;
        }
    }

    [Coroutine]
    private static IEnumerator<Yield> Receive(CoWebSocket socket, Action<Exception> failed)
    {
        try
        {
            socket.Receive().Await();
        }
        catch (Exception e)
        {
            failed(e);
        }

        yield break;
    }

    private static TimeSpan Seconds(double seconds) => TimeSpan.FromSeconds(seconds);
}
