using System.Net;
using CoroutineDsl.AspNetCore;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging;

namespace CoroutineDsl.AspNetCore.Tests;

/// <summary>An application over the transport, on a free port.</summary>
internal sealed class RunningApp : IAsyncDisposable
{
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly WebApplication _app;

    private RunningApp(WebApplication app)
    {
        _app = app;
        Address = new(app.Urls.First());
        Client = new(new SocketsHttpHandler { SslOptions = { RemoteCertificateValidationCallback = (_, _, _, _) => true } }) { BaseAddress = Address, Timeout = Patience };
    }

    public Uri Address { get; }

    public IPEndPoint EndPoint => new(IPAddress.Loopback, Address.Port);

    public HttpClient Client { get; }

    public static async Task<RunningApp> Start(
        Action<WebApplication> configure,
        Action<GreenletTransportOptions>? options = null,
        Action<ListenOptions>? listen = null,
        Action<Microsoft.Extensions.DependencyInjection.IServiceCollection>? services = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseGreenletTransport(options);
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, endPoint => listen?.Invoke(endPoint)));
        services?.Invoke(builder.Services);
        var app = builder.Build();
        configure(app);
        await app.StartAsync().WaitAsync(Patience);
        return new(app);
    }

    public Task Stop() => _app.StopAsync().WaitAsync(Patience);

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        using (var limit = new CancellationTokenSource(TimeSpan.FromMilliseconds(100))) await _app.StopAsync(limit.Token).WaitAsync(Patience);
        await _app.DisposeAsync().AsTask().WaitAsync(Patience);
    }
}
