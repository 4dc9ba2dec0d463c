using System.Net.Sockets;
using System.Text;
using System.Text.RegularExpressions;
using CoroutineDsl.Http;
using CoroutineDsl.Net;
using CoroutineDsl.Tests.Net.Selectors;
using Xunit;

namespace CoroutineDsl.Tests.Net.Http;

/// <summary>Requests as they should be: how they may come, and what the handler sees of them.</summary>
public partial class RequestTests : HttpTest
{
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
