namespace CoroutineDsl;

/// <summary>
/// Watches a hub that a thread made only by spawning on it. Nobody may ever run it: the callback of a pool thread returns, a thread ends, and the greenlets stay where they are. That is reported once, through
/// the hub's <see cref="Hub.UnhandledException"/>. The watch ends when the hub runs.
/// </summary>
internal sealed class UnenteredHub : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private Hub? _hub;
    private Greenlet? _first;
    private Thread? _thread;
    private bool _isOfPool;
    private Timer? _timer;

    /// <summary>A greenlet is spawned there. The first one counts.</summary>
    public void Begin(Hub hub, Greenlet first)
    {
        if (_timer is not null) return;
        (_hub, _first, _thread) = (hub, first, Thread.CurrentThread);
        _isOfPool = _thread.IsThreadPoolThread; // asked now: a dead thread throws
        _timer = new Timer(static watch => ((UnenteredHub)watch!).Look(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _timer.Change(Patience, Patience);
    }

    public void Dispose() => _timer?.Dispose();

    private void Look()
    {
        if (_hub!.HasRun || _hub.IsDisposed)
        {
            Dispose();
        }
        else if (_isOfPool || !_thread!.IsAlive)
        {
            Dispose();
            _hub.Report(_first!, new InvalidOperationException(
                $"{_hub.Count} greenlets were spawned on the hub of {(_isOfPool ? "a thread of the pool" : $"thread '{_thread!.Name ?? "unnamed"}', which has ended")}, and nobody has run it: '{_first!.Name}' never ran. "
                + "Spawn them on a hub that runs (Hub.Post from another thread), or wait for them on that thread: Spawn(...).Join().Await()."));
        }
    }
}
