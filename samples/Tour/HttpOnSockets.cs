// An HTTP server by hand: read the request's head, write an answer, keep the connection for the next request.
// gevent: an HTTP server on gevent.server.StreamServer.
using System.Net;
using System.Text;
using CoroutineDsl;
using CoroutineDsl.Net;
using static CoroutineDsl.Greenlet;

namespace Tour;

static partial class HttpOnSockets
{
    [Coroutine]
    static IEnumerator<Yield> Serve(CoSocket conn)
    {
        var buffer = new byte[8192];
        var filled = 0;
        using (conn)
        {
            while (conn.Receive(buffer.AsMemory(filled)).Await() is > 0 and var count)
            {
                filled += count;
                while (buffer.AsSpan(0, filled).IndexOf("\r\n\r\n"u8) is >= 0 and var end)
                {
                    var target = Encoding.ASCII.GetString(buffer, 0, end).Split(' ')[1];
                    buffer.AsSpan(end + 4, filled - end - 4).CopyTo(buffer);
                    filled -= end + 4;
                    yield return conn.SendAll(Answer(target));
                }
            }
        }
    }

    static byte[] Answer(string target)
    {
        var (status, body) = target == "/" ? ("200 OK", "hello, world\n") : ("404 Not Found", $"there is no {target}\n");
        return Encoding.UTF8.GetBytes($"HTTP/1.1 {status}\r\nContent-Type: text/plain\r\nContent-Length: {Encoding.UTF8.GetByteCount(body)}\r\n\r\n{body}");
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
        using var server = new StreamServer(new IPEndPoint(IPAddress.Loopback, 0), conn => Serve(conn));
        server.Start();

        using var http = new HttpClient(CoHttp.CreateHandler());
        Browse(http, $"http://{server.LocalEndPoint}/").Await();
        Browse(http, $"http://{server.LocalEndPoint}/elsewhere").Await();
    }
}

// Output:
// 200 hello, world
// 404 there is no /elsewhere
