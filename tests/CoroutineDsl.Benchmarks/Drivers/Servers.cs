using System.Buffers;
using System.Globalization;
using System.Net;
using CoroutineDsl.Http;
using CoroutineDsl.Net;

namespace CoroutineDsl.Benchmarks;

/// <summary>The peers' servers: they listen on 127.0.0.1, at the port given or else at that of the environment variable PORT, until they are killed.</summary>
internal static partial class Servers
{
    public static void Http(int port) => new HttpServer(EndPoint(port), exchange => Hello(exchange)).ServeForever().Await();

    public static void Echo(int port) => new StreamServer(EndPoint(port), conn => EchoAll(conn)).ServeForever().Await();

    /// <summary>A hub for each core, all on the same port.</summary>
    public static void EchoGroup(int port)
    {
        using var hubs = new HubGroup(Environment.ProcessorCount);
        Task.WaitAll(Enumerable.Range(0, hubs.Count).Select(hub => hubs.Spawn(() => ServeEcho(EndPoint(port)), hub)));
    }

    [Coroutine]
    private static IEnumerator<Yield> ServeEcho(IPEndPoint endPoint)
    {
        new StreamServer(endPoint, conn => EchoAll(conn), new() { ReusePort = true }).ServeForever().Await();
        yield break;
    }

    /// <summary>An idle connection holds no buffer.</summary>
    [Coroutine]
    private static IEnumerator<Yield> EchoAll(CoSocket conn)
    {
        while (true)
        {
            conn.WaitReadable().Await();
            var buffer = ArrayPool<byte>.Shared.Rent(4096);
            try
            {
                var n = conn.Receive(buffer).Await();
                if (n == 0) break;
                conn.SendAll(buffer.AsMemory(0, n)).Await();
            }
            finally
            {
                ArrayPool<byte>.Shared.Return(buffer);
            }
        }

        yield break;
    }

    [Coroutine]
    private static IEnumerator<Yield> Hello(HttpExchange exchange)
    {
        exchange.Response.ContentType = "text/plain";
        exchange.Response.WriteText("hello world").Await();
        yield break;
    }

    private static IPEndPoint EndPoint(int port) => new(IPAddress.Loopback, port > 0 ? port : int.Parse(Environment.GetEnvironmentVariable("PORT")!, CultureInfo.InvariantCulture));
}
