using System.Net.Sockets;
using System.Text;
using System.Text.RegularExpressions;
using CoroutineDsl.Net;
using CoroutineDsl.Tests.Net.Selectors;
using Xunit;
using static CoroutineDsl.Greenlet;

namespace CoroutineDsl.Tests.Net.Http;

/// <summary>Requests as they should be, and the bytes of their answers.</summary>
public partial class HttpServerTests : HttpTest
{
    [Fact, Trait("Row", "510")]
    public void A_request_is_answered_in_one_piece_with_its_length()
    {
        var answer = Exchange(exchange => Handlers.Echo(exchange), "GET /a%20b?c=d HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n", end: false);
        Assert.Equal("HTTP/1.1 200 OK\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Length: 13\r\nConnection: close\r\n\r\nGET /a b c=d|", Undated(answer));
    }

    [Theory, ClassData(typeof(EverySelector)), Trait("Row", "508")]
    public void Pipelined_requests_are_answered_in_order(string selector)
    {
        var requests = string.Concat(Enumerable.Range(0, 500).Select(i => i % 3 == 0
            ? $"POST /{i} HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\n\r\nbody"
            : i % 3 == 1 ? $"POST /{i} HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nbo\r\n2;a=b\r\ndy\r\n0\r\n\r\n" : $"GET /{i} HTTP/1.1\r\nHost: x\r\n\r\n"));
        var answers = Serve(exchange => Handlers.Echo(exchange), endPoint => Peer.Talk(endPoint, peer => Exchange(peer, requests, end: true)), selector: selector);
        var expected = Enumerable.Range(0, 500).Select(i => i % 3 == 2 ? $"GET /{i} |" : $"POST /{i} |body");
        Assert.Equal(expected, Answers(answers));
    }

    [Fact, Trait("Row", "516")]
    public void A_request_may_come_byte_by_byte()
    {
        var request = "\r\nPOST /slow HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n3;x=\"a\\\"b\"\r\nabc\r\nA\r\n0123456789\r\n0\r\nX-Sum: 13\r\n\r\n";
        var answer = Serve(exchange => Handlers.Echo(exchange), endPoint => Peer.Talk(endPoint, peer =>
        {
            foreach (var b in Encoding.ASCII.GetBytes(request)) peer.SendAll([b]);
            return Encoding.ASCII.GetString(peer.ReceiveToEnd());
        }));
        Assert.EndsWith("\r\n\r\nPOST /slow |abc0123456789|X-Sum=13", answer, StringComparison.Ordinal);
    }

    [Theory, Trait("Row", "507"), Trait("Row", "509")]
    [InlineData("GET / HTTP/1.1\r\nHost: x\r\n\r\n", null)]
    [InlineData("GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n", "close")]
    [InlineData("GET / HTTP/1.1\r\nHost: x\r\nConnection: foo, CLOSE\r\n\r\n", "close")]
    [InlineData("GET / HTTP/1.1\r\nHost: x\r\nConnection: keep-alive\r\n\r\n", null)]
    [InlineData("GET / HTTP/1.0\r\n\r\n", "close")]
    [InlineData("GET / HTTP/1.0\r\nConnection: Keep-Alive\r\n\r\n", "keep-alive")]
    public void The_connection_is_kept_as_the_version_and_the_client_have_it(string request, string? connection)
    {
        var answers = Exchange(exchange => Handlers.Hello(exchange), request + request);
        Assert.Equal(connection == "close" ? 1 : 2, Regex.Count(answers, "HTTP/1.1 200 OK"));
        Assert.Equal(connection ?? "", Regex.Match(answers, "Connection: ([a-z-]+)").Groups[1].Value);
    }

    [Theory, Trait("Row", "514"), Trait("Row", "515")]
    [InlineData("OPTIONS * HTTP/1.1\r\nHost: x\r\n\r\n", "OPTIONS * |")]
    [InlineData("GET http://other:81/a?b HTTP/1.1\r\nHost: x\r\n\r\n", "GET /a b|")]
    [InlineData("GET http://other?b HTTP/1.1\r\nHost: x\r\n\r\n", "GET / b|")]
    [InlineData("GET /%E4%BD%A0?%20 HTTP/1.1\r\nHost: x\r\n\r\n", "GET /\u4f60 %20|")]
    [InlineData("BREW /pot HTTP/1.1\r\nHost: x\r\n\r\n", "BREW /pot |")]
    [InlineData("GET //a HTTP/1.1\r\nHost: x\r\n\r\n", "GET //a |")]
    [InlineData("GET / HTTP/1.1\r\nhOST: x\r\n\r\n", "GET / |")]
    [InlineData("GET / HTTP/1.1\r\nHost:\r\n\r\n", "GET / |")]
    [InlineData("GET / HTTP/1.1\r\nHost: [::1]:80\r\n\r\n", "GET / |")]
    [InlineData("GET / HTTP/1.0\r\n\r\n", "GET / |")]
    [InlineData("GET / HTTP/1.7\r\nHost: x\r\n\r\n", "GET / |")]
    [InlineData("\r\n\r\nGET / HTTP/1.1\r\nHost: x\r\n\r\n", "GET / |")]
    [InlineData("POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: Chunked\r\n\r\n0005;a;b=c\r\nabcde\r\n000\r\n\r\n", "POST / |abcde")]
    [InlineData("POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: , chunked ,\r\n\r\n0\r\nA: b\r\nC:\td \r\n\r\n", "POST / ||A=b|C=d")]
    [InlineData("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 003\r\n\r\nabc", "POST / |abc")]
    public void What_the_handler_sees(string request, string seen)
    {
        var answer = Exchange(exchange => Handlers.Echo(exchange), request);
        Assert.EndsWith("\r\n\r\n" + seen, Encoding.UTF8.GetString(Encoding.Latin1.GetBytes(answer)), StringComparison.Ordinal);
    }

