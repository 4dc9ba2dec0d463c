using CoroutineDsl.Http;
using CoroutineDsl.Net;

namespace CoroutineDsl.Tests.Net.Http;

/// <summary>Handlers that several tests use.</summary>
internal static partial class Handlers
{
    /// <summary>Answers with what was asked: method, path, query and the body.</summary>
    [Coroutine]
    public static IEnumerator<Yield> Echo(HttpExchange exchange)
    {
        var body = exchange.Request.Body.ReadText().Await();
        var trailers = string.Concat(exchange.Request.Body.Trailers.Select(field => $"|{field.Key}={field.Value}"));
        exchange.Response.WriteText($"{exchange.Request.Method} {exchange.Request.Path} {exchange.Request.Query}|{body}{trailers}").Await();
        yield break;
    }

    /// <summary>Answers at once, whatever the body.</summary>
    [Coroutine]
    public static IEnumerator<Yield> Hello(HttpExchange exchange)
    {
        exchange.Response.WriteText("hello").Await();
        yield break;
    }
}
