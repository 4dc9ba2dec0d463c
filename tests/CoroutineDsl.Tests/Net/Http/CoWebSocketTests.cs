using System.Net;
using System.Net.WebSockets;
using System.Text;
using CoroutineDsl.Http;
using CoroutineDsl.Net;
using CoroutineDsl.Tests.Net.Selectors;
using Xunit;
using static CoroutineDsl.Greenlet;

namespace CoroutineDsl.Tests.Net.Http;

/// <summary>WebSockets: the framework's client on its own threads, and raw frames for what it would never send.</summary>
public partial class CoWebSocketTests : HttpTest
{
    private const string Handshake = "GET /ws HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: keep-alive, Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n";

    private static readonly CoWebSocketOptions Options = new() { MaxMessageSize = 200_000, CloseTimeout = TimeSpan.FromSeconds(2) };

    [Theory, ClassData(typeof(EverySelector))]
    public void Messages_of_all_sizes_come_back(string selector)
    {
        var sizes = new[] { 0, 1, 125, 126, 127, 65_535, 65_536, 199_999 };
        Serve(exchange => Echo(exchange), endPoint => Talk(endPoint, async client =>
        {
            foreach (var size in sizes)
            {
                var sent = new byte[size];
                new Random(size).NextBytes(sent);
                await client.SendAsync(sent, WebSocketMessageType.Binary, true, default);
                Assert.Equal((WebSocketMessageType.Binary, Convert.ToBase64String(sent)), await Receive(client, Convert.ToBase64String));
                var text = new string('ü', size / 2);
                await client.SendAsync(Encoding.UTF8.GetBytes(text), WebSocketMessageType.Text, true, default);
                Assert.Equal((WebSocketMessageType.Text, text), await Receive(client, Encoding.UTF8.GetString));
            }

            await client.CloseAsync(WebSocketCloseStatus.NormalClosure, "bye", default);
            return client.CloseStatus;
        }), selector: selector);
    }

    [Fact, Trait("Row", "511")]
    public void A_message_may_come_in_fragments_with_a_ping_between_them()
    {
        var frames = Raw(exchange => Echo(exchange), [.. Frame(0x01, "Hel"u8), .. Frame(0x89, "ping"u8), .. Frame(0x00, ""u8), .. Frame(0x80, "lo"u8), .. Frame(0x88, [0x03, 0xE8])]);
        Assert.Equal("8A 70696E67 | 81 48656C6C6F | 88 03E8", frames);
    }

    [Theory]
    [InlineData("a frame without a mask", 1002, "81 05 68656C6C6F")]
    [InlineData("a reserved bit", 1002, "C1 80 00000000")]
    [InlineData("an unknown opcode", 1002, "83 80 00000000")]
    [InlineData("a continuation of nothing", 1002, "80 80 00000000")]
    [InlineData("a new message within one", 1002, "01 80 00000000 81 80 00000000")]
    [InlineData("a fragmented ping", 1002, "09 80 00000000")]
    [InlineData("a ping too long", 1002, "89 FE 007E 00000000")]
    [InlineData("a length with its top bit set", 1002, "82 FF FFFFFFFFFFFFFFFF 00000000")]
    [InlineData("a close of one byte", 1002, "88 81 00000000 03")]
    [InlineData("a close with a status that is none", 1002, "88 82 00000000 03E7")]
    [InlineData("text that is no UTF-8", 1007, "81 82 00000000 C328")]
    [InlineData("a message too large", 1009, "82 FF 0000000000030D41 00000000")]
    public void What_breaks_the_protocol_closes_with_the_right_status(string what, int status, string hex)
    {
        var bytes = Convert.FromHexString(hex.Replace(" ", ""));
        if (status == 1009) bytes = [.. bytes, .. new byte[200_001]];
        var frames = Raw(exchange => Echo(exchange), bytes);
        Assert.True(frames.StartsWith($"88 {status:X4}", StringComparison.Ordinal), $"{what}: {frames}");
    }

