using System.Text.RegularExpressions;
using CoroutineDsl.Http;
using Xunit;

namespace CoroutineDsl.Tests.Net.Http;

/// <summary>
/// What RFC 9110 and RFC 9112 ask of a server, in their order, as bytes: the requests that are well-formed though they look odd, and what has to be in an answer. What is malformed is in <see cref="MalformedRequestTests"/>.
/// </summary>
public partial class ServerMustTests : HttpTest
{
    private const string Post = "POST / HTTP/1.1\r\nHost: a\r\n";
    private const string Chunked = Post + "Transfer-Encoding: chunked\r\n\r\n";

    /// <summary>Section, request, and what the handler sees of it (or of all that are in it).</summary>
    public static TheoryData<string, string, string> WellFormed => new()
    {
        { "9110 2.5: a minor version that is not known is the highest known", "GET / HTTP/1.9\r\nHost: a\r\n\r\n", "GET / |" },
        { "9110 4.2.3: an empty path is /", "GET http://a HTTP/1.1\r\nHost: a\r\n\r\n", "GET / |" },
        { "9110 4.2.3: scheme and host know no case", "GET HTTP://A/x HTTP/1.1\r\nHost: a\r\n\r\n", "GET /x |" },
        { "9110 5.1: names of fields know no case", "POST / HTTP/1.1\r\nhost: a\r\ncontent-LENGTH: 1\r\n\r\nx", "POST / |x" },
        { "9110 5.5: spaces and tabs around a value are not of it", "POST / HTTP/1.1\r\nHost:\t a \t\r\nContent-Length: \t1\t \r\n\r\nx", "POST / |x" },
        { "9110 5.5: bytes beyond ASCII are opaque", "GET / HTTP/1.1\r\nHost: a\r\nX: \xff\xfe\r\n\r\n", "GET / |" },
        { "9110 5.6.1: empty elements of a list are passed over", "GET / HTTP/1.1\r\nHost: a\r\nConnection: , keep-alive,, close ,\r\n\r\n", "GET / |" },
        { "9110 7.2: an empty Host is one", "GET / HTTP/1.1\r\nHost: \r\n\r\n", "GET / |" },
        { "9110 7.8: an upgrade that is not known is passed over", "GET / HTTP/1.1\r\nHost: a\r\nUpgrade: h2c, foo/2\r\nConnection: Upgrade\r\n\r\n", "GET / |" },
        { "9110 7.8: and in HTTP/1.0", "GET / HTTP/1.0\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n", "GET / |" },
        { "9110 8.6: a body in a GET is one", "GET / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\n\r\nx", "GET / |x" },
        { "9110 8.6: a size of nothing", Post + "Content-Length: 0\r\n\r\n", "POST / |" },
        { "9110 9.1: methods know case", "get / HTTP/1.1\r\nHost: a\r\n\r\n", "get / |" },
        { "9110 9.1: a method is any token", "!#$%&'*+-.^_`|~0Az / HTTP/1.1\r\nHost: a\r\n\r\n", "!#$%&'*+-.^_`|~0Az / |" },
        { "9110 9.3.7: the server as a whole", "OPTIONS * HTTP/1.1\r\nHost: a\r\n\r\n", "OPTIONS * |" },
        { "9110 9.3.8: TRACE without a body", "TRACE / HTTP/1.1\r\nHost: a\r\n\r\n", "TRACE / |" },
        { "9110 10.1.1: an expectation in HTTP/1.0 is passed over", "POST / HTTP/1.0\r\nExpect: 100-continue\r\nContent-Length: 1\r\n\r\nx", "POST / |x" },
        { "9110 10.1.1: the body that has come needs no 100", Post + "Expect: 100-continue\r\nContent-Length: 1\r\n\r\nx", "POST / |x" },
        { "9110 10.1.4: TE is the client's own affair", "GET / HTTP/1.1\r\nHost: a\r\nTE: trailers, gzip;q=0.5\r\nConnection: TE\r\n\r\n", "GET / |" },
        { "9112 2.2: an empty line before a request", "\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n", "GET / |" },
        { "9112 2.2: and between two", "GET /1 HTTP/1.1\r\nHost: a\r\n\r\n\r\nGET /2 HTTP/1.1\r\nHost: a\r\n\r\n", "GET /1 |GET /2 |" },
        { "9112 3: a request line of more than 8,000 bytes", "GET /" + new string('a', 8000) + " HTTP/1.1\r\nHost: a\r\n\r\n", "GET /" + new string('a', 8000) + " |" },
        { "9112 3.2.2: the target's host is the one, whatever Host says", "GET http://b:81/ HTTP/1.1\r\nHost: a\r\n\r\n", "GET / |" },
        { "9112 6.1: chunked knows no case", Post + "Transfer-Encoding: CHUNKED\r\n\r\n1\r\nx\r\n0\r\n\r\n", "POST / |x" },
        { "9112 6.3: no size is no body", "POST / HTTP/1.1\r\nHost: a\r\n\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n", "POST / |GET / |" },
        { "9112 7.1: sizes in letters of both cases, with zeros before", Chunked + "0A\r\n0123456789\r\n0a\r\n0123456789\r\n0000\r\n\r\n", "POST / |01234567890123456789" },
        { "9112 7.1.1: extensions that are not known are passed over", Chunked + "1;a\r\nx\r\n1;a=b;c=\"d;\\\"\"\r\ny\r\n0;e\r\n\r\n", "POST / |xy" },
        { "9112 7.1.1: with spaces around them", Chunked + "1 ; a = b\r\nx\r\n0\r\n\r\n", "POST / |x" },
        { "9112 7.1.2: fields in a trailer mean nothing for the body", Chunked + "1\r\nx\r\n0\r\nContent-Length: 5\r\n\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n", "POST / |x|Content-Length=5GET / |" },
        { "9112 9.3: keep-alive is passed over in HTTP/1.1", "GET / HTTP/1.1\r\nHost: a\r\nConnection: keep-alive\r\nKeep-Alive: timeout=1\r\n\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n", "GET / |GET / |" },
        { "9112 9.3.2: answers in the order of the requests, bodies of all kinds between them", Chunked + "1\r\nx\r\n0\r\n\r\n" + Post + "Content-Length: 1\r\n\r\nyGET / HTTP/1.1\r\nHost: a\r\n\r\n", "POST / |xPOST / |yGET / |" },
        { "9112 9.6: after close nothing is read", "GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n", "GET / |" },
    };

