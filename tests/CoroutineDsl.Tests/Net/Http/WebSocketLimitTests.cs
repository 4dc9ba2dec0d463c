using System.Net.Sockets;
using System.Net.WebSockets;
using System.Text;
using CoroutineDsl.Http;
using CoroutineDsl.Net;
using Microsoft.Extensions.Time.Testing;
using Xunit;
using static CoroutineDsl.Greenlet;

namespace CoroutineDsl.Tests.Net.Http;

/// <summary>WebSockets whose other end is silent, slow, gone, or not welcome. (The framework goes on where the thread pool has room, so the clock is the real one.)</summary>
public partial class WebSocketLimitTests : HttpTest
{
    private const string Handshake = "GET /ws HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n";

    [Theory, InlineData(true), InlineData(false)]
    public void A_peer_that_does_not_answer_a_ping_is_given_up(bool isReceiving)
    {
        Exception? seen = null;
        ServeOnHub(Handler, server => Silent(server));
        Assert.IsType<WebSocketException>(seen);

        IEnumerator<Yield> Handler(HttpExchange exchange)
        {
            using var socket = exchange.AcceptWebSocket(new() { KeepAliveInterval = Milliseconds(30), KeepAliveTimeout = Milliseconds(100) }).Await();
            while (!isReceiving && socket.IsOpen) Sleep(Milliseconds(5)).Await();
            try
            {
                socket.Receive().Await();
            }
            catch (Exception e)
            {
                seen = e;
            }

            yield break;
        }
    }

    [Theory, InlineData(true), InlineData(false)]
    public void One_that_answers_pings_is_kept_whether_or_not_the_handler_receives(bool isReceiving)
    {
        var answered = new CoEvent();
        ServeOnHub(Handler, server => Answering(server, answered));

        IEnumerator<Yield> Handler(HttpExchange exchange)
        {
            using var socket = exchange.AcceptWebSocket(new() { KeepAliveInterval = Milliseconds(10), KeepAliveTimeout = OnHub.Patience }).Await();
            if (!isReceiving) answered.Wait().Await();
            Assert.Equal("late", socket.Receive().Await()!.Text);
            socket.SendText("seen").Await();
            yield break;
        }
    }

    [Fact]
    public void Disposing_of_it_ends_who_receives()
    {
        Exception? seen = null;
        ServeOnHub(Handler, server => Silent(server));
        Assert.IsType<WebSocketException>(seen);

        IEnumerator<Yield> Handler(HttpExchange exchange)
        {
            var socket = exchange.AcceptWebSocket().Await();
            var receiver = Spawn(Receive(socket, e => seen = e));
            Sleep(Milliseconds(20)).Await();
            socket.Dispose();
            receiver.Join().Await();
            yield break;
        }
    }

