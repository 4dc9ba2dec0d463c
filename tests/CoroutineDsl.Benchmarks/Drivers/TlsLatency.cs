using System.Diagnostics;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace CoroutineDsl.Benchmarks;

/// <summary>Eight clients that shake hands in a loop, and the round trip of a ninth, established one: here and on Kestrel, taken by turns. <c>--driver tls-latency SECONDS</c>.</summary>
internal static partial class TlsLatency
{
    private const int Others = 8;

    public static IEnumerable<(string Metric, double Value)> All(int seconds)
    {
        seconds = Math.Clamp(seconds == 0 ? 10 : seconds, 1, 300);
        for (var round = 1; round <= 2; round++)
        {
            foreach (var server in (string[])["here", "kestrel"])
            {
                using var process = HostileLoad.StartServer(server == "here" ? "hostile-server" : "tls-kestrel", out var endPoint);
                try
                {
                    foreach (var others in (int[])[0, Others])
                    {
                        var (p50, p99, handshakes) = Measured(endPoint, others, seconds);
                        yield return ($"{server}_{others}_others_p50_ms", p50);
                        yield return ($"{server}_{others}_others_p99_ms", p99);
                        if (others > 0) yield return ($"{server}_handshakes_per_second", handshakes);
                    }
                }
                finally
                {
                    process.Kill();
                    process.WaitForExit();
                }
            }
        }
    }

    /// <summary>Kestrel with the same certificate on the port after the one given, and without TLS on that; the pages that <see cref="HostileLoad"/> asks for, apart from WebSockets.</summary>
    public static void ServeKestrel(int port)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        var connections = 0;
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Listen(IPAddress.Loopback, port, listen => listen.Use(next => async context =>
            {
                Interlocked.Increment(ref connections);
                try
                {
                    await next(context);
                }
                finally
                {
                    Interlocked.Decrement(ref connections);
                }
            }));
            kestrel.Listen(IPAddress.Loopback, port + 1, listen => listen.UseHttps(HostileServer.Certificate()));
        });
        var app = builder.Build();
        app.MapGet("/", () => "hello");
        app.MapGet("/count", () => Results.Text($"{connections}"));
        app.MapGet("/held", () => Results.Text($"0 {GC.GetTotalMemory(forceFullCollection: true)}"));
        app.MapGet("/large", async context =>
        {
            var piece = new byte[65_536];
            for (var i = 0; i < 1000; i++) await context.Response.Body.WriteAsync(piece, context.RequestAborted);
        });
        app.Run();
    }

    private static (double P50, double P99, double Handshakes) Measured(IPEndPoint endPoint, int others, int seconds)
    {
        using var end = new CancellationTokenSource();
        var count = 0;
        using var mine = Connect(endPoint);
        Ask(mine);
        var loops = Enumerable.Range(0, others).Select(_ => Task.Factory.StartNew(Loop, TaskCreationOptions.LongRunning)).ToArray();
        var times = new List<double>();
        for (var clock = Stopwatch.StartNew(); clock.Elapsed < TimeSpan.FromSeconds(seconds);)
        {
            var start = Stopwatch.GetTimestamp();
            Ask(mine);
            times.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
            Thread.Sleep(1);
        }

        end.Cancel();
        Task.WaitAll(loops);
        times.Sort();
        return (times[times.Count / 2], times[(int)(times.Count * 0.99)], (double)count / seconds);

        void Loop()
        {
            while (!end.IsCancellationRequested)
            {
                try
                {
                    Connect(endPoint).Dispose();
                    Interlocked.Increment(ref count);
                }
                catch (Exception exception) when (exception is IOException or SocketException or AuthenticationException)
                {
                    // the next one
                }
            }
        }
    }

    private static SslStream Connect(IPEndPoint server)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        socket.Connect(server.Address, server.Port + 1);
        var ssl = new SslStream(new NetworkStream(socket, ownsSocket: true), false, (_, _, _, _) => true);
        ssl.AuthenticateAsClient(new SslClientAuthenticationOptions { TargetHost = "localhost", AllowTlsResume = false });
        return ssl;
    }

    private static void Ask(SslStream ssl)
    {
        ssl.Write("GET / HTTP/1.1\r\nHost: x\r\n\r\n"u8);
        var buffer = new byte[4096];
        var text = "";
        while (!text.Contains("hello", StringComparison.Ordinal)) text += System.Text.Encoding.ASCII.GetString(buffer, 0, ssl.Read(buffer));
        while (text.Contains("chunked", StringComparison.Ordinal) && !text.EndsWith("0\r\n\r\n", StringComparison.Ordinal)) text += System.Text.Encoding.ASCII.GetString(buffer, 0, ssl.Read(buffer));
    }
}
