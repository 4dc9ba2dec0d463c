using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;
using Xunit;

namespace CoroutineDsl.Samples.Tests;

/// <summary>Clients of all kinds at the HttpHello sample.</summary>
public sealed class HttpHelloTests : IDisposable
{
    private readonly RunningServer _server = RunningServer.Launch("HttpHello", "0");

    private string Root => $"http://127.0.0.1:{_server.Port}";

    public void Dispose() => _server.Dispose();

    [Fact]
    public async Task CurlReusesItsConnection()
    {
        var output = await Curl("-v", $"{Root}/hello?name=a", $"{Root}/hello?name=b", $"{Root}/count", $"{Root}/hello?name=c");
        Assert.Matches("(?s)hello a\n.*hello b\n.*1\n2\n3\n4\n5\n6\n7\n8\n9\n10\n.*hello c\n", output);
        Assert.Equal(3, Regex.Count(output, "(?i)Re-?using existing"));
    }

    [Fact]
    public async Task CurlSendsAndGetsBodiesOfAllKinds()
    {
        var file = Path.GetTempFileName();
        try
        {
            await File.WriteAllBytesAsync(file, new byte[3_000_000]);
            Assert.Equal("3000000 bytes\n", await Curl("--data-binary", "@" + file, $"{Root}/upload"));
            Assert.Equal("3000000 bytes\n", await Curl("--data-binary", "@" + file, "-H", "Expect: 100-continue", $"{Root}/upload"));
            Assert.Equal("3000000 bytes\n", await Curl("--data-binary", "@" + file, "-H", "Transfer-Encoding: chunked", $"{Root}/upload"));
            Assert.Equal("3000000 bytes\n", await Curl("--data-binary", "@" + file, "-0", $"{Root}/upload"));
            Assert.Equal("1\n2\n3\n4\n5\n6\n7\n8\n9\n10\n", await Curl("-0", $"{Root}/count"));
            Assert.Equal("<!DOCTYPE", await Curl("-r", "0-8", $"{Root}/index.html"));
            Assert.Matches("(?s)^HTTP/1.1 200 OK.*Content-Type: text/html", await Curl("-I", $"{Root}/"));
            Assert.Equal("404", await Curl("-o", file, "-w", "%{http_code}", $"{Root}/nothing"));
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Fact]
    public async Task PythonTalksToIt()
    {
        var (exitCode, output) = await Programs.Run("python3", Path.Combine(AppContext.BaseDirectory, "http_clients.py"), _server.Port.ToString(CultureInfo.InvariantCulture));
        Assert.Equal((0, "ok\n"), (exitCode, output));
    }

    [Fact]
    public async Task WrkFindsNoError()
    {
        var (exitCode, output) = await Programs.Run("wrk", "-t1", "-c50", "-d2s", $"{Root}/hello");
        Assert.True(exitCode == 0, output);
        Assert.DoesNotMatch("Socket errors|Non-2xx", output);
        Assert.InRange(double.Parse(Regex.Match(output, @"Requests/sec: +([\d.]+)").Groups[1].Value, CultureInfo.InvariantCulture), 100, double.MaxValue);
    }

    [Fact]
    public async Task TheFrameworksClientTalksToItFromManyThreads()
    {
        using var client = new HttpClient(new SocketsHttpHandler { MaxConnectionsPerServer = 20 }) { BaseAddress = new(Root) };
        var answers = await Task.WhenAll(Enumerable.Range(0, 500).Select(i => client.GetStringAsync(new Uri($"/hello?name={i}", UriKind.Relative))));
        Assert.Equal(Enumerable.Range(0, 500).Select(i => $"hello {i}\n"), answers);
        using var upload = await client.PostAsync(new Uri("/upload", UriKind.Relative), new ByteArrayContent(new byte[1_000_000]));
        Assert.Equal("1000000 bytes\n", await upload.Content.ReadAsStringAsync());
        using var events = await client.GetAsync(new Uri("/clock", UriKind.Relative), HttpCompletionOption.ResponseHeadersRead);
        using var reader = new StreamReader(await events.Content.ReadAsStreamAsync());
        Assert.Equal("event: tick", await reader.ReadLineAsync());
        Assert.Equal(HttpStatusCode.NotModified, (await client.SendAsync(await Conditional(client))).StatusCode);
    }

    private static async Task<HttpRequestMessage> Conditional(HttpClient client)
    {
        using var first = await client.GetAsync(new Uri("/index.html", UriKind.Relative));
        var again = new HttpRequestMessage(HttpMethod.Get, new Uri("/index.html", UriKind.Relative));
        again.Headers.IfNoneMatch.Add(first.Headers.ETag!);
        return again;
    }

    private static async Task<string> Curl(params string[] arguments)
    {
        var (exitCode, output) = await Programs.Run("curl", ["-sS", "-m", "30", .. arguments]);
        Assert.True(exitCode == 0, output);
        return output;
    }
}