    [Theory, MemberData(nameof(WellFormed))]
    public void What_looks_odd_and_is_well_formed_is_served(string section, string request, string seen)
    {
        var answers = Exchange(exchange => Handlers.Echo(exchange), request);
        var bodies = string.Concat(Regex.Split(answers, "HTTP/1.1 200 OK\r\n(?:[^\r\n]+\r\n)+\r\n"));
        Assert.True(bodies == seen, $"{section}: {answers}");
    }

    [Theory]
    [InlineData("GET", 200, true)]
    [InlineData("GET", 404, true)]
    [InlineData("GET", 204, false)]
    [InlineData("GET", 304, false)]
    public void An_answer_has_a_date_and_a_length_where_it_may_have_one(string method, int status, bool hasLength)
    {
        var answer = Exchange(Answer, $"{method} / HTTP/1.1\r\nHost: a\r\n\r\n");
        Assert.Matches(@"\r\nDate: (Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d\d (Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) \d{4} \d\d:\d\d:\d\d GMT\r\n", answer); // 9110 6.6.1
        Assert.Equal(hasLength, answer.Contains("\r\nContent-Length: 0\r\n", StringComparison.Ordinal)); // 9110 8.6
        Assert.DoesNotContain("Transfer-Encoding", answer, StringComparison.Ordinal); // 9112 6.1

        IEnumerator<Yield> Answer(HttpExchange exchange)
        {
            exchange.Response.Status = status;
            yield break;
        }
    }

    [Theory]
    [InlineData("HEAD / HTTP/1.1\r\nHost: a\r\n\r\n")] // 9110 9.3.2, 9112 6.3
    [InlineData("HEAD / HTTP/1.0\r\n\r\n")]
    public void An_answer_to_HEAD_ends_with_its_head_however_it_is_written(string request)
    {
        var answer = Exchange(exchange => InPieces(exchange), request);
        Assert.EndsWith("\r\n\r\n", answer, StringComparison.Ordinal);
        Assert.Single(Regex.Matches(answer, "\r\n\r\n"));
    }

    [Coroutine]
    private static IEnumerator<Yield> InPieces(HttpExchange exchange)
    {
        for (var i = 0; i < 3; i++)
        {
            exchange.Response.WriteText("piece").Await();
            exchange.Response.Flush().Await();
        }

        yield break;
    }

    [Fact]
    public void No_answer_to_HTTP_1_0_is_chunked_and_none_has_a_100()
    {
        var answer = Exchange(exchange => InPieces(exchange), "POST / HTTP/1.0\r\nExpect: 100-continue\r\nConnection: keep-alive\r\nContent-Length: 1\r\n\r\nx");
        Assert.StartsWith("HTTP/1.1 200 OK\r\n", answer, StringComparison.Ordinal); // 9110 2.5, 15.2
        Assert.DoesNotContain("Transfer-Encoding", answer, StringComparison.Ordinal); // 9112 6.1
        Assert.EndsWith("\r\nConnection: close\r\n\r\npiecepiecepiece", answer, StringComparison.Ordinal); // 9112 9.6
    }
}