    [Fact]
    public void A_peer_that_takes_nothing_is_given_up()
    {
        Exception? seen = null;
        ServeOnHub(Handler, server => Silent(server));
        Assert.IsType<WebSocketException>(seen);

        IEnumerator<Yield> Handler(HttpExchange exchange)
        {
            var socket = exchange.AcceptWebSocket(new() { SendTimeout = Milliseconds(100), KeepAliveInterval = TimeSpan.Zero }).Await();
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
    }

    [Fact]
    public void A_sender_that_is_killed_leaves_no_half_of_a_message()
    {
        var received = Serve(Handler, endPoint => Peer.Talk(endPoint, peer =>
        {
            peer.SendAll([.. Encoding.ASCII.GetBytes(Handshake + "\r\n"), 0x88, 0x80, 0, 0, 0, 0]);
            Thread.Sleep(100);
            var all = peer.ReceiveToEnd();
            return all[(all.AsSpan().IndexOf("\r\n\r\n"u8) + 4)..];
        }));
        // a message of 20 MB, whole, then the next, then the close
        Assert.Equal([0x82, 127, 0, 0, 0, 0, 0x01, 0x31, 0x2D, 0x00], received[..10]);
        Assert.Equal("8101788802", Convert.ToHexString(received.AsSpan(10 + 20_000_000, 5)));

        IEnumerator<Yield> Handler(HttpExchange exchange)
        {
            var socket = exchange.AcceptWebSocket(new() { CloseTimeout = OnHub.Patience }).Await();
            var sender = Spawn(SendLarge(socket));
            Sleep(Milliseconds(20)).Await();
            sender.Kill().Await();
            socket.SendText("x").Await();
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

    [Fact]
    public void A_socket_that_the_handler_disposed_of_is_not_reset_under_what_the_peer_sends_still()
    {
        ServeOnHub(Handler, server => TalksOn(server), time: new FakeTimeProvider()); // which stands still: nobody is out of time

        IEnumerator<Yield> Handler(HttpExchange exchange)
        {
            using var socket = exchange.AcceptWebSocket(new() { MaxMessageSize = 10 }).Await();
            Assert.Throws<WebSocketException>(() => socket.Receive().Await());
            yield break;
        }
    }

    /// <summary>Sends a message that is too large, and is not finished when it is told so.</summary>
    [Coroutine]
    private static IEnumerator<Yield> TalksOn(HttpServer server)
    {
        using var socket = CoSocket.Connect(server.LocalEndPoint!).Await();
        socket.SendAll(Encoding.ASCII.GetBytes(Handshake + "\r\n")).Await();
        socket.SendAll((byte[])[0x82, 0x80 + 100, 0, 0, 0, 0, .. new byte[100]]).Await();
        Assert.EndsWith("\u0088\u0002\u0003\u00f1", ReadToEnd(socket).Await(), StringComparison.Ordinal);
        for (var i = 0; i < 10; i++)
        {
            socket.SendAll((byte[])[0x89, 0x80, 0, 0, 0, 0]).Await();
            for (var turn = 0; turn < 10; turn++) Sleep(0).Await();
            Assert.Equal(1, server.ConnectionCount); // it listens still, and drops what comes
        }

        yield break;
    }

    /// <summary>Shakes hands and says nothing more, until the server has had enough.</summary>
    [Coroutine]
    private static IEnumerator<Yield> Silent(HttpServer server)
    {
        using var socket = CoSocket.Connect(server.LocalEndPoint!).Await();
        socket.SendAll(Encoding.ASCII.GetBytes(Handshake + "\r\n")).Await();
        while (server.ConnectionCount == 0) Sleep(Milliseconds(1)).Await();
        while (server.ConnectionCount > 0) Sleep(Milliseconds(1)).Await();
        yield break;
    }

    /// <summary>Answers ten pings, then says something.</summary>
    [Coroutine]
    private static IEnumerator<Yield> Answering(HttpServer server, CoEvent answered)
    {
        using var socket = CoSocket.Connect(server.LocalEndPoint!).Await();
        using var reader = new CoReader(socket);
        socket.SendAll(Encoding.ASCII.GetBytes(Handshake + "\r\n")).Await();
        reader.ReadUntil("\r\n\r\n"u8.ToArray()).Await();
        for (var i = 0; i < 10; i++)
        {
            Assert.Equal(new byte[] { 0x89, 0 }, reader.ReadExactly(2).Await());
            socket.SendAll(new byte[] { 0x8A, 0x80, 0, 0, 0, 0 }).Await();
        }

        answered.Set();
        socket.SendAll(new byte[] { 0x81, 0x84, 0, 0, 0, 0, (byte)'l', (byte)'a', (byte)'t', (byte)'e' }).Await();
        reader.ReadUntil("seen"u8.ToArray()).Await();
        yield break;
    }

    [Coroutine]
    private static IEnumerator<Yield> SendLarge(CoWebSocket socket)
    {
        socket.SendBinary(new byte[20_000_000]).Await();
        yield break;
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

    private static TimeSpan Milliseconds(double time) => TimeSpan.FromMilliseconds(time);
}
