using System.Globalization;
using System.Net;
using System.Text;
using CoroutineDsl;
using CoroutineDsl.Http;

namespace Crawler;

/// <summary>The site that is crawled: pages that are made when they are asked for. Each links to two further ones, and across.</summary>
internal sealed partial class Site : IDisposable
{
    private const int Across = 7;

    private readonly HttpServer _server;
    private readonly int _pages;

    public Site(int pages)
    {
        _pages = pages;
        _server = new(new IPEndPoint(IPAddress.Loopback, 0), exchange => Answer(exchange));
        _server.Start();
    }

    public string Address => $"http://{_server.LocalEndPoint}";

    public void Dispose() => _server.Dispose();

    [Coroutine]
    private IEnumerator<Yield> Answer(HttpExchange exchange)
    {
        if (int.TryParse(exchange.Request.Path.AsSpan(1), CultureInfo.InvariantCulture, out var page) && page >= 0 && page < _pages)
        {
            exchange.Response.WriteText(Page(page)).Await();
        }
        else
        {
            exchange.Response.Status = (int)HttpStatusCode.NotFound;
            exchange.Response.WriteText("nothing here\n").Await();
        }

        yield break;
    }

    private string Page(int page)
    {
        var text = new StringBuilder().Append(CultureInfo.InvariantCulture, $"<title>Page {page}</title>\n");
        foreach (var link in new[] { (2L * page) + 1, (2L * page) + 2, (long)page * Across % _pages })
        {
            if (link < _pages) text.Append(CultureInfo.InvariantCulture, $"<a href=\"/{link}\">{link}</a>\n");
        }

        return text.ToString();
    }
}
