using System.Globalization;
using System.Web;
using CoroutineDsl;
using CoroutineDsl.Http;
using CoroutineDsl.Net;
using static CoroutineDsl.Greenlet;

namespace HttpHello;

/// <summary>The pages. Each is an ordinary coroutine, written as if there were no other client.</summary>
internal sealed partial class Site(string root)
{
    private readonly StaticFiles _files = new(root);

    /// <summary>Which page a request is for.</summary>
    public IEnumerator<Yield> Handle(HttpExchange exchange)
    {
        var path = exchange.Request.Path;
        return path switch
        {
            "/hello" => Hello(exchange),
            "/count" => Count(exchange),
            "/clock" => Clock(exchange),
            "/upload" => Upload(exchange),
            _ => _files.Serve(exchange),
        };
    }

    /// <summary>Lets the answers that have begun go on for a second.</summary>
    [Coroutine]
    public IEnumerator<Yield> Stop(HttpServer server)
    {
        server.Stop(TimeSpan.FromSeconds(1)).Await();
        yield break;
    }

    /// <summary>One piece of text: collected, and sent with its length.</summary>
    [Coroutine]
    private static IEnumerator<Yield> Hello(HttpExchange exchange)
    {
        var name = HttpUtility.ParseQueryString(exchange.Request.Query)["name"] ?? "world";
        exchange.Response.WriteText($"hello {name}\n").Await();
        yield break;
    }

    /// <summary>An answer that takes its time: each line is sent when it is written.</summary>
    [Coroutine]
    private static IEnumerator<Yield> Count(HttpExchange exchange)
    {
        for (var i = 1; i <= 10; i++)
        {
            exchange.Response.WriteText(string.Create(CultureInfo.InvariantCulture, $"{i}\n")).Await();
            exchange.Response.Flush().Await();
            yield return Sleep(TimeSpan.FromMilliseconds(100));
        }
    }

    /// <summary>The time, every second, for as long as somebody looks.</summary>
    [Coroutine]
    private static IEnumerator<Yield> Clock(HttpExchange exchange)
    {
        var events = exchange.Response.StartEvents();
        while (!exchange.Server.IsStopping)
        {
            events.Send(DateTime.Now.ToString("T", CultureInfo.InvariantCulture), "tick").Await();
            yield return Sleep(TimeSpan.FromSeconds(1));
        }
    }

    /// <summary>Counts what is sent, however much it is, and keeps none of it.</summary>
    [Coroutine]
    private static IEnumerator<Yield> Upload(HttpExchange exchange)
    {
        exchange.Request.Body.MaxSize = null;
        var size = exchange.Request.Body.CopyTo(Stream.Null).Await();
        exchange.Response.WriteText(string.Create(CultureInfo.InvariantCulture, $"{size} bytes\n")).Await();
        yield break;
    }
}
