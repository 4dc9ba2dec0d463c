using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using CoroutineDsl.Http;
using CoroutineDsl.Net;
using Xunit;
using Xunit.Abstractions;
using static CoroutineDsl.Greenlet;

namespace CoroutineDsl.Tests.Net.Http;

/// <summary>
/// Valid requests, mutated at random: each is answered or disconnected, the server is there for the next, and nothing is reported. How many: the environment variable HTTP_MUTATIONS; which: HTTP_SEED.
/// </summary>
public partial class MutationTests(ITestOutputHelper output) : HttpTest
{
    private const int Clients = 16;

    private static readonly string[] Valid =
    [
        "GET / HTTP/1.1\r\nHost: example.org\r\nUser-Agent: curl/8\r\nAccept: */*\r\n\r\n",
        "GET /a%20b/c?d=e&f=%00 HTTP/1.1\r\nHost: [::1]:8080\r\nConnection: keep-alive\r\nCookie: a=b; c=d\r\n\r\n",
        "POST /form HTTP/1.1\r\nHost: x\r\nContent-Type: text/plain\r\nContent-Length: 11\r\n\r\nhello world",
        "POST /chunks HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n5;a=\"b\"\r\nhello\r\n6\r\n world\r\n0\r\nX-Sum: 11\r\n\r\n",
        "PUT /up HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 3\r\n\r\nabc",
        "GET /old HTTP/1.0\r\nConnection: keep-alive\r\n\r\n",
        "OPTIONS * HTTP/1.1\r\nHost: x\r\n\r\n",
        "HEAD http://example.org/x HTTP/1.1\r\nHost: example.org\r\n\r\nGET /second HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
        "GET /ws HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n\u0081\u0085\u0000\u0000\u0000\u0000hello\u0088\u0080\u0000\u0000\u0000\u0000",
    ];

    private static readonly string[] Pieces = ["\r\n", "\n", "\r", "\0", " ", "\t", ":", ";", ",", "=", "\"", "\r\n\r\n", "0\r\n\r\n", "HTTP/1.1", "Content-Length: 5\r\n", "Transfer-Encoding: chunked\r\n", "Host: y\r\n", "\u00ff", "%", "ffffffffffffffff", "-1", "GET / HTTP/1.1\r\n"];

    private int _left;
    private int _answered;
    private int _refused;
    private int _silent;

    [Fact]
    public void Every_mutation_ends_in_an_answer_or_a_disconnection()
    {
        var count = int.Parse(Environment.GetEnvironmentVariable("HTTP_MUTATIONS") ?? "3000", CultureInfo.InvariantCulture);
        var seed = int.Parse(Environment.GetEnvironmentVariable("HTTP_SEED") ?? Random.Shared.Next().ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
        output.WriteLine($"HTTP_SEED={seed} HTTP_MUTATIONS={count}");
        _left = count;
        var limit = TimeSpan.FromSeconds(60);
        ServeOnHub(exchange => Handle(exchange), Run, new HttpServerOptions { MaxBodySize = 100_000, HeaderTimeout = limit, BodyTimeout = limit, KeepAliveTimeout = limit });
        output.WriteLine($"{_answered} answered, {_refused} refused, {_silent} disconnected without an answer");
        Assert.Equal(count, _answered + _refused + _silent);
        Assert.InRange(_refused, count / 20, count);
        Assert.InRange(_answered, count / 20, count);

        IEnumerator<Yield> Run(HttpServer server)
        {
            // the memory that is alive after a tenth of all is what it is at the end
            var (before, tenth) = (0L, count / 10);
            _left = tenth;
            JoinAll(Enumerable.Range(0, Clients).Select(i => (Greenlet)Spawn(Client(server, seed + i))), raiseError: true).Await();
            before = GC.GetTotalMemory(forceFullCollection: true);
            _left = count - tenth;
            JoinAll(Enumerable.Range(0, Clients).Select(i => (Greenlet)Spawn(Client(server, seed - i - 1))), raiseError: true).Await();
            var after = GC.GetTotalMemory(forceFullCollection: true);
            output.WriteLine($"{before} bytes alive before, {after} after");
            Assert.Equal(0, server.ConnectionCount);
            if (count >= 50_000) Assert.InRange(after, 0, before + 1_000_000);
            yield break;
        }
    }

    [Coroutine]
    private IEnumerator<Yield> Client(HttpServer server, int seed)
    {
        var random = new Random(seed);
        while (_left-- > 0)
        {
            var request = Mutated(random);
            using var socket = CoSocket.Connect(server.LocalEndPoint!).Await();
            using var limit = CoTimeout.Start(TimeSpan.FromSeconds(30), new TimeoutException($"HTTP_SEED={seed}: hangs after {Convert.ToHexString(request)}"));
            var answer = "";
            try
            {
                var split = random.Next(request.Length + 1);
                socket.SendAll(request.AsMemory(0, split)).Await();
                if (random.Next(4) == 0) Sleep().Await();
                socket.SendAll(request.AsMemory(split)).Await();
                socket.Shutdown(SocketShutdown.Send);
                answer = ReadToEnd(socket).Await();
            }
            catch (SocketException)
            {
                // reset: a disconnection too
            }

            if (answer.Length == 0) _silent++;
            else if (answer.StartsWith("HTTP/1.1 2", StringComparison.Ordinal) || answer.StartsWith("HTTP/1.1 1", StringComparison.Ordinal)) _answered++;
            else if (answer.StartsWith("HTTP/1.1 4", StringComparison.Ordinal) || answer.StartsWith("HTTP/1.1 5", StringComparison.Ordinal)) _refused++;
            else Assert.Fail($"HTTP_SEED={seed}: '{answer}' after {Convert.ToHexString(request)}");
        }

        yield break;
    }

    [Coroutine]
    private static IEnumerator<Yield> Handle(HttpExchange exchange)
    {
        if (!exchange.IsWebSocketRequest)
        {
            Handlers.Echo(exchange).Await();
            yield break;
        }

        using var socket = exchange.AcceptWebSocket(new CoWebSocketOptions { MaxMessageSize = 1000, CloseTimeout = TimeSpan.FromSeconds(1) }).Await();
        while (socket.Receive().Await() is { } message) socket.SendBinary(message.Data).Await();
    }

    private static byte[] Mutated(Random random)
    {
        var bytes = new List<byte>(Encoding.Latin1.GetBytes(Valid[random.Next(Valid.Length)]));
        for (var times = random.Next(1, 6); times > 0; times--)
        {
            var at = random.Next(bytes.Count + 1);
            var length = Math.Min(random.Next(1, 9), bytes.Count - at);
            switch (random.Next(7))
            {
                case 0 when at < bytes.Count:
                    bytes[at] = (byte)random.Next(256);
                    break;
                case 1 when at < bytes.Count:
                    bytes[at] ^= (byte)(1 << random.Next(8));
                    break;
                case 2:
                    bytes.RemoveRange(at, length);
                    break;
                case 3:
                    bytes.InsertRange(at, bytes.GetRange(at, length));
                    break;
                case 4:
                    bytes.InsertRange(at, Encoding.Latin1.GetBytes(Pieces[random.Next(Pieces.Length)]));
                    break;
                case 5:
                    bytes.InsertRange(at, Enumerable.Repeat((byte)random.Next(256), random.Next(1, 20_000)));
                    break;
                default:
                    bytes.RemoveRange(at, bytes.Count - at);
                    break;
            }
        }

        return [.. bytes];
    }
}
