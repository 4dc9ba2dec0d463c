using System.Threading.Channels;
using Grpc.Core;
using Grpc.Net.Client;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Client;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace CoroutineDsl.AspNetCore.Tests;

/// <summary>What people build on ASP.NET Core runs over the transport, and on the hub where it is told to.</summary>
public class ApplicationTests
{
    private static readonly TimeSpan Patience = RunningApp.Patience;

    [Theory, InlineData(false), InlineData(true)]
    public async Task Minimal_APIs(bool onHub)
    {
        await using var app = await RunningApp.Start(
            web =>
            {
                web.MapGet("/sum/{a:int}/{b:int}", async (int a, int b) =>
                {
                    await Task.Yield();
                    return Results.Json(new { sum = a + b, onHub = CoroutineDsl.Hub.IsRunningHere });
                });
                web.MapPost("/upper", async (HttpRequest request) => (await new StreamReader(request.Body).ReadToEndAsync()).ToUpperInvariant());
            },
            options => options.RunApplicationOnHub = onHub);
        Assert.Equal($$"""{"sum":5,"onHub":{{(onHub ? "true" : "false")}}}""", await app.Client.GetStringAsync("/sum/2/3"));
        using var answer = await app.Client.PostAsync("/upper", new StringContent("hello"));
        Assert.Equal("HELLO", await answer.Content.ReadAsStringAsync());
    }

    [Theory]
    [InlineData(false, HttpTransportType.WebSockets)]
    [InlineData(true, HttpTransportType.WebSockets)]
    [InlineData(true, HttpTransportType.ServerSentEvents)]
    [InlineData(true, HttpTransportType.LongPolling)]
    public async Task SignalR(bool onHub, HttpTransportType transport)
    {
        await using var app = await RunningApp.Start(web => web.MapHub<ChatHub>("/chat"), options => options.RunApplicationOnHub = onHub, services: services => services.AddSignalR());
        await using var one = Connection(app, transport);
        await using var two = Connection(app, transport);
        var heard = Channel.CreateUnbounded<string>();
        two.On<string>("heard", text => heard.Writer.TryWrite(text));
        await one.StartAsync().WaitAsync(Patience);
        await two.StartAsync().WaitAsync(Patience);
        for (var i = 0; i < 20; i++)
        {
            Assert.Equal(i, await one.InvokeAsync<int>("Say", $"{i}").WaitAsync(Patience));
            Assert.Equal($"{i}", await heard.Reader.ReadAsync().AsTask().WaitAsync(Patience));
        }

        var counted = new List<int>();
        await foreach (var number in one.StreamAsync<int>("Count", 50)) counted.Add(number);
        Assert.Equal(Enumerable.Range(0, 50), counted);
    }

    [Theory, InlineData(false), InlineData(true)]
    public async Task GRPC(bool onHub)
    {
        await using var app = await RunningApp.Start(
            web => web.MapGrpcService<EchoService>(),
            options => options.RunApplicationOnHub = onHub,
            endPoint => endPoint.Protocols = HttpProtocols.Http2,
            services => services.AddGrpc());
        using var channel = GrpcChannel.ForAddress(app.Address);
        var calls = channel.CreateCallInvoker();
        var deadline = new CallOptions(deadline: DateTime.UtcNow + Patience);
        var answers = await Task.WhenAll(Enumerable.Range(0, 200).Select(i => calls.AsyncUnaryCall(EchoService.UnaryCall, null, deadline, $"{i}").ResponseAsync));
        Assert.Equal(Enumerable.Range(0, 200).Select(i => $"{i} on hub: {onHub}"), answers);

        using var talk = calls.AsyncDuplexStreamingCall(EchoService.TalkCall, null, deadline);
        for (var i = 0; i < 50; i++)
        {
            await talk.RequestStream.WriteAsync(new string('x', i * 1000));
            Assert.True(await talk.ResponseStream.MoveNext(default).WaitAsync(Patience));
            Assert.Equal($"{i * 1000} on hub: {onHub}", talk.ResponseStream.Current);
        }

        await talk.RequestStream.CompleteAsync();
        Assert.False(await talk.ResponseStream.MoveNext(default).WaitAsync(Patience));
        var failure = await Assert.ThrowsAsync<RpcException>(() => calls.AsyncUnaryCall(EchoService.UnaryCall, null, deadline, "fail").ResponseAsync);
        Assert.Equal(StatusCode.InvalidArgument, failure.StatusCode);
    }

    [Fact]
    public async Task Over_HTTP_2_a_handler_may_wait_in_plain_code()
    {
        await using var app = await RunningApp.Start(
            web => web.MapGet("/", (HttpContext context) =>
            {
                var hub = context.Features.Get<IGreenletHubFeature>()!.Hub;
                Greenlet.Sleep(TimeSpan.FromMilliseconds(1)).Await();
                return $"{context.Request.Protocol} {ReferenceEquals(hub, CoroutineDsl.Hub.Current)}";
            }),
            options => options.RunApplicationOnHub = true,
            endPoint => endPoint.Protocols = HttpProtocols.Http2);
        using var request = new HttpRequestMessage(HttpMethod.Get, "/") { Version = System.Net.HttpVersion.Version20, VersionPolicy = HttpVersionPolicy.RequestVersionExact };
        using var answer = await app.Client.SendAsync(request);
        Assert.Equal("HTTP/2 True", await answer.Content.ReadAsStringAsync());
    }

    private static HubConnection Connection(RunningApp app, HttpTransportType transport) => new HubConnectionBuilder().WithUrl(new Uri(app.Address, "/chat"), transport).Build();

    internal sealed class ChatHub : Microsoft.AspNetCore.SignalR.Hub
    {
        public async Task<int> Say(string text)
        {
            await Clients.Others.SendAsync("heard", text);
            return int.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
        }

        public async IAsyncEnumerable<int> Count(int to)
        {
            for (var i = 0; i < to; i++)
            {
                await Task.Yield();
                yield return i;
            }
        }
    }

    /// <summary>A service without generated code: its methods are described by hand. (The server looks for virtual ones.)</summary>
    [BindServiceMethod(typeof(EchoService), nameof(Bind))]
    internal class EchoService
    {
        private static readonly Marshaller<string> s_text = Marshallers.Create(System.Text.Encoding.UTF8.GetBytes, System.Text.Encoding.UTF8.GetString);

        public static readonly Method<string, string> UnaryCall = new(MethodType.Unary, "Echo", "Unary", s_text, s_text);
        public static readonly Method<string, string> TalkCall = new(MethodType.DuplexStreaming, "Echo", "Talk", s_text, s_text);

        public static void Bind(ServiceBinderBase binder, EchoService? service)
        {
            binder.AddMethod(UnaryCall, service is null ? null : new UnaryServerMethod<string, string>(service.Unary));
            binder.AddMethod(TalkCall, service is null ? null : new DuplexStreamingServerMethod<string, string>(service.Talk));
        }

        public virtual async Task<string> Unary(string text, ServerCallContext context)
        {
            if (text == "fail") throw new RpcException(new Status(StatusCode.InvalidArgument, "no"));
            await Task.Yield();
            return $"{text} on hub: {CoroutineDsl.Hub.IsRunningHere}";
        }

        public virtual async Task Talk(IAsyncStreamReader<string> requests, IServerStreamWriter<string> answers, ServerCallContext context)
        {
            while (await requests.MoveNext(context.CancellationToken)) await answers.WriteAsync($"{requests.Current.Length} on hub: {CoroutineDsl.Hub.IsRunningHere}");
        }
    }
}
