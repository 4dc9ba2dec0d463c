using System.Globalization;
using System.Text.RegularExpressions;
using CoroutineDsl.Http;
using CoroutineDsl.Net;
using Xunit;

namespace CoroutineDsl.Tests.Net.Http;

public sealed class StaticFilesTests : HttpTest, IDisposable
{
    private static readonly DateTime Modified = new(2020, 2, 3, 4, 5, 6, 789, DateTimeKind.Utc);

    private readonly string _root = Directory.CreateTempSubdirectory("static").FullName;
    private readonly StaticFiles _files;
    private readonly string _tag;

    public StaticFilesTests()
    {
        Directory.CreateDirectory(Path.Combine(_root, "site", "sub"));
        Directory.CreateDirectory(Path.Combine(_root, "site", "bare"));
        Write("secret.txt", "secret");
        Write("site/digits.txt", "0123456789");
        Write("site/empty.txt", "");
        Write("site/page.html", "<p>");
        Write("site/a b.unknown", "x");
        Write("site/.hidden", "x");
        Write("site/sub/index.html", "index");
        _files = new(Path.Combine(_root, "site"), new StaticFilesOptions { CacheControl = "max-age=60" });
        _tag = $"\"{Modified.Ticks:x}-a\"";
    }

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Fact]
    public void A_file_is_sent_with_what_a_client_needs_to_keep_it()
    {
        var answer = Get("/digits.txt");
        Assert.Equal($"HTTP/1.1 200 OK\r\nETag: {_tag}\r\nLast-Modified: Mon, 03 Feb 2020 04:05:06 GMT\r\nAccept-Ranges: bytes\r\nCache-Control: max-age=60\r\n"
            + "X-Content-Type-Options: nosniff\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Length: 10\r\n\r\n0123456789", answer);
    }

    [Theory]
    [InlineData("/page.html", "200 text/html; charset=utf-8 <p>")]
    [InlineData("/a%20b.unknown", "200 application/octet-stream x")]
    [InlineData("/empty.txt", "200 text/plain; charset=utf-8 ")]
    [InlineData("/sub/", "200 text/html; charset=utf-8 index")]
    [InlineData("/sub/index.html?x", "200 text/html; charset=utf-8 index")]
    [InlineData("/sub", "301  ")]
    [InlineData("/missing", "404 text/plain; charset=utf-8 Not Found\n")]
    [InlineData("/bare/", "404 text/plain; charset=utf-8 Not Found\n")]
    [InlineData("/bare", "404 text/plain; charset=utf-8 Not Found\n")]
    [InlineData("/digits.txt/", "404 text/plain; charset=utf-8 Not Found\n")]
    [InlineData("/.hidden", "404 text/plain; charset=utf-8 Not Found\n")]
    [InlineData("/../secret.txt", "404 text/plain; charset=utf-8 Not Found\n")]
    [InlineData("/%2e%2e/secret.txt", "404 text/plain; charset=utf-8 Not Found\n")]
    [InlineData("/..%2fsecret.txt", "404 text/plain; charset=utf-8 Not Found\n")]
    [InlineData("/sub/../../secret.txt", "404 text/plain; charset=utf-8 Not Found\n")]
    [InlineData("/..%5csecret.txt", "404 text/plain; charset=utf-8 Not Found\n")]
    [InlineData("//sub", "404 text/plain; charset=utf-8 Not Found\n")]
    [InlineData("/digits.txt%00.html", "400 text/plain; charset=utf-8 Bad request: a NUL in the path.\n")]
    public void A_path_names_a_file_of_the_directory_or_none(string target, string expected)
    {
        var answer = Get(target);
        var type = Regex.Match(answer, "Content-Type: ([^\r]*)").Groups[1].Value;
        Assert.Equal(expected, $"{answer.Split(' ')[1]} {type} {Body(answer)}");
    }

    [Fact]
    public void A_directory_is_redirected_to_itself_with_a_slash() => Assert.Contains("\r\nLocation: /sub/?a=b\r\n", Get("/sub?a=b"), StringComparison.Ordinal);

    [Theory]
    [InlineData("bytes=0-3", 206, "0123", "0-3")]
    [InlineData("bytes=3-", 206, "3456789", "3-9")]
    [InlineData("bytes=-3", 206, "789", "7-9")]
    [InlineData("bytes=-30", 206, "0123456789", "0-9")]
    [InlineData("bytes=9-30", 206, "9", "9-9")]
    [InlineData("bytes=0-0", 206, "0", "0-0")]
    [InlineData("bytes=10-", 416, null, "*")]
    [InlineData("bytes=-0", 416, null, "*")]
    [InlineData("bytes=3-1", 200, "0123456789", null)]
    [InlineData("bytes=0-1,3-4", 200, "0123456789", null)]
    [InlineData("lines=0-1", 200, "0123456789", null)]
    [InlineData("nonsense", 200, "0123456789", null)]
    [InlineData("bytes=0-9223372036854775807", 206, "0123456789", "0-9")]
    public void A_part_is_sent_where_one_is_asked_for(string range, int status, string? body, string? part)
    {
        var answer = Get("/digits.txt", $"Range: {range}\r\n");
        Assert.StartsWith($"HTTP/1.1 {status} ", answer, StringComparison.Ordinal);
        if (body is not null) Assert.Equal(body, Body(answer));
        Assert.Equal(part is null ? "" : $"bytes {part}/10", Regex.Match(answer, "Content-Range: ([^\r]*)").Groups[1].Value);
    }

    [Theory]
    [InlineData("If-None-Match: TAG", 304)]
    [InlineData("If-None-Match: W/TAG", 304)]
    [InlineData("If-None-Match: \"a,b\", TAG", 304)]
    [InlineData("If-None-Match: *", 304)]
    [InlineData("If-None-Match: \"other\"", 200)]
    [InlineData("If-Modified-Since: Mon, 03 Feb 2020 04:05:06 GMT", 304)]
    [InlineData("If-Modified-Since: Mon, 03 Feb 2020 04:05:05 GMT", 200)]
    [InlineData("If-Modified-Since: yesterday", 200)]
    [InlineData("If-None-Match: \"other\"\r\nIf-Modified-Since: Mon, 03 Feb 2020 04:05:06 GMT", 200)]
    [InlineData("If-Match: TAG", 200)]
    [InlineData("If-Match: *", 200)]
    [InlineData("If-Match: \"other\"", 412)]
    [InlineData("If-Match: W/TAG", 412)]
    [InlineData("If-Unmodified-Since: Mon, 03 Feb 2020 04:05:06 GMT", 200)]
    [InlineData("If-Unmodified-Since: Mon, 03 Feb 2020 04:05:05 GMT", 412)]
    [InlineData("Range: bytes=0-1\r\nIf-Range: TAG", 206)]
    [InlineData("Range: bytes=0-1\r\nIf-Range: \"other\"", 200)]
    [InlineData("Range: bytes=0-1\r\nIf-Range: W/TAG", 200)]
    [InlineData("Range: bytes=0-1\r\nIf-Range: Mon, 03 Feb 2020 04:05:06 GMT", 206)]
    [InlineData("Range: bytes=0-1\r\nIf-Range: Mon, 03 Feb 2020 04:05:05 GMT", 200)]
    [InlineData("Range: bytes=0-1\r\nIf-Range: nonsense", 200)]
    [InlineData("Range: bytes=0-1\r\nIf-Range:", 200)]
    [InlineData("Range: bytes=0-1\r\nIf-Range: TAG, TAG", 200)]
    [InlineData("Range: bytes=0-1\r\nIf-Range: yesterday", 200)]
    [InlineData("If-Match: nonsense", 412)]
    [InlineData("If-Match:", 412)]
    [InlineData("If-Match: TAG, nonsense", 412)]
    [InlineData("If-None-Match: nonsense", 200)]
    [InlineData("If-None-Match: nonsense\r\nIf-Modified-Since: Mon, 03 Feb 2020 04:05:06 GMT", 200)]
    [InlineData("If-Unmodified-Since: yesterday", 200)]
    [InlineData("If-Modified-Since: Monday, 03-Feb-20 04:05:06 GMT", 304)]
    [InlineData("If-Modified-Since: Mon Feb  3 04:05:06 2020", 304)]
    public void Conditions_are_observed(string fields, int status)
    {
        var answer = Get("/digits.txt", fields.Replace("TAG", _tag) + "\r\n");
        Assert.StartsWith($"HTTP/1.1 {status.ToString(CultureInfo.InvariantCulture)} ", answer, StringComparison.Ordinal);
        Assert.Equal(status is 200 ? "0123456789" : status is 206 ? "01" : "", Body(answer));
        Assert.Contains($"\r\nETag: {_tag}\r\n", answer, StringComparison.Ordinal);
    }

    [Fact]
    public void Head_has_no_body_and_other_methods_are_refused()
    {
        Assert.EndsWith("Content-Length: 10\r\n\r\n", Get("/digits.txt", method: "HEAD"), StringComparison.Ordinal);
        Assert.Matches("(?s)^HTTP/1.1 405 .*\r\nAllow: GET, HEAD\r\n", Get("/digits.txt", method: "DELETE"));
    }

    [Fact]
    public void A_large_file_arrives_whole_also_from_the_portable_sockets()
    {
        var text = string.Concat(Enumerable.Range(0, 300_000).Select(i => $"{i:x8}"));
        Write("site/large.bin", text);
        foreach (var selector in (string[])["default", "poll"])
        {
            var answer = Serve(exchange => _files.Serve(exchange), endPoint => Peer.Talk(endPoint, peer => Exchange(peer, "GET /large.bin HTTP/1.1\r\nHost: x\r\n\r\n", end: true)), selector: selector);
            Assert.True(Body(answer) == text, selector);
        }
    }

    [Theory, InlineData(false), InlineData(true)]
    public void A_link_out_of_the_directory_is_followed_only_where_it_may_be(bool mayLeave)
    {
        File.CreateSymbolicLink(Path.Combine(_root, "site", "out.txt"), Path.Combine(_root, "secret.txt"));
        File.CreateSymbolicLink(Path.Combine(_root, "site", "relative.txt"), "../secret.txt");
        Directory.CreateSymbolicLink(Path.Combine(_root, "site", "up"), _root);
        File.CreateSymbolicLink(Path.Combine(_root, "site", "chain.txt"), "out.txt");
        File.CreateSymbolicLink(Path.Combine(_root, "site", "inside.txt"), "digits.txt");
        File.CreateSymbolicLink(Path.Combine(_root, "site", "circle.txt"), "circle.txt");
        var files = new StaticFiles(Path.Combine(_root, "site"), new() { FollowsLinksOut = mayLeave });
        foreach (var target in (string[])["/out.txt", "/relative.txt", "/up/secret.txt", "/chain.txt"]) Assert.Equal(mayLeave ? "secret" : "Not Found\n", Body(Get(target, files: files)));
        Assert.Equal("0123456789", Body(Get("/inside.txt", files: files)));
        Assert.Equal("Not Found\n", Body(Get("/circle.txt", files: files)));
    }

    [Fact]
    public void A_directory_that_is_itself_a_link_is_served()
    {
        Directory.CreateSymbolicLink(Path.Combine(_root, "current"), Path.Combine(_root, "site"));
        Assert.Equal("0123456789", Body(Get("/digits.txt", files: new StaticFiles(Path.Combine(_root, "current")))));
    }

    [Fact]
    public void A_pipe_is_not_served_and_holds_up_nobody()
    {
        if (OperatingSystem.IsWindows()) return;
        using (var made = System.Diagnostics.Process.Start("mkfifo", Path.Combine(_root, "site", "pipe.txt"))) made.WaitForExit();
        Assert.Equal("Not Found\n", Body(Get("/pipe.txt")));
    }

    [Theory]
    [InlineData("Accept-Encoding: gzip, br", "br", "compressed by br")]
    [InlineData("Accept-Encoding: gzip", "gzip", "compressed by gzip")]
    [InlineData("Accept-Encoding: br;q=0, gzip;q=0.5", "gzip", "compressed by gzip")]
    [InlineData("Accept-Encoding: *", "br", "compressed by br")]
    [InlineData("Accept-Encoding: identity", "", "0123456789")]
    [InlineData("Accept-Encoding: gzip;q=0", "", "0123456789")]
    [InlineData("Accept: */*", "", "0123456789")]
    public void A_file_that_was_compressed_before_is_sent_to_who_takes_it(string field, string coding, string body)
    {
        Write("site/digits.txt.br", "compressed by br");
        Write("site/digits.txt.gz", "compressed by gzip");
        var answer = Get("/digits.txt", field + "\r\n", files: new StaticFiles(Path.Combine(_root, "site"), new() { ServesPrecompressed = true }));
        Assert.Equal((coding, body), (Regex.Match(answer, "Content-Encoding: ([^\r]*)").Groups[1].Value, Body(answer)));
        Assert.Contains("\r\nVary: Accept-Encoding\r\n", answer, StringComparison.Ordinal);
        Assert.Contains("\r\nContent-Type: text/plain; charset=utf-8\r\n", answer, StringComparison.Ordinal);
    }

    private static string Body(string answer) => answer[(answer.IndexOf("\r\n\r\n", StringComparison.Ordinal) + 4)..];

    private string Get(string target, string fields = "", string method = "GET", StaticFiles? files = null) => Undated(Exchange(exchange => (files ?? _files).Serve(exchange), $"{method} {target} HTTP/1.1\r\nHost: x\r\n{fields}\r\n"));

    private void Write(string path, string text)
    {
        var full = Path.Combine(_root, path);
        File.WriteAllText(full, text);
        File.SetLastWriteTimeUtc(full, Modified);
    }
}
