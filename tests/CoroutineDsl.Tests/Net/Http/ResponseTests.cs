using System.Text;
using CoroutineDsl.Http;
using CoroutineDsl.Net;
using Xunit;
using static CoroutineDsl.Greenlet;

namespace CoroutineDsl.Tests.Net.Http;

/// <summary>The bytes of answers.</summary>
public partial class ResponseTests : HttpTest
{
    [Fact, Trait("Row", "510")]
    public void A_request_is_answered_in_one_piece_with_its_length()
    {
        var answer = Exchange(exchange => Handlers.Echo(exchange), "GET /a%20b?c=d HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n", end: false);
        Assert.Equal("HTTP/1.1 200 OK\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Length: 13\r\nConnection: close\r\n\r\nGET /a b c=d|", Undated(answer));
    }

    [Fact]
    public void The_date_is_that_of_the_hubs_clock()
    {
        var time = new VirtualTime();
        var dates = new List<string>();
        ServeOnHub(exchange => Handlers.Hello(exchange), server => AskThreeTimes(server, dates), time: time);
        Assert.Equal(3, dates.Count);
        var seconds = dates.ConvertAll(date => DateTimeOffset.ParseExact(date, "r", System.Globalization.CultureInfo.InvariantCulture));
        Assert.InRange(time.GetUtcNow() - seconds[2], TimeSpan.Zero, TimeSpan.FromSeconds(2));
        Assert.InRange(seconds[1] - seconds[0], TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(2));
        Assert.InRange(seconds[2] - seconds[1], TimeSpan.FromHours(20), TimeSpan.FromHours(21));
    }

    [Coroutine]
    private static IEnumerator<Yield> AskThreeTimes(HttpServer server, List<string> dates)
    {
        foreach (var pause in new[] { TimeSpan.Zero, TimeSpan.FromSeconds(1.1), TimeSpan.FromHours(20) })
        {
            Sleep(pause).Await();
            using var socket = CoSocket.Connect(server.LocalEndPoint!).Await();
            socket.SendAll("GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"u8.ToArray()).Await();
            var answer = ReadToEnd(socket).Await();
            dates.Add(answer[(answer.IndexOf("Date: ", StringComparison.Ordinal) + 6)..].Split('\r')[0]);
        }

        yield break;
    }

    [Fact]
    public void An_answer_to_head_has_the_header_of_one_to_get_and_no_body()
    {
        var answers = Exchange(exchange => Handlers.Hello(exchange), "HEAD / HTTP/1.1\r\nHost: x\r\n\r\nGET / HTTP/1.1\r\nHost: x\r\n\r\n");
        const string head = "HTTP/1.1 200 OK\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Length: 5\r\n\r\n";
        Assert.Equal(head + head + "hello", Undated(answers));
    }

    [Theory, Trait("Row", "520")]
    [InlineData(204, "HTTP/1.1 204 No Content\r\n\r\n")]
    [InlineData(304, "HTTP/1.1 304 Not Modified\r\n\r\n")]
    [InlineData(205, "HTTP/1.1 205 Reset Content\r\nContent-Length: 0\r\n\r\n")]
    [InlineData(599, "HTTP/1.1 599 \r\nContent-Length: 0\r\n\r\n")]
    public void Some_answers_have_no_body_and_no_length(int status, string answer)
    {
        Assert.Equal(answer, Undated(Exchange(Answer, "GET / HTTP/1.1\r\nHost: x\r\n\r\n")));

        IEnumerator<Yield> Answer(HttpExchange exchange)
        {
            exchange.Response.Status = status;
            yield break;
        }
    }

    [Theory, Trait("Row", "510"), Trait("Row", "519")]
    [InlineData("1.1", "Transfer-Encoding: chunked\r\n\r\n3\r\none\r\n5\r\nthree\r\n0\r\nX-Sum: 8\r\n\r\n")]
    [InlineData("1.0", "Connection: close\r\n\r\nonethree")]
    public void An_answer_of_unknown_length_is_chunked_or_ends_with_the_connection(string version, string rest)
    {
        Assert.Equal("HTTP/1.1 200 OK\r\n" + rest, Undated(Exchange(exchange => InPieces(exchange), $"GET / HTTP/{version}\r\nHost: x\r\n\r\n")));
    }

    [Coroutine]
    private static IEnumerator<Yield> InPieces(HttpExchange exchange)
    {
        exchange.Response.Trailers["X-Sum"] = "8";
        exchange.Response.Write(default).Await();
        exchange.Response.Write("one"u8.ToArray()).Await();
        exchange.Response.Flush().Await();
        Assert.True(exchange.Response.HasStarted);
        exchange.Response.Write(default).Await();
        exchange.Response.Flush().Await();
        exchange.Response.Write("thr"u8.ToArray()).Await();
        yield return Sleep(1);
        exchange.Response.Write("ee"u8.ToArray()).Await();
    }

