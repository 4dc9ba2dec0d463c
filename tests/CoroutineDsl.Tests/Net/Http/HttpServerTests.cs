using System.Net;
using System.Net.Sockets;
using System.Text;
using CoroutineDsl.Net;
using CoroutineDsl.Tests.Net.Selectors;
using Xunit;
using static CoroutineDsl.Greenlet;

namespace CoroutineDsl.Tests.Net.Http;

/// <summary>Requests as they should be, and the bytes of their answers.</summary>
public partial class HttpServerTests : HttpTest
{
    [Fact]
    public void A_request_is_answered_in_one_piece_with_its_length()
    {
        var answer = Exchange(exchange => Handlers.Echo(exchange), "GET /a%20b?c=d HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n", end: false);
        Assert.Equal("HTTP/1.1 200 OK\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Length: 13\r\nConnection: close\r\n\r\nGET /a b c=d|", Undated(answer));
    }

    [Theory, ClassData(typeof(EverySelector))]
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

    /// <summary>The bodies of answers that have a Content-Length.</summary>
    private static IEnumerable<string> Answers(string all)
    {
        while (all.Length > 0)
        {
            var head = all.IndexOf("\r\n\r\n", StringComparison.Ordinal) + 4;
            var length = int.Parse(System.Text.RegularExpressions.Regex.Match(all[..head], @"Content-Length: (\d+)").Groups[1].Value, System.Globalization.CultureInfo.InvariantCulture);
            yield return all.Substring(head, length);
            all = all[(head + length)..];
        }
    }
}
