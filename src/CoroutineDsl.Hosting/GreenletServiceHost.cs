using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace CoroutineDsl.Hosting;

/// <summary>Runs one <see cref="GreenletService"/> on the host's hub.</summary>
internal sealed partial class GreenletServiceHost<T>(
    IGreenletHub hub, IServiceScopeFactory scopes, IHostApplicationLifetime lifetime, IOptions<GreenletHubOptions> options, ILogger<T> logger) : IHostedService, IDisposable
    where T : GreenletService
{
    private readonly CancellationTokenSource _stopping = new();
    private Greenlet? _greenlet; // set and used on the hub
    private Task? _running;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _running = hub.Spawn(() => ScopedCoroutine.Run(scopes, Begin));
        _ = WatchAsync(_running);
        return Task.CompletedTask;
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        if (_running is null) return;
        await _stopping.CancelAsync().ConfigureAwait(false);
        await Task.WhenAny(_running, Wait(options.Value.StopGrace, cancellationToken)).ConfigureAwait(false);
        if (_running.IsCompleted) return;
        hub.Hub.Post(() => _greenlet?.Kill());
        await Task.WhenAny(_running, Wait(Timeout.InfiniteTimeSpan, cancellationToken)).ConfigureAwait(false);
        if (!_running.IsCompleted) LogLeft(typeof(T).Name);
    }

    public void Dispose() => _stopping.Dispose();

    private IEnumerator<Yield> Begin(IServiceProvider provider)
    {
        _greenlet = Greenlet.Current;
        _greenlet.Name = typeof(T).Name;
        return provider.GetRequiredService<T>().Execute(_stopping.Token);
    }

    private async Task WatchAsync(Task running)
    {
        try
        {
            await running.ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // killed: by the host's stop, or by somebody who wanted it so
        }
        catch (Exception exception)
        {
            LogFailure(typeof(T).Name, exception);
            if (options.Value.StopsHostOnFailure) lifetime.StopApplication();
        }
    }

    private static async Task Wait(TimeSpan time, CancellationToken token)
    {
        await Task.Delay(time, token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    [LoggerMessage(1, LogLevel.Critical, "Greenlet service {Service} failed")]
    private partial void LogFailure(string service, Exception exception);

    [LoggerMessage(2, LogLevel.Error, "Greenlet service {Service} has not ended within the host's shutdown timeout")]
    private partial void LogLeft(string service);
}