    [Fact, Trait("Row", "512")]
    public void Headers_are_found_whatever_their_case_and_joined()
    {
        var seen = "";
        Exchange(Look, "GET / HTTP/1.1\r\nHost: here:80\r\nX-a: 1\r\nB:\t two words \r\nx-A:2\r\nEmpty:\r\nCookie: a=1\r\nCookie: b=2; c=3\r\n\r\n");
        Assert.Equal("7 1, 2|1,2|two words||False|here:80|a=1; b=2; c=3|Host=here:80;X-a=1;B=two words;x-A=2;Empty=;Cookie=a=1;Cookie=b=2; c=3;", seen);

        IEnumerator<Yield> Look(HttpExchange exchange)
        {
            var headers = exchange.Request.Headers;
            seen = $"{headers.Count} {headers["X-A"]}|{string.Join(',', headers.GetValues("x-a"))}|{headers["b"]}|{headers["empty"]}|{headers.Contains("c")}|{exchange.Request.Host}|{headers["Cookie"]}|{string.Concat(headers.Select(f => $"{f.Key}={f.Value};"))}";
            yield break;
        }
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

    [Fact, Trait("Row", "523")]
    public void Who_expects_to_be_told_to_go_on_is_told_when_the_body_is_read()
    {
        var (first, rest) = Serve(exchange => Handlers.Echo(exchange), endPoint => Peer.Talk(endPoint, peer =>
        {
            peer.SendAll("POST / HTTP/1.1\r\nHost: x\r\nExpect: 100-Continue\r\nContent-Length: 3\r\n\r\n"u8);
            var told = Encoding.ASCII.GetString(peer.ReceiveExactly(25));
            return (told, Exchange(peer, "abc", end: true));
        }));
        Assert.Equal("HTTP/1.1 100 Continue\r\n\r\n", first);
        Assert.EndsWith("POST / |abc", rest, StringComparison.Ordinal);
    }

    [Fact, Trait("Row", "523")]
    public void Who_is_not_told_to_go_on_is_disconnected_since_the_body_may_never_come()
    {
        var answer = Exchange(exchange => Handlers.Hello(exchange), "POST / HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 3\r\n\r\n", end: false);
        Assert.Matches("^HTTP/1.1 200 OK\r\n(.+\r\n)*Connection: close\r\n\r\nhello$", answer);
    }

    [Theory, Trait("Row", "522")]
    [InlineData("Content-Length: 60000", 60_000, false)]
    [InlineData("Content-Length: 70000", 0, true)]
    public void A_body_that_nobody_reads_is_dropped_if_it_is_small(string header, int body, bool closes)
    {
        var answers = Exchange(exchange => Handlers.Hello(exchange), $"POST / HTTP/1.1\r\nHost: x\r\n{header}\r\n\r\n{new string('b', body)}" + (closes ? "" : "GET / HTTP/1.1\r\nHost: x\r\n\r\n"), end: !closes);
        Assert.Equal(closes ? 1 : 2, Regex.Count(answers, "HTTP/1.1 200 OK"));
        Assert.Equal(closes, answers.Contains("Connection: close", StringComparison.Ordinal));
    }

    [Fact, Trait("Row", "524")]
    public void The_end_of_the_client_within_a_body_ends_its_handler_and_nothing_is_reported()
    {
        Exception? seen = null;
        Assert.Equal("", Exchange(Read, "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\nabc"));
        Assert.IsType<SocketException>(seen);

        IEnumerator<Yield> Read(HttpExchange exchange)
        {
            try
            {
                exchange.Request.Body.ReadAll().Await();
            }
            catch (Exception e)
            {
                seen = e;
                throw;
            }

            yield break;
        }
    }

    [Fact, Trait("Row", "387"), Trait("Row", "518")]
    public void A_handler_that_fails_is_reported_and_its_client_gets_500_and_may_go_on()
    {
        var answers = Exchange(_ => throw new InvalidTimeZoneException("boo"), "GET / HTTP/1.1\r\nHost: x\r\n\r\nGET / HTTP/1.1\r\nHost: x\r\n\r\n", mayFail: true);
        Assert.Equal(2, Regex.Count(answers, "HTTP/1.1 500 Internal Server Error"));
        Assert.DoesNotContain("boo", answers, StringComparison.Ordinal);
        Assert.Equal(["boo", "boo"], Reported.Select(e => e.Message));
    }

    [Theory, Trait("Row", "518")]
    [InlineData("1.1", "Transfer-Encoding: chunked\r\n\r\n3\r\none\r\n")]
    [InlineData("1.0", null)]
    public void A_handler_that_fails_within_its_answer_leaves_it_visibly_incomplete(string version, string? end)
    {
        var answer = Serve(
            exchange => FailLate(exchange),
            endPoint => Peer.Talk(endPoint, peer =>
            {
                peer.SendAll(Encoding.ASCII.GetBytes($"GET / HTTP/{version}\r\nHost: x\r\n\r\n"));
                try
                {
                    return Encoding.ASCII.GetString(peer.ReceiveToEnd());
                }
                catch (SocketException e) when (e.SocketErrorCode == SocketError.ConnectionReset)
                {
                    return null;
                }
            }),
            mayFail: true);
        if (end is null) Assert.Null(answer);
        else Assert.EndsWith(end, answer, StringComparison.Ordinal);
        Assert.Equal("late", Assert.Single(Reported).Message);
    }

    [Coroutine]
    private static IEnumerator<Yield> FailLate(HttpExchange exchange)
    {
        exchange.Response.Write("one"u8.ToArray()).Await();
        exchange.Response.Flush().Await();
        yield return Sleep(20);
        throw new InvalidTimeZoneException("late");
    }

    [Theory]
    [InlineData(5, "abc", "HTTP/1.1 500")]
    [InlineData(2, "abc", "HTTP/1.1 500")]
    public void An_answer_that_is_not_as_long_as_declared_is_an_error(long declared, string body, string answer)
    {
        Assert.StartsWith(answer, Exchange(Answer, "GET / HTTP/1.1\r\nHost: x\r\n\r\n", mayFail: true), StringComparison.Ordinal);
        Assert.IsType<InvalidOperationException>(Assert.Single(Reported));

        IEnumerator<Yield> Answer(HttpExchange exchange)
        {
            exchange.Response.ContentLength = declared;
            exchange.Response.Write(Encoding.ASCII.GetBytes(body)).Await();
            yield break;
        }
    }

    [Fact]
    public void Status_exceptions_are_answers_and_no_failures()
    {
        var answer = Exchange(_ => throw new HttpStatusException(405, "not so") { Headers = { ["Allow"] = "GET" } }, "PUT / HTTP/1.1\r\nHost: x\r\n\r\n");
        Assert.Equal("HTTP/1.1 405 Method Not Allowed\r\nAllow: GET\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Length: 7\r\n\r\nnot so\n", Undated(answer));
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
        Assert.Throws<InvalidOperationException>(() => kept!.Response.WriteText("late"));
        Assert.Equal(0, kept!.Request.Headers.Count);

        IEnumerator<Yield> Answer(HttpExchange exchange)
        {
            kept = exchange;
            var response = exchange.Response;
            Assert.Throws<InvalidOperationException>(() => response.Headers["Transfer-Encoding"] = "gzip");
            Assert.Throws<ArgumentOutOfRangeException>(() => response.Status = 100);
            response.Status = 204;
            Assert.Throws<InvalidOperationException>(() => response.WriteText("x"));
            response.Status = 200;
            response.ContentType = null;
            response.Flush().Await();
            Assert.Throws<InvalidOperationException>(() => response.Status = 404);
            Assert.Throws<InvalidOperationException>(() => response.Headers["X"] = "y");
            yield break;
        }
    }

    [Fact]
    public void Answers_to_pipelined_requests_do_not_wait_for_a_later_handler_that_does()
    {
        var gate = new SemaphoreSlim(0);
        var answers = Serve(exchange => exchange.Request.Path == "/wait" ? Wait(exchange, gate) : Handlers.Hello(exchange), endPoint => Peer.Talk(endPoint, peer =>
        {
            peer.SendAll("GET / HTTP/1.1\r\nHost: x\r\n\r\nGET /wait HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"u8);
            var first = new byte[1000];
            var count = peer.Socket.Receive(first); // comes although the second handler waits
            gate.Release();
            return Encoding.ASCII.GetString(first, 0, count) + "|" + Encoding.ASCII.GetString(peer.ReceiveToEnd());
        }));
        Assert.Matches("(?s)^HTTP/1.1 200 OK.*hello\\|HTTP/1.1 200 OK.*waited$", answers);
    }

    [Coroutine]
    private static IEnumerator<Yield> Wait(HttpExchange exchange, SemaphoreSlim gate)
    {
        gate.WaitAsync().Await();
        exchange.Response.WriteText("waited").Await();
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

    /// <summary>The bodies of answers that have a Content-Length.</summary>
    private static IEnumerable<string> Answers(string all)
    {
        while (all.Length > 0)
        {
            var head = all.IndexOf("\r\n\r\n", StringComparison.Ordinal) + 4;
            var length = int.Parse(Regex.Match(all[..head], @"Content-Length: (\d+)").Groups[1].Value, System.Globalization.CultureInfo.InvariantCulture);
            yield return all.Substring(head, length);
            all = all[(head + length)..];
        }
    }
}
