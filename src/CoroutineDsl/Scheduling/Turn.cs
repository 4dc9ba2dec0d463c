namespace CoroutineDsl;

/// <summary>
/// A primitive's turn in the run queue: where gevent schedules a callback that notifies those who wait. The first in line runs then, before anything else is ready, and so on while there is something to give.
/// Until then whoever runs may take what was given back.
/// </summary>
internal abstract class Turn : Coroutine
{
    private readonly Greenlet _greenlet;
    private bool _isScheduled;

    protected Turn(Hub hub) => _greenlet = new Greenlet(hub, this) { State = GreenletState.ForCallback };

    public Hub Hub => _greenlet.Hub;

    /// <summary>There may be something for those who wait.</summary>
    public void Schedule()
    {
        Hub.CheckThread();
        if (_isScheduled) return;
        _isScheduled = true;
        Hub.Ready.Add(_greenlet);
    }

    public sealed override bool Resume(Greenlet greenlet)
    {
        _isScheduled = false;
        if (Next() is not { } waiter) return false;
        _isScheduled = true;
        Hub.Ready.AddFirst(_greenlet); // after the waiter: it may give back at once what it got
        waiter.WakeFirst();
        return false;
    }

    /// <summary>The next one to run, out of its list and with what it waited for; <c>null</c> if there is nothing to give, or nobody to give it to.</summary>
    protected abstract Waiter? Next();
}
