using System.Text.RegularExpressions;
using CoroutineDsl.Http;
using CoroutineDsl.Net;
using Xunit;

namespace CoroutineDsl.Tests.Net.Http;

/// <summary>The conformance battery: what a client may do wrong, and the status that RFC 9112 asks for. After each the connection ends, without the client's doing.</summary>
public class MalformedRequestTests : HttpTest
{
    private const string Post = "POST / HTTP/1.1\r\nHost: a\r\n";
    private const string Chunked = Post + "Transfer-Encoding: chunked\r\n\r\n";

    public static TheoryData<string, int, string> Requests => new()
    {
        // the request line
        { "no request line at all", 400, "garbage\r\n\r\n" },
        { "only a method", 400, "GET\r\n\r\n" },
        { "no version", 400, "GET /\r\n\r\n" },
        { "HTTP/0.9 with a space", 400, "GET / \r\n\r\n" },
        { "two spaces after the method", 400, "GET  / HTTP/1.1\r\nHost: a\r\n\r\n" },
        { "two spaces before the version", 400, "GET /  HTTP/1.1\r\nHost: a\r\n\r\n" },
        { "a space at the end", 400, "GET / HTTP/1.1 \r\nHost: a\r\n\r\n" },
        { "a space in front", 400, " GET / HTTP/1.1\r\nHost: a\r\n\r\n" },
        { "tabs for spaces", 400, "GET\t/\tHTTP/1.1\r\nHost: a\r\n\r\n" },
        { "a space in the target", 400, "GET /a b HTTP/1.1\r\nHost: a\r\n\r\n" },
        { "a method that is no token", 400, "G(T / HTTP/1.1\r\nHost: a\r\n\r\n" },
        { "an empty method", 400, " / HTTP/1.1\r\nHost: a\r\n\r\n" },
        { "a NUL in the target", 400, "GET /\0 HTTP/1.1\r\nHost: a\r\n\r\n" },
        { "a NUL in the method", 400, "GE\0T / HTTP/1.1\r\nHost: a\r\n\r\n" },
        { "a control character in the target", 400, "GET /\x01 HTTP/1.1\r\nHost: a\r\n\r\n" },
        { "bytes beyond ASCII in the target", 400, "GET /\xff HTTP/1.1\r\nHost: a\r\n\r\n" },
        { "a fragment", 400, "GET /#x HTTP/1.1\r\nHost: a\r\n\r\n" },
        { "a target that is no path", 400, "GET x HTTP/1.1\r\nHost: a\r\n\r\n" },
        { "an address of another scheme", 400, "GET ftp://a/ HTTP/1.1\r\nHost: a\r\n\r\n" },
        { "an address without a host", 400, "GET http:///x HTTP/1.1\r\nHost: a\r\n\r\n" },
        { "an address with user information", 400, "GET http://u@a/ HTTP/1.1\r\nHost: a\r\n\r\n" },
        { "an asterisk without OPTIONS", 400, "GET * HTTP/1.1\r\nHost: a\r\n\r\n" },
        { "CONNECT", 501, "CONNECT a:443 HTTP/1.1\r\nHost: a:443\r\n\r\n" },
        { "a version in small letters", 400, "GET / http/1.1\r\nHost: a\r\n\r\n" },
        { "a version of two digits", 400, "GET / HTTP/1.10\r\nHost: a\r\n\r\n" },
        { "a version without a dot", 400, "GET / HTTP/11\r\nHost: a\r\n\r\n" },
        { "another protocol", 400, "GET / HTTPS/1.1\r\nHost: a\r\n\r\n" },
        { "HTTP/2", 505, "GET / HTTP/2.0\r\nHost: a\r\n\r\n" },
        { "the preface of HTTP/2", 505, "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" },
        { "HTTP/0.9 by name", 505, "GET / HTTP/0.9\r\n\r\n" },
        { "a TLS client", 400, "\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\n" },
        { "empty lines without end", 400, "\r\n\r\n\r\n\r\n\r\n\r\n\r\n" },
        { "a request line too long", 414, "GET /" + new string('a', 9000) + " HTTP/1.1\r\nHost: a\r\n\r\n" },
        { "a request line without end", 414, "GET /" + new string('a', 20_000) },
        { "a method without end", 414, new string('A', 20_000) },

        // ends of lines
        { "a bare LF after the request line", 400, "GET / HTTP/1.1\nHost: a\r\n\r\n" },
        { "a bare LF after a field", 400, "GET / HTTP/1.1\r\nHost: a\n\r\n" },
        { "a bare LF as the empty line", 400, "GET / HTTP/1.1\r\nHost: a\r\n\n" },
        { "a bare CR in a field", 400, "GET / HTTP/1.1\r\nHost: a\r\nX: a\rb\r\n\r\n" },
        { "a bare CR in the request line", 400, "GET /\r HTTP/1.1\r\nHost: a\r\n\r\n" },
        { "CR CR LF", 400, "GET / HTTP/1.1\r\r\nHost: a\r\n\r\n" },

        // fields
        { "a folded field", 400, "GET / HTTP/1.1\r\nHost: a\r\nX: a\r\n b\r\n\r\n" },
        { "a space before the first field", 400, "GET / HTTP/1.1\r\n Host: a\r\n\r\n" },
        { "a space before the colon", 400, "GET / HTTP/1.1\r\nHost : a\r\n\r\n" },
        { "a tab before the colon", 400, "GET / HTTP/1.1\r\nHost\t: a\r\n\r\n" },
        { "no colon", 400, "GET / HTTP/1.1\r\nHost: a\r\nnonsense\r\n\r\n" },
        { "no name", 400, "GET / HTTP/1.1\r\nHost: a\r\n: x\r\n\r\n" },
        { "a space in a name", 400, "GET / HTTP/1.1\r\nHost: a\r\nX Y: x\r\n\r\n" },
        { "a NUL in a value", 400, "GET / HTTP/1.1\r\nHost: a\r\nX: a\0b\r\n\r\n" },
        { "a NUL in a name", 400, "GET / HTTP/1.1\r\nHost: a\r\nX\0: b\r\n\r\n" },
        { "a bell in a value", 400, "GET / HTTP/1.1\r\nHost: a\r\nX: \a\r\n\r\n" },
        { "DEL in a value", 400, "GET / HTTP/1.1\r\nHost: a\r\nX: \x7f\r\n\r\n" },
        { "bytes beyond ASCII in a name", 400, "GET / HTTP/1.1\r\nHost: a\r\n\xe4: x\r\n\r\n" },
        { "a field too long", 431, "GET / HTTP/1.1\r\nHost: a\r\nX: " + new string('a', 40_000) + "\r\n\r\n" },
        { "a field without end", 431, "GET / HTTP/1.1\r\nHost: a\r\nX: " + new string('a', 80_000) },
        { "fields too long together", 431, "GET / HTTP/1.1\r\nHost: a\r\n" + string.Concat(Enumerable.Range(0, 90).Select(i => $"X{i}: {new string('a', 600)}\r\n")) + "\r\n" },
        { "too many fields", 431, "GET / HTTP/1.1\r\nHost: a\r\n" + string.Concat(Enumerable.Range(0, 101).Select(i => $"X{i}: a\r\n")) + "\r\n" },

        // Host
        { "no Host in HTTP/1.1", 400, "GET / HTTP/1.1\r\n\r\n" },
        { "two Hosts", 400, "GET / HTTP/1.1\r\nHost: a\r\nHost: a\r\n\r\n" },
        { "two hosts in one", 400, "GET / HTTP/1.1\r\nHost: a b\r\n\r\n" },
        { "a path in Host", 400, "GET / HTTP/1.1\r\nHost: a/b\r\n\r\n" },
        { "user information in Host", 400, "GET / HTTP/1.1\r\nHost: u@a\r\n\r\n" },

        // the body's size
        { "Content-Length twice", 400, Post + "Content-Length: 3\r\nContent-Length: 4\r\n\r\nabc" },
        { "Content-Length twice the same", 400, Post + "Content-Length: 3\r\nContent-Length: 3\r\n\r\nabc" },
        { "a list of sizes", 400, Post + "Content-Length: 3, 3\r\n\r\nabc" },
        { "a negative size", 400, Post + "Content-Length: -1\r\n\r\nabc" },
        { "a size with a plus", 400, Post + "Content-Length: +3\r\n\r\nabc" },
        { "a size in hexadecimal", 400, Post + "Content-Length: 0x3\r\n\r\nabc" },
        { "a size with a point", 400, Post + "Content-Length: 3.0\r\n\r\nabc" },
        { "a size of two words", 400, Post + "Content-Length: 3 3\r\n\r\nabc" },
        { "an empty size", 400, Post + "Content-Length:\r\n\r\n" },
        { "a size that fits nowhere", 413, Post + "Content-Length: 99999999999999999999999\r\n\r\n" },
        { "a body too large", 413, Post + "Content-Length: 1000000\r\n\r\n" },
        { "a chunked body too large", 413, Chunked + "ffff\r\n" + new string('a', 0xffff) + "\r\nffff\r\n" },

        // Transfer-Encoding, and what smugglers do with it
        { "both sizes", 400, Post + "Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n" },
        { "both sizes, the other way round", 400, Post + "Transfer-Encoding: chunked\r\nContent-Length: 3\r\n\r\n0\r\n\r\n" },
        { "not chunked at last", 400, Post + "Transfer-Encoding: chunked, gzip\r\n\r\n0\r\n\r\n" },
        { "not chunked at all", 400, Post + "Transfer-Encoding: gzip\r\n\r\n" },
        { "identity", 400, Post + "Transfer-Encoding: identity\r\n\r\n" },
        { "a coding that nobody knows", 501, Post + "Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n" },
        { "chunked twice", 400, Post + "Transfer-Encoding: chunked, chunked\r\n\r\n0\r\n\r\n" },
        { "Transfer-Encoding twice", 400, Post + "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n" },
        { "Transfer-Encoding twice, once hidden", 400, Post + "Transfer-Encoding: chunked\r\nTransfer-Encoding: x\r\n\r\n0\r\n\r\n" },
        { "almost chunked", 400, Post + "Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n" },
        { "chunked with a parameter", 400, Post + "Transfer-Encoding: chunked;q=1\r\n\r\n0\r\n\r\n" },
        { "chunked in quotes", 400, Post + "Transfer-Encoding: \"chunked\"\r\n\r\n0\r\n\r\n" },
        { "chunked after a vertical tab", 400, Post + "Transfer-Encoding: \vchunked\r\n\r\n0\r\n\r\n" },
        { "chunked after a line of its own", 400, Post + "Transfer-Encoding:\r\n chunked\r\n\r\n0\r\n\r\n" },
        { "a space before the colon of Transfer-Encoding", 400, Post + "Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n" },
        { "an empty Transfer-Encoding", 400, Post + "Transfer-Encoding:\r\n\r\n" },
        { "chunked in HTTP/1.0", 400, "POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n" },

        // chunks
        { "a chunk size that is no number", 400, Chunked + "x\r\n" },
        { "an empty chunk size", 400, Chunked + "\r\n" },
        { "a chunk size with 0x", 400, Chunked + "0x3\r\nabc\r\n0\r\n\r\n" },
        { "a chunk size with a minus", 400, Chunked + "-3\r\nabc\r\n0\r\n\r\n" },
        { "a chunk size with a plus", 400, Chunked + "+3\r\nabc\r\n0\r\n\r\n" },
        { "a space before a chunk size", 400, Chunked + " 3\r\nabc\r\n0\r\n\r\n" },
        { "a space after a chunk size", 400, Chunked + "3 \r\nabc\r\n0\r\n\r\n" },
        { "a chunk size of 16 digits", 400, Chunked + "ffffffffffffffff\r\nabc" },
        { "a chunk size of 17 digits", 400, Chunked + "10000000000000003\r\nabc\r\n0\r\n\r\n" },
        { "a chunk size that overflows to 3", 400, Chunked + "100000003\x00\r\nabc\r\n0\r\n\r\n" },
        { "a bare LF after a chunk size", 400, Chunked + "3\nabc\r\n0\r\n\r\n" },
        { "a bare CR after a chunk size", 400, Chunked + "3\rabc\r\n0\r\n\r\n" },
        { "a chunk longer than its size", 400, Chunked + "3\r\nabcd\r\n0\r\n\r\n" },
        { "a chunk shorter than its size", 400, Chunked + "4\r\nabc\r\n0\r\n\r\n" },
        { "a bare LF after a chunk", 400, Chunked + "3\r\nabc\n0\r\n\r\n" },
        { "an extension without a name", 400, Chunked + "3;\r\nabc\r\n0\r\n\r\n" },
        { "an extension that is not one", 400, Chunked + "3 x\r\nabc\r\n0\r\n\r\n" },
        { "an extension with a NUL", 400, Chunked + "3;a=\0\r\nabc\r\n0\r\n\r\n" },
        { "an extension with a bare LF", 400, Chunked + "3;a\nabc\r\n0\r\n\r\n" },
        { "an extension with an open quote", 400, Chunked + "3;a=\"b\r\nabc\r\n0\r\n\r\n" },
        { "an extension without end", 400, Chunked + "3;a=" + new string('b', 3000) },
        { "a folded trailer", 400, Chunked + "0\r\nX: a\r\n b\r\n\r\n" },
        { "a trailer without a name", 400, Chunked + "0\r\nnonsense\r\n\r\n" },
        { "a trailer with a NUL", 400, Chunked + "0\r\nX: \0\r\n\r\n" },
        { "a trailer too long", 431, Chunked + "0\r\nX: " + new string('a', 40_000) + "\r\n\r\n" },
        { "too many trailers", 431, Chunked + "0\r\n" + string.Concat(Enumerable.Range(0, 101).Select(i => $"X{i}: a\r\n")) + "\r\n" },

        // the rest
        { "an expectation that nobody knows", 417, Post + "Expect: miracles\r\nContent-Length: 3\r\n\r\nabc" },
    };

    [Theory, MemberData(nameof(Requests)), Trait("Row", "515"), Trait("Row", "516"), Trait("Row", "521"), Trait("Row", "523"), Trait("Row", "526")]
    public void Is_refused_with_the_right_status_and_the_connection_closed(string what, int status, string request)
    {
        var answer = Exchange(exchange => Handlers.Echo(exchange), request, end: false, new HttpServerOptions { MaxBodySize = 100_000 });
        Assert.True(Regex.IsMatch(answer, $"^HTTP/1.1 {status} [^\r\n]+\r\n") && answer.Contains("\r\nConnection: close\r\n", StringComparison.Ordinal), $"{what}: {answer}");
        Assert.True(Regex.Count(answer, @"HTTP/1.1 \d") == 1, $"{what}: more than one answer: {answer}");
    }
}
