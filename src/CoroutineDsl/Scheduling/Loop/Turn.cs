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
    private bool _isPutOff; // to the end of the run queue, once

    /// <summary>Somebody is going to wait, on the hub that what they wait for belongs to.</summary>
    public void Enter(Hub here)
    {
        if (_greenlet is { } bound && ReferenceEquals(bound.Hub, here)) return;
        if (_greenlet is not null) Forget();
        _greenlet = new Greenlet(here, this) { State = GreenletState.ForCallback };
        _isScheduled = _isPutOff = false;
    }

    /// <summary>There may be something for those who wait.</summary>
    public void Schedule()
    {
        if (_isScheduled || _greenlet is not { } greenlet) return;
        _isScheduled = true;
        greenlet.Hub.Ready.Add(greenlet);
    }

    /// <summary>As <see cref="Schedule"/>, for one that joins the line to let others run: all that is ready goes first, also where the turn would be next.</summary>
    public void ScheduleLast()
    {
        _isPutOff = _isScheduled;
        Schedule();
    }

    /// <summary>Those who waited did so on a hub that has been disposed of: nobody wakes them any more.</summary>
    public abstract void Forget();

    public sealed override bool Resume(Greenlet greenlet)
    {
        if (_isPutOff)
        {
            _isPutOff = false;
            greenlet.Hub.Ready.Add(greenlet);
            return false;
        }

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
