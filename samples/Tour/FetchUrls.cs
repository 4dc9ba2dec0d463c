// Several URLs at once, each awaited in a greenlet of its own: the framework's HttpClient, on the hub's sockets.
// gevent: examples/concurrent_download.py.
using System.Net;
using CoroutineDsl;
using CoroutineDsl.Http;
using CoroutineDsl.Net;
using static CoroutineDsl.Greenlet;

namespace Tour;

static partial class FetchUrls
{
    [Coroutine]
    static IEnumerator<Yield<int>> Fetch(HttpClient http, Uri url)
    {
        Console.WriteLine($"starting {url.AbsolutePath}");
        string page = http.GetStringAsync(url).Await();     // waits here; the other downloads go on
        yield return page.Length;
    }

    public static void Main()
    {
        using var site = new HttpServer(new IPEndPoint(IPAddress.Loopback, 0), exchange => Site(exchange));
        site.Start();

        using var http = new HttpClient(CoHttp.CreateHandler());
        var downloads = new Dictionary<string, Greenlet<int>>();
        foreach (var page in new[] { "/history", "/art", "/science" })
            downloads[page] = Spawn(Fetch(http, new Uri($"http://{site.LocalEndPoint}{page}")));

        JoinAll(downloads.Values).Await();
        foreach (var (page, download) in downloads) Console.WriteLine($"{page}: {download.Value} characters");
    }

    // a site on this machine, so that the tour needs no network. It answers nobody before three have asked: one after another they would wait for ever
    static readonly CoBarrier AllHaveAsked = new(3);

    [Coroutine]
    static IEnumerator<Yield> Site(HttpExchange exchange)
    {
        yield return AllHaveAsked.Wait();
        yield return exchange.Response.WriteText($"the {exchange.Request.Path[1..]} page");
    }
}

// Output:
// starting /history
// starting /art
// starting /science
// /history: 16 characters
// /art: 12 characters
// /science: 16 characters
