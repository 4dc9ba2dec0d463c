namespace CoroutineDsl;

/// <summary>
/// Watches a hub that a thread made only by spawning on it. Nobody may ever run it: the callback of a pool thread returns, a thread ends, and the greenlets stay where they are. That is reported once, through
/// the hub's <see cref="Hub.UnhandledException"/>. The watch ends when the hub runs.
/// </summary>
internal sealed class UnenteredHub
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private readonly Hub _hub;
    private readonly Greenlet _first;
    private readonly Thread _thread = Thread.CurrentThread;
    private readonly bool _isOfPool = Thread.CurrentThread.IsThreadPoolThread; // asked now: a dead thread throws
    private readonly Timer _timer;

    internal UnenteredHub(Hub hub, Greenlet first)
    {
        _hub = hub;
        _first = first;
        _timer = new Timer(static watch => ((UnenteredHub)watch!).Look(), this, Patience, Patience);
    }

    private void Look()
    {
        if (_hub.HasRun || _hub.IsDisposed)
        {
            _timer.Dispose();
        }
        else if (_isOfPool || !_thread.IsAlive)
        {
            _timer.Dispose();
            _hub.Report(_first, new InvalidOperationException(
                $"{_hub.Count} greenlets were spawned on the hub of {(_isOfPool ? "a thread of the pool" : $"thread '{_thread.Name ?? "unnamed"}', which has ended")}, and nobody has run it: '{_first.Name}' never ran. "
                + "Spawn them on a hub that runs (Hub.Post from another thread), or wait for them on that thread: Spawn(...).Join().Await()."));
        }
    }
}
