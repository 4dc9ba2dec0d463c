using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using CoroutineDsl.Http;
using CoroutineDsl.Net;

namespace CoroutineDsl.Benchmarks;

/// <summary>The server that <see cref="HostileLoad"/> attacks, a process of its own: plain on one port, encrypted on the next.</summary>
internal static partial class HostileServer
{
    public static void Serve(int port)
    {
        var options = new HttpServerOptions { HeaderTimeout = TimeSpan.FromSeconds(10), BodyTimeout = TimeSpan.FromSeconds(10), KeepAliveTimeout = TimeSpan.FromSeconds(10), HandshakeTimeout = TimeSpan.FromSeconds(10) };
        if (Environment.GetEnvironmentVariable("HOSTILE_PER_ADDRESS") is { Length: > 0 } most) options = options with { MaxPerAddress = int.Parse(most, CultureInfo.InvariantCulture) };
        var plain = new HttpServer(new IPEndPoint(IPAddress.Loopback, port), exchange => Handle(exchange), options);
        var encrypted = new HttpServer(new IPEndPoint(IPAddress.Loopback, port + 1), exchange => Handle(exchange), options with { Tls = new() { ServerCertificate = Certificate() } });
        Hub.Current.UnhandledException = (_, exception) => Console.Error.WriteLine(exception.GetType());
        plain.Start();
        encrypted.Start();
        Greenlet.Spawn(CountFor(plain, encrypted), "count");
        plain.ServeForever().Await();
    }

    private static int s_connections;

    /// <summary>How many connections there are, for who asks.</summary>
    [Coroutine]
    private static IEnumerator<Yield> CountFor(HttpServer plain, HttpServer encrypted)
    {
        while (true)
        {
            s_connections = plain.ConnectionCount + encrypted.ConnectionCount;
            yield return Greenlet.Sleep(TimeSpan.FromMilliseconds(100));
        }
    }

    /// <summary>The bytes on the managed heap after a collection.</summary>
    private static long HeapBytes()
    {
        for (var i = 0; i < 3; i++)
        {
            GC.Collect(2, GCCollectionMode.Aggressive, blocking: true, compacting: true);
            GC.WaitForPendingFinalizers();
        }

        return GC.GetTotalMemory(forceFullCollection: true);
    }

    [Coroutine]
    private static IEnumerator<Yield> Handle(HttpExchange exchange)
    {
        switch (exchange.Request.Path)
        {
            case "/upload":
                exchange.Response.WriteText($"{exchange.Request.Body.ReadAll().Await().Length}").Await();
                break;
            case "/large":
                for (var i = 0; i < 1000; i++) exchange.Response.Write(s_piece).Await();
                break;
            case "/ws":
                using (var socket = exchange.AcceptWebSocket(new() { KeepAliveInterval = TimeSpan.FromSeconds(5), KeepAliveTimeout = TimeSpan.FromSeconds(5), SendTimeout = TimeSpan.FromSeconds(5) }).Await())
                {
                    while (socket.Receive().Await() is { } message) socket.SendBinary(message.Data).Await();
                }

                break;
            case "/flood":
                using (var socket = exchange.AcceptWebSocket(new() { SendTimeout = TimeSpan.FromSeconds(5) }).Await())
                {
                    while (socket.IsOpen) socket.SendBinary(s_piece).Await();
                }

                break;
            case "/count":
                exchange.Response.WriteText(s_connections.ToString(CultureInfo.InvariantCulture)).Await();
                break;
            case "/held":
                var heap = Hub.Current.Offload(() => HeapBytes()).Await();
                exchange.Response.WriteText(string.Create(CultureInfo.InvariantCulture, $"{Hub.Current.Count} {heap}")).Await();
                break;
            default:
                exchange.Response.WriteText("hello").Await();
                break;
        }

        yield break;
    }

    private static readonly byte[] s_piece = new byte[65_536];

    public static X509Certificate2 Certificate()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var made = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256).CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        return X509CertificateLoader.LoadPkcs12(made.Export(X509ContentType.Pkcs12), null);
    }
}
