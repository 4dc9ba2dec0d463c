using CoroutineDsl.Http;
using CoroutineDsl.Net;
using Xunit;

namespace CoroutineDsl.Tests.Net.Http;

/// <summary>The path that a handler sees, and the hosts that are ones.</summary>
public class PathTests : HttpTest
{
    [Theory]
    [InlineData("/", "/")]
    [InlineData("/a%20b", "/a b")]
    [InlineData("/a/../c", "/c")]
    [InlineData("/a/./c", "/a/c")]
    [InlineData("/a/b/..", "/a/")]
    [InlineData("/a/.", "/a/")]
    [InlineData("/..", "/")]
    [InlineData("/../../etc/passwd", "/etc/passwd")]
    [InlineData("/public/%2e%2e/admin", "/admin")]
    [InlineData("/public/.%2E/admin", "/admin")]
    [InlineData("/a%2fb", "/a%2fb")]
    [InlineData("/public/..%2fadmin", "/public/..%2fadmin")]
    [InlineData("/a%2Fb", "/a%2Fb")]
    [InlineData("/%c3%a4", "/ä")]
    [InlineData("/%ff", "/%ff")]
    [InlineData("/%c0%ae%c0%ae/x", "/%c0%ae%c0%ae/x")]
    [InlineData("/%zz%", "/%zz%")]
    [InlineData("/a//b", "/a//b")]
    [InlineData("/.hidden/..x", "/.hidden/..x")]
    [InlineData("http://h/a/../b?c", "/b")]
    public void Is_decoded_and_has_no_way_up(string target, string expected)
    {
        string? raw = null;
        Exchange(exchange => See(exchange), $"GET {target} HTTP/1.1\r\nHost: h\r\n\r\n");
        Assert.Equal((target, expected), (raw, _path));

        IEnumerator<Yield> See(HttpExchange exchange)
        {
            (raw, _path) = (exchange.Request.Target, exchange.Request.Path);
            yield break;
        }
    }

    [Theory]
    [InlineData("a")]
    [InlineData("")]
    [InlineData("a:80")]
    [InlineData("a:")]
    [InlineData("127.0.0.1:8080")]
    [InlineData("[::1]")]
    [InlineData("[::1]:80")]
    [InlineData("[2001:db8::ff00:42:8329]:443")]
    [InlineData("[::ffff:1.2.3.4]")]
    [InlineData("example.org.")]
    [InlineData("xn--a_b~c-d")]
    public void A_host_is_taken(string host) => Assert.StartsWith("HTTP/1.1 200", Answer(host), StringComparison.Ordinal);

    [Theory]
    [InlineData("[::1")]
    [InlineData("::1")]
    [InlineData("::1]")]
    [InlineData("[]")]
    [InlineData("[1.2.3.4]")]
    [InlineData("[::1]x")]
    [InlineData("[::1]:x")]
    [InlineData("[::1%eth0]")]
    [InlineData("[::g]")]
    [InlineData("a:80:80")]
    [InlineData("a:8o")]
    [InlineData("a:-1")]
    [InlineData("a,b")]
    [InlineData("a;b")]
    [InlineData("a=b")]
    [InlineData("a*")]
    [InlineData("a%20b")]
    [InlineData("a\\b")]
    [InlineData("a?b")]
    [InlineData("a#b")]
    [InlineData("u@a")]
    [InlineData("a/")]
    public void What_is_no_host_is_refused(string host) => Assert.StartsWith("HTTP/1.1 400", Answer(host), StringComparison.Ordinal);

    [Theory]
    [InlineData("http://[::1/")]
    [InlineData("http://a:80:80/")]
    [InlineData("http://a,b/")]
    public void Neither_is_it_in_an_address(string target) =>
        Assert.StartsWith("HTTP/1.1 400", Exchange(exchange => Handlers.Hello(exchange), $"GET {target} HTTP/1.1\r\nHost: a\r\n\r\n"), StringComparison.Ordinal);

    [Theory, InlineData("/a%00b"), InlineData("/%00"), InlineData("http://h/%00")]
    public void A_NUL_in_the_path_is_refused(string target) =>
        Assert.StartsWith("HTTP/1.1 400", Exchange(exchange => Handlers.Hello(exchange), $"GET {target} HTTP/1.1\r\nHost: h\r\n\r\n"), StringComparison.Ordinal);

    [Theory]
    [InlineData("000000000000000000000003", "abc")]
    [InlineData("03", "abc")]
    public void Zeros_before_a_size_are_digits_of_it(string size, string body) =>
        Assert.EndsWith($"|{body}", Exchange(exchange => Handlers.Echo(exchange), $"POST / HTTP/1.1\r\nHost: h\r\nContent-Length: {size}\r\n\r\nabc"), StringComparison.Ordinal);

    [Theory]
    [InlineData("close, foo", "Connection: foo\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")]
    [InlineData("foo, Close", "Connection: foo\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")]
    [InlineData("close", "Content-Length: 0\r\nConnection: close\r\n\r\n")]
    public void An_application_may_close_among_other_options(string value, string end)
    {
        Assert.EndsWith(end, Exchange(Close, "GET / HTTP/1.1\r\nHost: h\r\n\r\n", end: false), StringComparison.Ordinal);

        IEnumerator<Yield> Close(HttpExchange exchange)
        {
            exchange.Response.Headers["Connection"] = value;
            yield break;
        }
    }

    private string? _path;

    private string Answer(string host) => Exchange(exchange => Handlers.Hello(exchange), $"GET / HTTP/1.1\r\nHost: {host}\r\n\r\n");
}
