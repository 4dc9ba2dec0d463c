namespace CoroutineDsl;

/// <summary>A flag that greenlets wait for (gevent's <c>Event</c>): <see cref="Set"/> wakes all who wait, in the order in which they began.</summary>
/// <remarks>For one hub. May be made anywhere; the hub is that of the first who waits.</remarks>
public sealed class CoEvent
{
    private Source? _source;

    /// <summary>Whether the flag is set.</summary>
    public bool IsSet { get; private set; }

    /// <summary>Sets the flag and wakes all who wait now; their waits give <c>true</c> even if it is cleared before they run.</summary>
    public void Set()
    {
        _source?.Hub.CheckThread();
        IsSet = true;
        _source?.Waiters.WakeAll();
    }

    /// <summary>Clears the flag.</summary>
    public void Clear() => IsSet = false;

    /// <summary>Waits until the flag is set: <c>true</c>, or <c>false</c> when the timeout has passed first.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The timeout is negative.</exception>
    public Suspension<bool> Wait(TimeSpan? timeout = null)
    {
        var ticks = Timeouts.Ticks(timeout);
        return IsSet ? new Suspension<bool>(true) : new Suspension<bool>(_source ??= new Source(this, Hub.Current), ticks);
    }

    /// <inheritdoc cref="Wait(TimeSpan?)"/>
    /// <param name="milliseconds">How long to wait at most.</param>
    public Suspension<bool> Wait(int milliseconds) => Wait(TimeSpan.FromMilliseconds(milliseconds));

    private sealed class Source(CoEvent owner, Hub hub) : WaitSource<bool>
    {
        public WaiterList Waiters;

        public Hub Hub => hub;

        internal override bool Begin(Greenlet greenlet, object? state, long argument)
        {
            hub.CheckThread();
            if (owner.IsSet) return true;
            Waiters.Add(greenlet);
            greenlet.Park(this, argument);
            return false;
        }

        internal override void Cancel(Greenlet greenlet) => Waiters.Remove(greenlet);

        internal override bool Take(Greenlet greenlet) => !greenlet.TakeTimedOut();

        internal override string Describe(Greenlet greenlet) => "an event";
    }
}