    [Theory, InlineData(null), InlineData(1_000_000L), Trait("Row", "517")]
    public void A_large_answer_arrives_whole(long? declared)
    {
        var text = Exchange(exchange => Large(exchange, declared), "GET / HTTP/1.1\r\nHost: x\r\n\r\n");
        var body = text[(text.IndexOf("\r\n\r\n", StringComparison.Ordinal) + 4)..];
        Assert.Contains(declared is null ? "Transfer-Encoding: chunked" : "Content-Length: 1000000", text, StringComparison.Ordinal);
        Assert.Equal(Enumerable.Range(0, 100).Select(i => new string((char)('a' + (i % 26)), 10_000)).Aggregate(new StringBuilder(), (all, part) => all.Append(part)).ToString(), declared is null ? Dechunked(body) : body);
    }

    [Coroutine]
    private static IEnumerator<Yield> Large(HttpExchange exchange, long? declared)
    {
        exchange.Response.ContentLength = declared;
        for (var i = 0; i < 100; i++)
        {
            var part = Encoding.ASCII.GetBytes(new string((char)('a' + (i % 26)), 10_000));
            for (var at = 0; at < part.Length; at += i % 2 == 0 ? 10_000 : 100) exchange.Response.Write(part.AsMemory(at, i % 2 == 0 ? 10_000 : 100)).Await();
        }

        yield break;
    }

    [Fact]
    public void Events_are_sent_as_they_happen()
    {
        var answer = Exchange(exchange => Events(exchange), "GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
        Assert.Contains("Content-Type: text/event-stream\r\nCache-Control: no-store\r\nTransfer-Encoding: chunked\r\n", answer, StringComparison.Ordinal);
        Assert.Equal("event: a\nid: 1\nretry: 2000\ndata: one\ndata: two\n\n:\n\ndata: \n\n", Dechunked(answer[(answer.IndexOf("\r\n\r\n", StringComparison.Ordinal) + 4)..]));
    }

    [Coroutine]
    private static IEnumerator<Yield> Events(HttpExchange exchange)
    {
        var events = exchange.Response.StartEvents();
        events.Send("one\r\ntwo", "a", "1", TimeSpan.FromSeconds(2)).Await();
        events.KeepAlive().Await();
        events.Send("").Await();
        Assert.Throws<ArgumentException>(() => events.Send("x", "a\nb"));
        yield break;
    }

    [Fact]
    public void Fields_of_the_server_can_be_replaced_or_left_out()
    {
        var answer = Exchange(Answer, "GET / HTTP/1.0\r\n\r\n", options: new HttpServerOptions { ServerName = null });
        Assert.Equal("HTTP/1.1 200 OK\r\nDate: never\r\nContent-Length: 0\r\nConnection: close\r\n\r\n", answer);

        IEnumerator<Yield> Answer(HttpExchange exchange)
        {
            exchange.Response.Headers["Date"] = "never";
            yield break;
        }
    }

    [Theory, Trait("Row", "525")]
    [InlineData("X", "a\r\nSet-Cookie: b")]
    [InlineData("X", "a\nb")]
    [InlineData("X", "a\rb")]
    [InlineData("X", "a\0b")]
    [InlineData("X", "\u0113")]
    [InlineData("X\r\nY", "a")]
    [InlineData("X Y", "a")]
    [InlineData("", "a")]
    [InlineData("Content-Length", "-1")]
    public void Nobody_slips_a_field_into_an_answer(string name, string value)
    {
        Exchange(Answer, "GET / HTTP/1.1\r\nHost: x\r\n\r\n");

        IEnumerator<Yield> Answer(HttpExchange exchange)
        {
            Assert.Throws<ArgumentException>(() => exchange.Response.Headers[name] = value);
            Assert.Equal(0, exchange.Response.Headers.Count);
            yield break;
        }
    }

    [Fact, Trait("Row", "520")]
    public void What_cannot_be_is_refused_in_the_handler()
    {
        HttpExchange? kept = null;
        Exchange(Answer, "GET / HTTP/1.1\r\nHost: x\r\n\r\n");
        Assert.Throws<InvalidOperationException>(() => kept!.Response.WriteText("late").Await());
        Assert.Equal(0, kept!.Request.Headers.Count);

        IEnumerator<Yield> Answer(HttpExchange exchange)
        {
            kept = exchange;
            var response = exchange.Response;
            Assert.Throws<InvalidOperationException>(() => response.Headers["Transfer-Encoding"] = "gzip");
            Assert.Throws<ArgumentOutOfRangeException>(() => response.Status = 100);
            response.Status = 204;
            Assert.Throws<InvalidOperationException>(() => response.WriteText("x").Await());
            response.Status = 200;
            response.ContentType = null;
            response.Flush().Await();
            Assert.Throws<InvalidOperationException>(() => response.Status = 404);
            Assert.Throws<InvalidOperationException>(() => response.Headers["X"] = "y");
            yield break;
        }
    }

    private static string Dechunked(string body)
    {
        var text = new StringBuilder();
        while (true)
        {
            var line = body.IndexOf("\r\n", StringComparison.Ordinal);
            var size = int.Parse(body[..line], System.Globalization.NumberStyles.HexNumber, System.Globalization.CultureInfo.InvariantCulture);
            if (size == 0) return text.ToString();
            text.Append(body, line + 2, size);
            body = body[(line + 2 + size + 2)..];
        }
    }
}
