namespace CoroutineDsl;

/// <summary>
/// A primitive's turn in the run queue: where gevent schedules a callback that notifies those who wait. The first in line runs then, before anything else is ready, and so on while there is something to give.
/// Until then whoever runs may take what was given back.
/// </summary>
[System.Diagnostics.StackTraceHidden]
internal abstract class Turn : Coroutine
{
    private Greenlet? _greenlet; // on the hub of the first who waited
    private bool _isScheduled;

    /// <exception cref="InvalidOperationException">Somebody waits or has waited, and the current thread does not run that hub.</exception>
    public void CheckThread() => _greenlet?.Hub.CheckThread();

    /// <summary>As <see cref="CheckThread"/>, where the hub of the current thread is known.</summary>
    public void CheckHub(Hub here)
    {
        if (_greenlet is { } bound && !ReferenceEquals(bound.Hub, here)) bound.Hub.CheckThread();
    }

    /// <summary>Somebody is going to wait: from the first on, the line belongs to that hub.</summary>
    public void Enter(Hub here)
    {
        if (_greenlet is null) _greenlet = new Greenlet(here, this) { State = GreenletState.ForCallback };
        else CheckHub(here);
    }

    /// <summary>There may be something for those who wait.</summary>
    public void Schedule()
    {
        if (_greenlet is not { } greenlet) return;
        greenlet.Hub.CheckThread();
        if (_isScheduled) return;
        _isScheduled = true;
        greenlet.Hub.Ready.Add(greenlet);
    }

    public sealed override bool Resume(Greenlet greenlet)
    {
        _isScheduled = false;
        if (Next() is not { } waiter) return false;
        _isScheduled = true;
        greenlet.Hub.Ready.AddFirst(greenlet); // after the waiter: it may give back at once what it got
        waiter.WakeFirst();
        return false;
    }

    /// <summary>The next one to run, out of its list and with what it waited for; <c>null</c> if there is nothing to give, or nobody to give it to.</summary>
    protected abstract Waiter? Next();
}
