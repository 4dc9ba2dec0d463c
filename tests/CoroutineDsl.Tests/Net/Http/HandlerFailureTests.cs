using System.Net.Sockets;
using System.Text;
using System.Text.RegularExpressions;
using CoroutineDsl.Http;
using CoroutineDsl.Net;
using Xunit;
using static CoroutineDsl.Greenlet;

namespace CoroutineDsl.Tests.Net.Http;

/// <summary>Handlers that fail, and what their clients get to know.</summary>
public partial class HandlerFailureTests : HttpTest
{
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
}
