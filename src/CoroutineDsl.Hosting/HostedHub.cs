using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace CoroutineDsl.Hosting;

/// <summary>The hub as a hosted service: the first to start, and so the last to stop.</summary>
internal sealed partial class HostedHub : IGreenletHub, IHostedService, IDisposable
{
    private readonly HubGroup _group;
    private readonly IServiceScopeFactory _scopes;
    private readonly ILogger _logger;

    public HostedHub(IOptions<GreenletHubOptions> options, IServiceScopeFactory scopes, ILoggerFactory loggers)
    {
        _scopes = scopes;
        _logger = loggers.CreateLogger("CoroutineDsl.Hub");
        _group = new HubGroup(1, options.Value.ToHubOptions());
        Hub.UnhandledException = (greenlet, exception) => LogFailure(greenlet.Name, exception);
        Hub.Blocked = report => LogStall(report.ToString());
        Hub.Deadlocked = report => LogDeadlock(report.ToString());
        Hub.TaskAbandoned = (greenlet, what) => LogAbandoned(greenlet.Name, what);
    }

    public Hub Hub => _group[0];

    public Task Spawn(Func<IEnumerator<Yield>> coroutine) => _group.Spawn(coroutine, hub: 0);

    public Task<T> Spawn<T>(Func<IEnumerator<Yield<T>>> coroutine) => _group.Spawn(coroutine, hub: 0);

    public Task SpawnScoped(Func<IServiceProvider, IEnumerator<Yield>> coroutine)
    {
        ArgumentNullException.ThrowIfNull(coroutine);
        return Spawn(() => ScopedCoroutine.Run(_scopes, coroutine));
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Kills what is left, and waits for its <c>finally</c> blocks as long as the host does.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        var stopped = Task.Factory.StartNew(_group.Stop, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        try
        {
            await stopped.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            LogStuck(GreenletTree.Capture(Hub).ToString());
        }
    }

    public void Dispose()
    {
        // StopAsync has stopped it; a host that was never started or never stopped leaves a background thread, which ends with the process
    }

    [LoggerMessage(1, LogLevel.Error, "Greenlet {Greenlet} failed")]
    private partial void LogFailure(string greenlet, Exception exception);

    [LoggerMessage(2, LogLevel.Warning, "{Report}")]
    private partial void LogStall(string report);

    [LoggerMessage(3, LogLevel.Error, "{Report}")]
    private partial void LogDeadlock(string report);

    [LoggerMessage(4, LogLevel.Warning, "Greenlet {Greenlet} was interrupted while it waited for {What}, which did not end within the grace and is let go")]
    private partial void LogAbandoned(string greenlet, string what);

    [LoggerMessage(5, LogLevel.Error, "The hub has not ended within the host's shutdown timeout:\n{Tree}")]
    private partial void LogStuck(string tree);
}
