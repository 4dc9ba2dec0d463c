using System.Net.Sockets;
using System.Text;
using CoroutineDsl.Http;
using CoroutineDsl.Net;
using Xunit;
using static CoroutineDsl.Greenlet;

namespace CoroutineDsl.Tests.Net.Http;

/// <summary>What a client can make the server hold, and for how long.</summary>
public partial class HostileClientTests : HttpTest
{
    private readonly VirtualTime _time = new();

    [Theory, InlineData(true), InlineData(false)]
    public void Memory_follows_what_has_arrived_and_not_what_was_declared(bool isText)
    {
        var allocated = 0L;
        ServeOnHub(exchange => ReadAll(exchange, isText), server => Claim(server, bytes => allocated = bytes), mayFail: true);
        Assert.InRange(allocated, 1, 20_000_000); // fifty claims of 29 MB
    }

    /// <summary>What the thread of the hub allocates for fifty claims. (All of it is lowered: nothing changes the thread.)</summary>
    [Coroutine]
    private static IEnumerator<Yield> Claim(HttpServer server, Action<long> tell)
    {
        var sockets = new List<CoSocket>();
        var (before, thread) = (GC.GetAllocatedBytesForCurrentThread(), Environment.CurrentManagedThreadId);
        for (var i = 0; i < 50; i++)
        {
            var socket = CoSocket.Connect(server.LocalEndPoint!).Await();
            socket.SendAll("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 29000000\r\n\r\nabc"u8.ToArray()).Await();
            sockets.Add(socket);
        }

        while (server.ConnectionCount < 50) Sleep(TimeSpan.FromMilliseconds(1)).Await();
        Sleep(TimeSpan.FromMilliseconds(50)).Await();
        Assert.Equal(thread, Environment.CurrentManagedThreadId);
        tell(GC.GetAllocatedBytesForCurrentThread() - before);
        foreach (var socket in sockets) socket.Close();
        yield break;
    }

    [Theory, InlineData(0), InlineData(1), InlineData(4095), InlineData(4096), InlineData(4097), InlineData(100_000), InlineData(3_000_000)]
    public void A_body_is_whole_whatever_its_size(int size)
    {
        var body = new byte[size];
        new Random(size).NextBytes(body);
        foreach (var head in new[] { $"Content-Length: {size}\r\n\r\n", "Transfer-Encoding: chunked\r\n\r\n" })
        {
            byte[]? seen = null;
            var chunked = head[0] == 'T';
            var answer = Serve(exchange => Keep(exchange, bytes => seen = bytes), endPoint => Peer.Talk(endPoint, peer =>
            {
                peer.SendAll(Encoding.ASCII.GetBytes("POST / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n" + head + (chunked && size > 0 ? $"{size:x}\r\n" : "")));
                peer.SendAll(body);
                if (chunked) peer.SendAll(Encoding.ASCII.GetBytes(size > 0 ? "\r\n0\r\n\r\n" : "0\r\n\r\n"));
                return Encoding.ASCII.GetString(peer.ReceiveToEnd());
            }));
            Assert.StartsWith("HTTP/1.1 200", answer, StringComparison.Ordinal);
            Assert.Equal(body, seen);
        }
    }

    [Theory, InlineData("one write"), InlineData("many writes"), InlineData("a file")]
    public void Who_takes_nothing_is_given_up_after_one_pause_however_large_the_answer(string how)
    {
        var path = Path.GetTempFileName();
        File.WriteAllBytes(path, new byte[50_000_000]);
        try
        {
            ServeOnHub(exchange => Large(exchange, how, path), Client, new HttpServerOptions { BodyTimeout = TimeSpan.FromSeconds(30) }, _time);
        }
        finally
        {
            File.Delete(path);
        }

        IEnumerator<Yield> Client(HttpServer server)
        {
            using var socket = CoSocket.Connect(server.LocalEndPoint!).Await();
            socket.SendAll("GET / HTTP/1.1\r\nHost: x\r\n\r\n"u8.ToArray()).Await();
            while (server.ConnectionCount > 0) Sleep(TimeSpan.FromSeconds(1)).Await();
            // one pause, and what the buffers of the kernels took meanwhile earns another at most
            Assert.InRange(_time.Elapsed.TotalSeconds, 30, 100);
            yield break;
        }
    }

    [Theory, InlineData("one write"), InlineData("a file")]
    public void Who_takes_it_slowly_gets_all_of_it(string how)
    {
        var path = Path.GetTempFileName();
        File.WriteAllBytes(path, new byte[50_000_000]);
        try
        {
            ServeOnHub(exchange => Large(exchange, how, path), Client, new HttpServerOptions { BodyTimeout = TimeSpan.FromSeconds(30) }, _time);
        }
        finally
        {
            File.Delete(path);
        }

        IEnumerator<Yield> Client(HttpServer server)
        {
            using var socket = CoSocket.Connect(server.LocalEndPoint!).Await();
            socket.SendAll("GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"u8.ToArray()).Await();
            var (total, buffer) = (0L, new byte[500_000]);
            while (true)
            {
                var count = socket.Receive(buffer).Await();
                if (count == 0) break;
                total += count;
                Sleep(TimeSpan.FromSeconds(2)).Await();
            }

            Assert.InRange(total, 50_000_000, 50_001_000);
            Assert.InRange(_time.Elapsed.TotalSeconds, 100, 10_000);
            yield break;
        }
    }

    [Fact]
    public void A_file_that_became_shorter_is_told_and_not_hidden()
    {
        var path = Path.GetTempFileName();
        File.WriteAllBytes(path, new byte[50_000_000]);
        var isShort = new TaskCompletionSource();
        var received = Serve(exchange => Truncated(exchange, path, isShort), endPoint => Peer.Talk(endPoint, peer =>
        {
            peer.SendAll("GET / HTTP/1.1\r\nHost: x\r\n\r\n"u8);
            isShort.Task.Wait();
            return peer.ReceiveToEnd().Length;
        }), mayFail: true);
        File.Delete(path);
        Assert.InRange(received, 1, 49_999_999);
        Assert.IsType<EndOfStreamException>(Assert.Single(Reported));
    }

    [Coroutine]
    private static IEnumerator<Yield> ReadAll(HttpExchange exchange, bool isText)
    {
        if (isText) exchange.Request.Body.ReadText().Await();
        else exchange.Request.Body.ReadAll().Await();
        yield break;
    }

    [Coroutine]
    private static IEnumerator<Yield> Keep(HttpExchange exchange, Action<byte[]> keep)
    {
        keep(exchange.Request.Body.ReadAll().Await());
        yield break;
    }

    [Coroutine]
    private static IEnumerator<Yield> Large(HttpExchange exchange, string how, string path)
    {
        if (how == "a file") exchange.Response.SendFile(path).Await();
        if (how == "one write") exchange.Response.Write(new byte[50_000_000]).Await();
        for (var i = 0; how == "many writes" && i < 5000; i++) exchange.Response.Write(new byte[10_000]).Await();
        yield break;
    }

    [Coroutine]
    private static IEnumerator<Yield> Truncated(HttpExchange exchange, string path, TaskCompletionSource isShort)
    {
        using var file = Hub.Current.Offload(() => File.Open(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite)).Await();
        SpawnLater(TimeSpan.FromMilliseconds(20), Shorten(file, isShort));
        exchange.Response.SendFile(file.SafeFileHandle).Await();
        yield break;
    }

    [Coroutine]
    private static IEnumerator<Yield> Shorten(FileStream file, TaskCompletionSource isShort)
    {
        file.SetLength(10);
        isShort.SetResult();
        yield break;
    }
}
