using System.Globalization;
using Grpc.AspNetCore.Server.Model;
using Grpc.Core;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace CoroutineDsl.Ecosystem.Tests;

/// <summary>A service of gRPC, and its client with the members that the generator of gRPC writes.</summary>
[BindServiceMethod(typeof(EchoService), nameof(Bind))]
internal class EchoService
{
    private static readonly Marshaller<string> s_text = Marshallers.Create(System.Text.Encoding.UTF8.GetBytes, System.Text.Encoding.UTF8.GetString);
    private static readonly Method<string, string> s_echo = new(MethodType.Unary, "Echo", "Echo", s_text, s_text);

    public static void Bind(ServiceBinderBase binder, EchoService? service) => binder.AddMethod(s_echo, service is null ? null : new UnaryServerMethod<string, string>(service.Echo));

    /// <summary>A server on a free port, on threads of its own.</summary>
    public static async Task<WebApplication> Start()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(System.Net.IPAddress.Loopback, 0, endPoint => endPoint.Protocols = HttpProtocols.Http2));
        builder.Services.AddGrpc();
        var app = builder.Build();
        app.MapGrpcService<EchoService>();
        await app.StartAsync();
        return app;
    }

    public virtual async Task<string> Echo(string text, ServerCallContext context)
    {
        if (text.StartsWith("wait ", StringComparison.Ordinal)) await Task.Delay(int.Parse(text[5..], CultureInfo.InvariantCulture), context.CancellationToken);
        return text;
    }

    public sealed class Client(ChannelBase channel)
    {
        private readonly CallInvoker _calls = channel.CreateCallInvoker();

        public string Echo(string request, Metadata? headers = null, DateTime? deadline = null, CancellationToken cancellationToken = default) => Echo(request, new CallOptions(headers, deadline, cancellationToken));

        public string Echo(string request, CallOptions options) => _calls.BlockingUnaryCall(s_echo, null, options, request);

        public AsyncUnaryCall<string> EchoAsync(string request, Metadata? headers = null, DateTime? deadline = null, CancellationToken cancellationToken = default) =>
            EchoAsync(request, new CallOptions(headers, deadline, cancellationToken));

        public AsyncUnaryCall<string> EchoAsync(string request, CallOptions options) => _calls.AsyncUnaryCall(s_echo, null, options, request);
    }
}
