using System.Net;
using CoroutineDsl.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace CoroutineDsl.Hosting;

/// <summary>A server on the host's hub: accepts from the host's start on; at its stop it accepts no more, lets the connections end within the grace, and kills the rest.</summary>
internal sealed partial class GreenletServerHost(GreenletServerDescription description, IGreenletHub hub, IServiceScopeFactory scopes, IOptions<GreenletHubOptions> options, ILogger<StreamServer> logger) : IHostedService
{
    private StreamServer? _server; // on the hub

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await hub.Spawn(() => Start()).WaitAsync(cancellationToken).ConfigureAwait(false);
        LogListening(description.Listening.Task.Result);
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        var grace = options.Value.StopGrace;
        var stopped = hub.Spawn(() => Stop(grace));
        try
        {
            await stopped.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            LogLeft(description.EndPoint);
        }
    }

    [Coroutine]
    private IEnumerator<Yield> Start()
    {
        _server = new StreamServer(description.EndPoint, conn => Serve(conn), description.Options);
        _server.Start();
        description.Listening.TrySetResult(_server.LocalEndPoint!);
        yield break;
    }

    [Coroutine]
    private IEnumerator<Yield> Stop(TimeSpan grace)
    {
        if (_server is not null) yield return _server.Stop(grace);
    }

    private IEnumerator<Yield> Serve(CoSocket conn) => ScopedCoroutine.Run(scopes, provider => description.Handler(provider, conn));

    [LoggerMessage(1, LogLevel.Information, "Greenlet server listens on {EndPoint}")]
    private partial void LogListening(EndPoint endPoint);

    [LoggerMessage(2, LogLevel.Error, "Greenlet server {EndPoint} has not ended within the host's shutdown timeout")]
    private partial void LogLeft(EndPoint endPoint);
}
