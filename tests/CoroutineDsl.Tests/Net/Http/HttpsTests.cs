using System.Diagnostics;
using System.Net;
using System.Net.WebSockets;
using System.Text;
using CoroutineDsl.Http;
using CoroutineDsl.Net;
using CoroutineDsl.Tests.Net.Selectors;
using Xunit;

namespace CoroutineDsl.Tests.Net.Http;

/// <summary>The same over TLS: nothing of the server knows the difference, except who asks.</summary>
public partial class HttpsTests : HttpTest
{
    private static readonly HttpServerOptions Options = new() { Tls = new() { ServerCertificate = Certificates.Localhost } };

    [Theory, ClassData(typeof(EverySelector)), Trait("Row", "529")]
    public void The_frameworks_client_sends_and_gets_large_bodies(string selector)
    {
        var sent = new string('x', 1_000_000);
        var (answer, chunked) = Serve(exchange => Handlers.Echo(exchange), async endPoint =>
        {
            using var client = new HttpClient(new SocketsHttpHandler { SslOptions = { RemoteCertificateValidationCallback = (_, _, _, _) => true } });
            using var first = await client.PostAsync($"https://{endPoint}/a", new StringContent(sent));
            using var second = new HttpRequestMessage(HttpMethod.Post, $"https://{endPoint}/b") { Content = new StringContent(sent), Headers = { TransferEncodingChunked = true } };
            using var answered = await client.SendAsync(second);
            return (await first.Content.ReadAsStringAsync(), await answered.Content.ReadAsStringAsync());
        }, Options, selector: selector);
        Assert.Equal("POST /a |" + sent, answer);
        Assert.Equal("POST /b |" + sent, chunked);
    }

    [Fact]
    public void A_web_socket_and_a_file_go_through_as_well()
    {
        var root = Directory.CreateTempSubdirectory("https").FullName;
        File.WriteAllText(Path.Combine(root, "digits.txt"), string.Concat(Enumerable.Repeat("0123456789", 20_000)));
        var files = new StaticFiles(root);
        var (text, message) = Serve(exchange => exchange.IsWebSocketRequest ? EchoOne(exchange) : files.Serve(exchange), async endPoint =>
        {
            using var client = new HttpClient(new SocketsHttpHandler { SslOptions = { RemoteCertificateValidationCallback = (_, _, _, _) => true } });
            var file = await client.GetStringAsync($"https://{endPoint}/digits.txt");
            using var socket = new ClientWebSocket { Options = { RemoteCertificateValidationCallback = (_, _, _, _) => true } };
            await socket.ConnectAsync(new Uri($"wss://{endPoint}/"), default);
            await socket.SendAsync("over TLS"u8.ToArray(), WebSocketMessageType.Text, true, default);
            var buffer = new byte[100];
            var received = await socket.ReceiveAsync(buffer, default);
            await socket.CloseAsync(WebSocketCloseStatus.NormalClosure, null, default);
            return (file, Encoding.ASCII.GetString(buffer, 0, received.Count));
        }, Options);
        Directory.Delete(root, recursive: true);
        Assert.Equal(200_000, text.Length);
        Assert.Equal("over TLS", message);
    }

    [Fact, Trait("Row", "529")]
    public void Curl_keeps_its_connection()
    {
        var output = Serve(exchange => Handlers.Echo(exchange), endPoint => Curl("-k", "-v", "--http1.1", $"https://{endPoint}/a", $"https://{endPoint}/b", "--data-binary", "body"), Options);
        Assert.Contains("POST /a |body", output, StringComparison.Ordinal);
        Assert.Contains("POST /b |body", output, StringComparison.Ordinal);
        Assert.Matches("(?i)Re-?using existing", output);
    }

    [Fact]
    public void A_handler_knows_whether_it_is_secure()
    {
        Assert.Equal("True", Serve(exchange => Tell(exchange), endPoint => Curl("-k", $"https://{endPoint}/"), Options));
        Assert.Equal("False", Serve(exchange => Tell(exchange), endPoint => Curl($"http://{endPoint}/")));
    }

    [Coroutine]
    private static IEnumerator<Yield> Tell(HttpExchange exchange)
    {
        exchange.Response.WriteText(exchange.Request.IsSecure.ToString()).Await();
        yield break;
    }

    [Coroutine]
    private static IEnumerator<Yield> EchoOne(HttpExchange exchange)
    {
        using var socket = exchange.AcceptWebSocket().Await();
        socket.SendText(socket.Receive().Await()!.Data).Await();
        Assert.Null(socket.Receive().Await());
        yield break;
    }

    private static async Task<string> Curl(params string[] arguments)
    {
        var start = new ProcessStartInfo("curl") { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var argument in (string[])["-sS", "-m", "30", .. arguments]) start.ArgumentList.Add(argument);
        using var curl = Process.Start(start)!;
        var errors = curl.StandardError.ReadToEndAsync();
        var output = await curl.StandardOutput.ReadToEndAsync() + await errors;
        await curl.WaitForExitAsync();
        return curl.ExitCode == 0 ? output : throw new InvalidOperationException(output);
    }
}
