using System.Diagnostics;
using System.Net.Security;
using System.Net.Sockets;
using System.Text;
using CoroutineDsl.Http;
using CoroutineDsl.Net;
using CoroutineDsl.Tests.Net.Selectors;
using Xunit;
using static CoroutineDsl.Greenlet;
using static CoroutineDsl.Tests.Net.Sockets.Coroutines;

namespace CoroutineDsl.Tests.Net.Http;

/// <summary>When hostile clients have left, nothing of them is left: no connection, no greenlet, no socket that the hub watches.</summary>
public partial class LeftoverTests
{
    private const int Clients = 20;
    private const string Upgrade = "Host: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n";

    private static readonly (string Name, string Sent, bool IsHandled, bool IsEncrypted)[] s_kinds =
    [
        ("silent", "", false, false),
        ("half a head", "GET / HTTP/1.1\r\nHost: x\r\n", false, false),
        ("a claimed body", "POST /body HTTP/1.1\r\nHost: x\r\nContent-Length: 29000000\r\n\r\nabc", true, false),
        ("a claimed chunk", "POST /body HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n1c00000\r\nabc", true, false),
        ("takes nothing", "GET /large HTTP/1.1\r\nHost: x\r\n\r\n", true, false),
        ("idle after a request", "GET / HTTP/1.1\r\nHost: x\r\n\r\n", true, false),
        ("waits for its end", "GET /gone HTTP/1.1\r\nHost: x\r\n\r\n", true, false),
        ("a silent WebSocket", "GET /ws HTTP/1.1\r\n" + Upgrade, true, false),
        ("a WebSocket that takes nothing", "GET /flood HTTP/1.1\r\n" + Upgrade, true, false),
        ("a claimed message", "GET /ws HTTP/1.1\r\n" + Upgrade + "\u0082\u00ff\0\0\0\0\0\u000f\u00ff\u00ff\0\0\0\0abc", true, false),
        ("no TLS", "GET / HTTP/1.1\r\nHost: x\r\n\r\n", false, true),
        ("silent TLS", "", false, true),
    ];

    public static TheoryData<string, string, bool> Kinds
    {
        get
        {
            var data = new TheoryData<string, string, bool>();
            foreach (var selector in new EverySelector())
            {
                foreach (var kind in s_kinds)
                {
                    data.Add(selector, kind.Name, false);
                    data.Add(selector, kind.Name, true);
                }
            }

            return data;
        }
    }

    [Theory, MemberData(nameof(Kinds))]
    public void All_is_given_back(string selector, string kind, bool isReset)
    {
        OnHub.Run(selector, () => Attack(s_kinds.Single(one => one.Name == kind), isReset));
    }

    [Theory, ClassData(typeof(EverySelector))]
    public void Nothing_is_left_of_handshakes_either(string selector)
    {
        OnHub.Run(selector, Body);

        static IEnumerator<Yield> Body()
        {
            using var server = Start(isEncrypted: true, new());
            Sleep(1).Await(); // the listener waits
            var before = Held(server);
            JoinAll(Enumerable.Range(0, Clients).Select(_ => (Greenlet)Spawn(Shake(server))), raiseError: true).Await();
            GivesBack(server, before).Await();
            yield break;
        }
    }

    [Coroutine]
    private static IEnumerator<Yield> Attack((string Name, string Sent, bool IsHandled, bool IsEncrypted) kind, bool isReset)
    {
        var entered = new Tally();
        using var server = Start(kind.IsEncrypted, entered);
        Sleep(1).Await(); // the listener waits
        var before = Held(server);
        var clients = new List<CoSocket>();
        for (var i = 0; i < Clients; i++)
        {
            var client = CoSocket.Connect(server.LocalEndPoint!).Await();
            client.SendAll(Encoding.Latin1.GetBytes(kind.Sent)).Await();
            clients.Add(client);
        }

        // those that do not speak TLS are sent away, perhaps before the last has come
        while (kind.Name != "no TLS" && (server.ConnectionCount < Clients || (kind.IsHandled && entered.Count < Clients))) Sleep(1).Await();
        foreach (var client in clients)
        {
            if (isReset) client.LingerState = new(true, 0);
            client.Close();
        }

        GivesBack(server, before).Await();
        yield break;
    }

    private static HttpServer Start(bool isEncrypted, Tally entered)
    {
        // no limit is reached: it is their leaving that ends them
        var longest = TimeSpan.FromHours(1);
        var options = new HttpServerOptions { HeaderTimeout = longest, BodyTimeout = longest, KeepAliveTimeout = longest, HandshakeTimeout = longest };
        var server = new HttpServer(Loopback, exchange => Handle(exchange, entered), isEncrypted ? options with { Tls = new() { ServerCertificate = Certificates.Localhost } } : options);
        server.Start();
        return server;
    }

    private static (int Connections, int Greenlets, int Sockets) Held(HttpServer server) => (server.ConnectionCount, Hub.Current.Count, Hub.Current.Inbox.SocketCount);

    [Coroutine]
    private static IEnumerator<Yield> GivesBack(HttpServer server, (int Connections, int Greenlets, int Sockets) before)
    {
        for (var clock = Stopwatch.StartNew(); Held(server) != before && clock.Elapsed < OnHub.Patience / 2;) Sleep(1).Await();
        Assert.Equal(before, Held(server));
        yield break;
    }

    [Coroutine]
    private static IEnumerator<Yield> Shake(HttpServer server)
    {
        using var client = CoSslStream.AuthenticateAsClient(CoSocket.Connect(server.LocalEndPoint!).Await(), new SslClientAuthenticationOptions
        {
            TargetHost = "localhost",
            RemoteCertificateValidationCallback = (_, _, _, _) => true,
        }).Await();
        yield break;
    }

    [Coroutine]
    private static IEnumerator<Yield> Handle(HttpExchange exchange, Tally entered)
    {
        entered.Count++;
        switch (exchange.Request.Path)
        {
            case "/body":
                exchange.Request.Body.ReadAll().Await();
                break;
            case "/large":
                exchange.Response.Write(new byte[50_000_000]).Await();
                break;
            case "/gone":
                exchange.WaitForClientGone().Await();
                break;
            case "/ws":
                using (var socket = exchange.AcceptWebSocket().Await()) socket.Receive().Await();
                break;
            case "/flood":
                using (var socket = exchange.AcceptWebSocket().Await())
                {
                    while (socket.IsOpen) socket.SendBinary(new byte[65_536]).Await();
                }

                break;
            default:
                exchange.Response.WriteText("hello").Await();
                break;
        }

        yield break;
    }

    private sealed class Tally
    {
        public int Count { get; set; }
    }
}
