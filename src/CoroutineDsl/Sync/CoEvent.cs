namespace CoroutineDsl;

/// <summary>A flag that greenlets wait for (gevent's <c>Event</c>): <see cref="Set"/> wakes all who wait, in the order in which they began.</summary>
/// <remarks>For one hub. May be made anywhere; the hub is that of the first who waits. Across threads: <see cref="AsyncResult{T}"/>.</remarks>
public sealed class CoEvent : IWaitable
{
    private Source? _source;

    /// <summary>Whether the flag is set.</summary>
    public bool IsSet { get; private set; }

    /// <summary>How many wait now.</summary>
    public WaitStatistics Statistics => new(_source?.Waiters.Count ?? 0);

    bool IWaitable.HasCome => IsSet;

    /// <summary>Sets the flag and wakes all who wait now; their waits give <c>true</c> even if it is cleared before they run.</summary>
    public void Set()
    {
        _source?.Hub.CheckThread();
        IsSet = true;
        _source?.WakeAll();
    }

    /// <summary>Clears the flag.</summary>
    public void Clear()
    {
        _source?.Hub.CheckThread();
        IsSet = false;
    }

    /// <summary>Waits until the flag is set: <c>true</c>, or <c>false</c> when the timeout has passed first. Whoever waits while others are being woken runs after them.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The timeout is negative.</exception>
    public Suspension<bool> Wait(TimeSpan? timeout = null)
    {
        var ticks = Timeouts.Ticks(timeout);
        return IsSet && _source is not { Waking: > 0 } ? new Suspension<bool>(true) : new Suspension<bool>(SourceOf(), ticks);
    }

    /// <inheritdoc cref="Wait(TimeSpan?)"/>
    /// <param name="milliseconds">How long to wait at most.</param>
    public Suspension<bool> Wait(int milliseconds) => Wait(TimeSpan.FromMilliseconds(milliseconds));

    void IWaitable.Add(Waiter waiter)
    {
        var source = SourceOf();
        source.Hub.CheckThread();
        source.Waiters.Add(waiter);
    }

    void IWaitable.Remove(Waiter waiter) => _source!.Waiters.Remove(waiter);

    private Source SourceOf() => _source ??= new Source(this, Hub.Current);

    private sealed class Source(CoEvent owner, Hub hub) : WaitSource<bool>
    {
        public WaiterList Waiters;

        public Hub Hub => hub;

        /// <summary>How many have been woken and have not run yet.</summary>
        public int Waking { get; private set; }

        public void WakeAll()
        {
            for (var waiter = Waiters.First; waiter is not null; waiter = waiter.Next)
            {
                if (waiter is Greenlet) Waking++;
            }

            Waiters.WakeAll();
        }

        internal override bool Begin(Greenlet greenlet, object? state, long argument)
        {
            hub.CheckThread();
            if (!owner.IsSet)
            {
                Waiters.Add(greenlet);
                greenlet.Park(this, argument);
                return false;
            }

            if (Waking++ == 0) return true;
            greenlet.TakeTurn(this);
            return false;
        }

        internal override void Cancel(Greenlet greenlet) => Waiters.Remove(greenlet);

        internal override bool Take(Greenlet greenlet)
        {
            if (greenlet.TakeTimedOut()) return false;
            Waking--;
            return true;
        }

        internal override string Describe(Greenlet greenlet) => "an event";
    }
}
