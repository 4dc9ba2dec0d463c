namespace CoroutineDsl;

public sealed partial class Hub
{
    private int _asleep;
    private Poller _poller = new IdlePoller();

    /// <summary>Runs a callback on the hub, soon. Any thread; the one member for which that holds. Wakes the hub if it sleeps; callbacks of one thread run in order.</summary>
    /// <remarks>A callback that throws is reported to <see cref="UnhandledException"/> and stops nothing. A post alone does not keep a hub alive that has nothing to wait for.</remarks>
    public void Post(Action callback)
    {
        ArgumentNullException.ThrowIfNull(callback);
        _inbox.Enqueue(callback);
        // the enqueue must be visible before the flag is read: the hub sets the flag, then looks at the inbox once more
        Interlocked.MemoryBarrier();
        if (Volatile.Read(ref _asleep) == 1 && Interlocked.Exchange(ref _asleep, 0) == 1) _poller.Wake();
    }

    /// <summary>Runs a function on the thread pool and waits for its value; the hub goes on meanwhile. Its exception is thrown at the wait.</summary>
    public Suspension<T> Offload<T>(Func<T> function)
    {
        ArgumentNullException.ThrowIfNull(function);
        CheckThread();
        return Runtime.Waitables.From(Task.Run(function));
    }

    /// <inheritdoc cref="Offload{T}(Func{T})"/>
    public Suspension Offload(Action action)
    {
        ArgumentNullException.ThrowIfNull(action);
        CheckThread();
        return Runtime.Waitables.From(Task.Run(action));
    }

    /// <summary>Lets the hub wait for more than timers and posts.</summary>
    internal void UsePoller(Poller poller) => _poller = poller;

    private void TakeInbox()
    {
        // what is posted meanwhile has its turn in the next round
        for (var count = _inbox.Count; count > 0 && _inbox.TryDequeue(out var callback); count--)
        {
            try
            {
                callback();
            }
            catch (Exception exception)
            {
                Report(Main, exception);
            }
        }
    }

    private void Poll(TimeSpan timeout)
    {
        if (timeout == TimeSpan.Zero)
        {
            _poller.Poll(timeout);
            return;
        }

        Volatile.Write(ref _asleep, 1);
        Interlocked.MemoryBarrier();
        if (_inbox.IsEmpty) _poller.Poll(timeout);
        Volatile.Write(ref _asleep, 0);
    }
}
