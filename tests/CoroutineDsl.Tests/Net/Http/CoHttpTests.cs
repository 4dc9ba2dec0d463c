using System.Net;
using System.Text;
using CoroutineDsl.Http;
using CoroutineDsl.Net;
using CoroutineDsl.Tests.Net.Selectors;
using Xunit;
using static CoroutineDsl.Greenlet;
using static CoroutineDsl.Tests.Net.Sockets.Coroutines;

namespace CoroutineDsl.Tests.Net.Http;

public partial class CoHttpTests
{
    [Theory, ClassData(typeof(EverySelector))]
    public void Three_pages_are_fetched_at_once(string selector)
    {
        OnHub.Run(selector, Body);

        static IEnumerator<Yield> Body()
        {
            using var server = new StreamServer(Loopback, conn => Serve(conn));
            server.Start();
            using var client = new HttpClient(CoHttp.CreateHandler()) { BaseAddress = new($"http://{server.LocalEndPoint}") };
            var pages = new[] { Spawn(Fetch(client, "/one")), Spawn(Fetch(client, "/two")), Spawn(Fetch(client, "/three")) };
            JoinAll(pages).Await();
            Assert.Equal(["page /one", "page /two", "page /three"], pages.Select(p => p.Get().Await()));
            yield break;
        }
    }

    [Fact]
    public void A_thousand_greenlets_share_a_client_and_its_connections()
    {
        OnHub.Run("poll", Body);

        static IEnumerator<Yield> Body()
        {
            using var server = new StreamServer(Loopback, conn => Serve(conn));
            server.Start();
            var handler = CoHttp.CreateHandler();
            handler.MaxConnectionsPerServer = 10;
            using var client = new HttpClient(handler) { BaseAddress = new($"http://{server.LocalEndPoint}") };
            var pages = Enumerable.Range(0, 1000).Select(i => Spawn(Fetch(client, $"/{i}"))).ToArray();
            for (var i = 0; i < pages.Length; i++) Assert.Equal($"page /{i}", pages[i].Get().Await());
            Assert.InRange(server.AcceptedCount, 1, 10);
            yield break;
        }
    }

    [Fact]
    public void A_server_that_is_not_there_is_an_http_exception()
    {
        OnHub.Run("poll", Body);

        static IEnumerator<Yield> Body()
        {
            EndPoint nobody;
            using (var listener = CoSocket.Listen(Loopback)) nobody = listener.LocalEndPoint!;
            using var client = new HttpClient(CoHttp.CreateHandler());
            Assert.Throws<HttpRequestException>(() => client.GetStringAsync($"http://{nobody}/").Await());
            yield break;
        }
    }

    [Coroutine]
    private static IEnumerator<Yield<string>> Fetch(HttpClient client, string path)
    {
        yield return client.GetStringAsync(path).Await();
    }

    /// <summary>As much of HTTP as the framework's client needs.</summary>
    [Coroutine]
    private static IEnumerator<Yield> Serve(CoSocket conn)
    {
        using var reader = new StreamReader(new CoStream(conn));
        while (reader.ReadLineAsync().Await() is { Length: > 0 } request)
        {
            while (reader.ReadLineAsync().Await() is { Length: > 0 })
            {
            }

            var page = $"page {request.Split(' ')[1]}";
            conn.SendAll(Encoding.ASCII.GetBytes($"HTTP/1.1 200 OK\r\nContent-Length: {page.Length}\r\n\r\n{page}")).Await();
        }

        yield break;
    }
}
