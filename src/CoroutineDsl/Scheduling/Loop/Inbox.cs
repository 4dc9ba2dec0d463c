using System.Collections.Concurrent;

namespace CoroutineDsl;

/// <summary>What other threads have posted to a hub, and the sleep that a post ends.</summary>
[System.Diagnostics.StackTraceHidden]
internal sealed class Inbox(Hub hub) : IDisposable
{
    private readonly ConcurrentQueue<Action> _callbacks = new();
    private Poller _poller = new IdlePoller(hub.Options.MaxSpinTime);
    private int _asleep;

    /// <summary>Who is to be told of the end.</summary>
    public DisposalWatch Disposal;

    public bool IsEmpty => _callbacks.IsEmpty;

    /// <summary>Whether the hub sleeps, as far as another thread can see.</summary>
    public bool IsAsleep => Volatile.Read(ref _asleep) == 1;

    /// <summary>How many sockets the hub watches.</summary>
    public int SocketCount => _poller.SocketCount;

    /// <summary>Any thread.</summary>
    public void Add(Action callback)
    {
        _callbacks.Enqueue(callback);

        // the enqueue must be visible before the flag is read: the hub sets the flag, then looks at the inbox once more
        Interlocked.MemoryBarrier();
        if (IsAsleep && Interlocked.Exchange(ref _asleep, 0) == 1) _poller.Wake();
        if (hub.IsDisposed) Drop();
    }

    /// <summary>Runs what has been posted. What is posted meanwhile waits for the next round.</summary>
    public void RunCallbacks()
    {
        if (_callbacks.IsEmpty) return;
        for (var count = _callbacks.Count; count > 0 && _callbacks.TryDequeue(out var callback); count--)
        {
            try
            {
                callback();
            }
            catch (Exception exception)
            {
                hub.Report(hub.Main, exception);
            }

            FlowingContext.Return(null); // what one callback sets is none of the next one's business
        }
    }

    /// <summary>Waits at most so long for an event or a post (negative: without end; zero: only looks at events).</summary>
    public void Poll(TimeSpan timeout)
    {
        if (timeout == TimeSpan.Zero)
        {
            _poller.Poll(timeout);
            return;
        }

        Volatile.Write(ref _asleep, 1);
        Interlocked.MemoryBarrier();
        try
        {
            if (_callbacks.IsEmpty) _poller.Poll(timeout);
        }
        finally
        {
            Volatile.Write(ref _asleep, 0);
        }
    }

    /// <summary>From now on the hub waits in this one, for more than timers and posts.</summary>
    public void UsePoller(Poller poller) => _poller = poller;

    public void Dispose()
    {
        Interlocked.MemoryBarrier();
        Drop();
        Disposal.Tell();
        _poller.Dispose();
    }

    /// <summary>Nothing that is posted runs any more: on the thread that disposes of the hub, or that posts after that.</summary>
    private void Drop()
    {
        while (_callbacks.TryDequeue(out var callback)) (callback.Target as SurePost)?.HubIsGone();
    }
}
