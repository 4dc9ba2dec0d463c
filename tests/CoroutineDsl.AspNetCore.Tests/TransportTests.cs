using System.Net;
using System.Net.Sockets;
using System.Net.WebSockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Xunit;

namespace CoroutineDsl.AspNetCore.Tests;

public class TransportTests
{
    private static readonly TimeSpan Patience = RunningApp.Patience;

    [Theory]
    [InlineData(false, 1)]
    [InlineData(true, 1)]
    [InlineData(true, 2)]
    public async Task Five_hundred_connections_at_once_get_their_own_answers(bool onHub, int hubs)
    {
        if (hubs > 1 && !OperatingSystem.IsLinux()) return;
        await using var app = await RunningApp.Start(
            web => web.MapGet("/echo/{text}", async (string text, HttpContext context) =>
            {
                await Task.Delay(1);
                await context.Response.WriteAsync($"{text} over {context.Request.Protocol}");
            }),
            options => (options.RunApplicationOnHub, options.HubCount) = (onHub, hubs));
        using var all = new SocketsHttpHandler { MaxConnectionsPerServer = 500, PooledConnectionLifetime = Patience };
        using var client = new HttpClient(all) { BaseAddress = app.Address, Timeout = Patience };
        var answers = await Task.WhenAll(Enumerable.Range(0, 1500).Select(i => client.GetStringAsync($"/echo/{i}")));
        Assert.Equal(Enumerable.Range(0, 1500).Select(i => $"{i} over HTTP/1.1"), answers);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Large_bodies_go_both_ways_whatever_the_buffers(bool onHub)
    {
        await using var app = await RunningApp.Start(
            web => web.MapPost("/back", async context => await context.Request.Body.CopyToAsync(context.Response.Body)),
            options =>
            {
                options.RunApplicationOnHub = onHub;
                (options.MaxReadBufferSize, options.MaxWriteBufferSize) = (5000, 3000);
                options.WaitForDataBeforeAllocatingBuffer = !onHub;
            },
            endPoint => endPoint.KestrelServerOptions.Limits.MaxRequestBodySize = null);
        var sent = RandomNumberGenerator.GetBytes(5_000_000);
        using var answer = await app.Client.PostAsync("/back", new ByteArrayContent(sent));
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal(Convert.ToHexString(SHA256.HashData(sent)), Convert.ToHexString(SHA256.HashData(await answer.Content.ReadAsByteArrayAsync())));
    }

    [Fact]
    public async Task A_stream_arrives_while_it_is_written()
    {
        var next = new SemaphoreSlim(0);
        await using var app = await RunningApp.Start(web => web.MapGet("/count", async context =>
        {
            for (var i = 0; i < 5; i++)
            {
                await context.Response.WriteAsync($"{i}\n");
                await context.Response.Body.FlushAsync();
                await next.WaitAsync(Patience);
            }
        }));
        using var answer = await app.Client.GetAsync("/count", HttpCompletionOption.ResponseHeadersRead);
        using var lines = new StreamReader(await answer.Content.ReadAsStreamAsync());
        for (var i = 0; i < 5; i++)
        {
            Assert.Equal($"{i}", await lines.ReadLineAsync().WaitAsync(Patience));
            next.Release();
        }

        Assert.Null(await lines.ReadLineAsync().WaitAsync(Patience));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task WebSockets_talk(bool onHub)
    {
        await using var app = await RunningApp.Start(
            web =>
            {
                web.UseWebSockets();
                web.Map("/talk", async (HttpContext context) =>
                {
                    using var socket = await context.WebSockets.AcceptWebSocketAsync();
                    var buffer = new byte[10_000];
                    while (await socket.ReceiveAsync(buffer, default) is { MessageType: not WebSocketMessageType.Close } message)
                    {
                        await socket.SendAsync(buffer.AsMemory(0, message.Count), message.MessageType, message.EndOfMessage, default);
                    }

                    await socket.CloseAsync(WebSocketCloseStatus.NormalClosure, "bye", default);
                });
            },
            options => options.RunApplicationOnHub = onHub);
        using var client = new ClientWebSocket();
        using var limit = new CancellationTokenSource(Patience);
        await client.ConnectAsync(new($"ws://{app.EndPoint}/talk"), limit.Token);
        for (var i = 1; i < 5; i++)
        {
            var sent = RandomNumberGenerator.GetBytes(i * 2000);
            await client.SendAsync(sent, WebSocketMessageType.Binary, true, limit.Token);
            var received = new byte[sent.Length];
            for (var have = 0; have < received.Length;) have += (await client.ReceiveAsync(received.AsMemory(have), limit.Token)).Count;
            Assert.Equal(sent, received);
        }

        await client.CloseAsync(WebSocketCloseStatus.NormalClosure, null, limit.Token);
        Assert.Equal("bye", client.CloseStatusDescription);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_client_that_aborts_is_noticed_and_harms_nobody_else(bool onHub)
    {
        var aborted = new SemaphoreSlim(0);
        await using var app = await RunningApp.Start(
            web =>
            {
                web.MapGet("/wait", async (HttpContext context) =>
                {
                    context.RequestAborted.Register(() => aborted.Release());
                    await context.Response.WriteAsync("started");
                    await context.Response.Body.FlushAsync();
                    await Task.Delay(Patience, context.RequestAborted);
                });
                web.MapGet("/", () => "fine");
            },
            options => options.RunApplicationOnHub = onHub);
        for (var i = 0; i < 20; i++)
        {
            using var rude = new Socket(SocketType.Stream, ProtocolType.Tcp);
            await rude.ConnectAsync(app.EndPoint);
            await rude.SendAsync("GET /wait HTTP/1.1\r\nHost: x\r\n\r\n"u8.ToArray());
            Assert.NotEqual(0, await rude.ReceiveAsync(new byte[1000]).WaitAsync(Patience));
            if (i % 2 == 0) rude.LingerState = new(true, 0);
            rude.Close();
            Assert.True(await aborted.WaitAsync(Patience), $"client {i}");
        }

        Assert.Equal("fine", await app.Client.GetStringAsync("/"));
    }

    [Fact]
    public async Task The_application_can_abort_a_connection()
    {
        await using var app = await RunningApp.Start(web =>
        {
            web.MapGet("/abort", (HttpContext context) => context.Abort());
            web.MapGet("/", () => "fine");
        });
        await Assert.ThrowsAnyAsync<HttpRequestException>(() => app.Client.GetStringAsync("/abort"));
        Assert.Equal("fine", await app.Client.GetStringAsync("/"));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Stopping_finishes_what_has_begun_and_refuses_what_has_not(bool onHub)
    {
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var finish = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var app = await RunningApp.Start(
            web => web.MapGet("/slow", async () =>
            {
                started.TrySetResult();
                await finish.Task;
                return "finished";
            }),
            options => options.RunApplicationOnHub = onHub);
        var slow = app.Client.GetStringAsync("/slow");
        await started.Task.WaitAsync(Patience);
        var stopping = app.Stop();
        for (var isRefused = false; !isRefused;)
        {
            using var probe = new Socket(SocketType.Stream, ProtocolType.Tcp);
            try
            {
                await probe.ConnectAsync(app.EndPoint).WaitAsync(Patience);
            }
            catch (SocketException exception)
            {
                isRefused = exception.SocketErrorCode == SocketError.ConnectionRefused;
                if (!isRefused) Assert.Equal(SocketError.ConnectionReset, exception.SocketErrorCode); // it was in the backlog as that was closed
            }
        }

        Assert.False(stopping.IsCompleted);
        finish.SetResult();
        Assert.Equal("finished", await slow.WaitAsync(Patience));
        await stopping;
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Kestrel_s_own_TLS_and_HTTP_2_run_on_it(bool onHub)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var made = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256).CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        using var certificate = X509CertificateLoader.LoadPkcs12(made.Export(X509ContentType.Pkcs12), null);
        await using var app = await RunningApp.Start(
            web => web.MapGet("/", (HttpContext context) => $"{context.Request.Scheme} {context.Request.Protocol}"),
            options => options.RunApplicationOnHub = onHub,
            endPoint => endPoint.UseHttps(certificate));
        foreach (var version in new[] { HttpVersion.Version11, HttpVersion.Version20 })
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, "/") { Version = version, VersionPolicy = HttpVersionPolicy.RequestVersionExact };
            using var answer = await app.Client.SendAsync(request);
            Assert.Equal($"https HTTP/{(version.Major == 1 ? "1.1" : "2")}", await answer.Content.ReadAsStringAsync());
        }
    }

    [Fact]
    public async Task A_port_in_use_is_said_to_be()
    {
        await using var first = await RunningApp.Start(web => web.MapGet("/", () => "first"));
        var failure = await Assert.ThrowsAsync<IOException>(() => RunningApp.Start(_ => { }, null, endPoint => endPoint.KestrelServerOptions.Listen(first.EndPoint)));
        Assert.IsType<AddressInUseException>(failure.InnerException);
        Assert.Equal("first", await first.Client.GetStringAsync("/"));
    }

    [Fact]
    public async Task A_path_is_served_and_removed_at_the_end()
    {
        var path = Path.Combine(Path.GetTempPath(), $"greenlets-{Guid.NewGuid():N}.sock");
        await using (var app = await RunningApp.Start(web => web.MapGet("/", () => "over a path"), null, endPoint => endPoint.KestrelServerOptions.ListenUnixSocket(path)))
        {
            using var handler = new SocketsHttpHandler
            {
                ConnectCallback = async (_, cancellation) =>
                {
                    var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
                    await socket.ConnectAsync(new UnixDomainSocketEndPoint(path), cancellation);
                    return new NetworkStream(socket, ownsSocket: true);
                },
            };
            using var client = new HttpClient(handler) { Timeout = Patience };
            Assert.Equal("over a path", await client.GetStringAsync("http://localhost/"));
        }

        Assert.False(File.Exists(path));
    }

    [Fact]
    public void The_application_may_share_the_program_s_own_hub()
    {
        using var hub = new Hub(new HubOptions());
        var answer = Greenlet.Spawn(Talk(hub)).Get(Patience).Await();
        Assert.Equal("served by the hub", answer);

        static IEnumerator<Yield<string>> Talk(Hub hub)
        {
            var app = RunningApp.Start(
                web => web.MapGet("/", async () =>
                {
                    await Task.Yield();
                    return "served by the hub";
                }),
                options => (options.Hub, options.RunApplicationOnHub) = (hub, true)).Await();
            var answer = app.Client.GetStringAsync("/").Await();
            app.DisposeAsync().Await();
            yield return answer;
        }
    }
}
