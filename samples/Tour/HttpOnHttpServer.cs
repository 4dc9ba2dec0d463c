// The HTTP server that the library brings: a handler reads a request and writes an answer, all the rest is the server's affair.
// gevent: gevent.pywsgi.WSGIServer.
using System.Net;
using CoroutineDsl;
using CoroutineDsl.Http;
using CoroutineDsl.Net;
using static CoroutineDsl.Greenlet;

namespace Tour;

static partial class HttpOnHttpServer
{
    [Coroutine]
    static IEnumerator<Yield> Serve(HttpExchange exchange)
    {
        var (request, response) = (exchange.Request, exchange.Response);
        if (request.Path != "/")
        {
            response.Status = 404;
            yield return response.WriteText($"there is no {request.Path}\n");
            yield break;
        }

        yield return response.WriteText("hello, world\n");
    }

    [Coroutine]
    static IEnumerator<Yield> Browse(HttpClient http, string url)
    {
        using var response = http.GetAsync(url).Await();
        Console.Write($"{(int)response.StatusCode} {response.Content.ReadAsStringAsync().Await()}");
        yield break;
    }

    public static void Main()
    {
        using var server = new HttpServer(new IPEndPoint(IPAddress.Loopback, 0), exchange => Serve(exchange));
        server.Start();

        using var http = new HttpClient(CoHttp.CreateHandler());
        Browse(http, $"http://{server.LocalEndPoint}/").Await();
        Browse(http, $"http://{server.LocalEndPoint}/elsewhere").Await();
        server.Stop().Await();
    }
}

// Output:
// 200 hello, world
// 404 there is no /elsewhere