    [Theory]
    [InlineData(true, WebSocketCloseStatus.NormalClosure)]
    [InlineData(false, WebSocketCloseStatus.InternalServerError)]
    public void The_end_of_the_handler_is_the_end_of_the_connection(bool isGood, WebSocketCloseStatus expected)
    {
        var status = Serve(exchange => OneMessage(exchange, isGood), endPoint => Talk(endPoint, async client =>
        {
            Assert.Equal("hello", (await Receive(client, Encoding.UTF8.GetString)).Data);
            await client.ReceiveAsync(new byte[1], default);
            await client.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, default);
            return client.CloseStatus;
        }), mayFail: !isGood);
        Assert.Equal(expected, status);
        Assert.Equal(isGood ? 0 : 1, Reported.Count);
    }

    [Fact]
    public void Both_ends_may_talk_at_once_and_several_greenlets_may_send()
    {
        const int count = 200;
        var texts = Serve(exchange => ThreeSenders(exchange, count), endPoint => Talk(endPoint, async client =>
        {
            var sending = Task.Run(async () =>
            {
                for (var i = 0; i < count; i++) await client.SendAsync(Encoding.ASCII.GetBytes($"c{i}"), WebSocketMessageType.Text, true, default);
            });
            var got = new List<string>();
            while (got.Count < 4 * count) got.Add((await Receive(client, Encoding.ASCII.GetString)).Data);
            await sending;
            await client.CloseAsync(WebSocketCloseStatus.NormalClosure, null, default);
            return got;
        }));
        foreach (var sender in "abdc") Assert.Equal(Enumerable.Range(0, count).Select(i => $"{sender}{i}"), texts.Where(text => text[0] == sender));
    }

    [Fact]
    public void A_receive_that_timed_out_or_was_killed_loses_nothing()
    {
        var text = Serve(exchange => Impatient(exchange), endPoint => Talk(endPoint, async client =>
        {
            Assert.Equal("twice in vain", (await Receive(client, Encoding.ASCII.GetString)).Data);
            await client.SendAsync("one"u8.ToArray(), WebSocketMessageType.Text, false, default);
            Assert.Equal("a part", (await Receive(client, Encoding.ASCII.GetString)).Data);
            await client.SendAsync("two"u8.ToArray(), WebSocketMessageType.Text, true, default);
            return (await Receive(client, Encoding.ASCII.GetString)).Data;
        }));
        Assert.Equal("onetwo", text);
    }

    [Fact]
    public void Stopping_the_server_tells_those_who_are_connected()
    {
        ServeOnHub(exchange => Echo(exchange), Client);

        IEnumerator<Yield> Client(HttpServer server)
        {
            using var client = new ClientWebSocket();
            client.ConnectAsync(new Uri($"ws://{server.LocalEndPoint}/"), default).Await();
            client.SendAsync("x"u8.ToArray(), WebSocketMessageType.Text, true, default).Await();
            client.ReceiveAsync(new byte[10], default).Await();
            var stop = Spawn(Stop(server));
            Assert.Equal(WebSocketMessageType.Close, client.ReceiveAsync(new byte[10], default).Await().MessageType);
            Assert.Equal(WebSocketCloseStatus.EndpointUnavailable, client.CloseStatus);
            client.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, default).Await();
            stop.Await();
            yield break;
        }
    }

    [Theory]
    [InlineData("GET / HTTP/1.1\r\nHost: x\r\n\r\n", 426)]
    [InlineData("GET / HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\n\r\n", 426)]
    [InlineData("GET / HTTP/1.1\r\nHost: x\r\nUpgrade: h2c\r\nConnection: upgrade\r\n\r\n", 426)]
    [InlineData("GET / HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: upgrade\r\nSec-WebSocket-Version: 8\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n", 426)]
    [InlineData("GET / HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: short\r\n\r\n", 400)]
    [InlineData("GET / HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: upgrade\r\nSec-WebSocket-Version: 13\r\n\r\n", 400)]
    [InlineData("POST / HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nContent-Length: 0\r\n\r\n", 426)]
    public void What_is_no_handshake_is_refused(string request, int status)
    {
        var answer = Exchange(exchange => Echo(exchange), request);
        Assert.StartsWith($"HTTP/1.1 {status}", answer, StringComparison.Ordinal);
        if (status == 426) Assert.Contains("\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n", answer, StringComparison.Ordinal);
    }

    [Fact]
    public void A_subprotocol_is_agreed_on()
    {
        var (chosen, seen) = (default(string), default(string));
        Serve(exchange => Agree(exchange, agreed => seen = agreed), async endPoint =>
        {
            using var client = new ClientWebSocket();
            client.Options.AddSubProtocol("v1");
            client.Options.AddSubProtocol("v2");
            await client.ConnectAsync(new Uri($"ws://{endPoint}/"), default);
            chosen = client.SubProtocol;
            await client.CloseAsync(WebSocketCloseStatus.NormalClosure, null, default);
            return 0;
        });
        Assert.Equal(("v2", "v2"), (chosen, seen));
    }

    [Coroutine]
    private static IEnumerator<Yield> Echo(HttpExchange exchange)
    {
        using var socket = exchange.AcceptWebSocket(Options).Await();
        while (socket.Receive().Await() is { } message)
        {
            if (message.IsText) socket.SendText(message.Data).Await();
            else socket.SendBinary(message.Data).Await();
        }

        Assert.Null(socket.Receive().Await());
        yield break;
    }

    [Coroutine]
    private static IEnumerator<Yield> OneMessage(HttpExchange exchange, bool isGood)
    {
        var socket = exchange.AcceptWebSocket(Options).Await();
        socket.SendText("hello").Await();
        if (!isGood) throw new InvalidTimeZoneException("boo");
        yield break;
    }

    [Coroutine]
    private static IEnumerator<Yield> ThreeSenders(HttpExchange exchange, int count)
    {
        var socket = exchange.AcceptWebSocket(Options).Await();
        Greenlet[] senders = [Spawn(Send(socket, 'a', count)), Spawn(Send(socket, 'b', count)), Spawn(Send(socket, 'd', count))];
        while (socket.Receive().Await() is { } message) socket.SendText(message.Data).Await();
        JoinAll(senders).Await();
        yield break;
    }

    [Coroutine]
    private static IEnumerator<Yield> Send(CoWebSocket socket, char name, int count)
    {
        for (var i = 0; i < count; i++) socket.SendText($"{name}{i}").Await();
        yield break;
    }

    [Coroutine]
    private static IEnumerator<Yield> Impatient(HttpExchange exchange)
    {
        var socket = exchange.AcceptWebSocket(Options).Await();
        Assert.Throws<System.Net.Sockets.SocketException>(() => socket.Receive(TimeSpan.FromMilliseconds(20)).Await());
        var killed = Spawn(ReceiveOne(socket));
        yield return Sleep(20);
        Assert.Throws<InvalidOperationException>(() => socket.Receive());
        killed.Kill().Await();
        socket.SendText("twice in vain").Await();
        var partly = Spawn(ReceiveOne(socket));
        yield return Sleep(200);
        partly.Kill().Await();
        socket.SendText("a part").Await();
        socket.SendText(socket.Receive().Await()!.Data).Await();
    }

    [Coroutine]
    private static IEnumerator<Yield> ReceiveOne(CoWebSocket socket)
    {
        socket.Receive().Await();
        yield break;
    }

    [Coroutine]
    private static IEnumerator<Yield> Agree(HttpExchange exchange, Action<string?> tell)
    {
        var socket = exchange.AcceptWebSocket(Options with { SubProtocols = ["v3", "v2"] }).Await();
        tell(socket.SubProtocol);
        Assert.Null(socket.Receive().Await());
        yield break;
    }

    private static async Task<T> Talk<T>(IPEndPoint endPoint, Func<ClientWebSocket, Task<T>> talk)
    {
        using var client = new ClientWebSocket();
        await client.ConnectAsync(new Uri($"ws://{endPoint}/ws"), default);
        return await talk(client);
    }

    private static async Task<(WebSocketMessageType Type, string Data)> Receive(ClientWebSocket client, Func<byte[], string> decode)
    {
        var all = new MemoryStream();
        var buffer = new byte[100_000];
        while (true)
        {
            var part = await client.ReceiveAsync(buffer, default);
            all.Write(buffer, 0, part.Count);
            if (part.EndOfMessage) return (part.MessageType, decode(all.ToArray()));
        }
    }

    /// <summary>Sends bytes after a handshake: the frames that come back, as "first byte, data".</summary>
    private string Raw(Func<HttpExchange, IEnumerator<Yield>> handler, byte[] bytes)
    {
        var answer = Serve(handler, endPoint => Peer.Talk(endPoint, peer =>
        {
            peer.SendAll(Encoding.ASCII.GetBytes(Handshake));
            peer.SendAll(bytes);
            return peer.ReceiveToEnd();
        }));
        var head = answer.AsSpan().IndexOf("\r\n\r\n"u8) + 4;
        Assert.Contains("Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n", Encoding.ASCII.GetString(answer, 0, head), StringComparison.Ordinal);
        var frames = new List<string>();
        for (var i = head; i < answer.Length; i += 2 + answer[i + 1]) frames.Add($"{answer[i]:X2} {Convert.ToHexString(answer, i + 2, answer[i + 1])}");
        return string.Join(" | ", frames);
    }

    /// <summary>A frame as a client sends it.</summary>
    private static byte[] Frame(byte first, ReadOnlySpan<byte> data)
    {
        byte[] mask = [1, 2, 3, 4];
        var frame = new List<byte> { first, (byte)(0x80 | data.Length) };
        frame.AddRange(mask);
        for (var i = 0; i < data.Length; i++) frame.Add((byte)(data[i] ^ mask[i % 4]));
        return [.. frame];
    }
}
