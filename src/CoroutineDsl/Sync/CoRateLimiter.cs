namespace CoroutineDsl;

/// <summary>
/// Lets so many through in so much time, first come, first served, by the hub's clock: a bucket that fills steadily with permits (as <c>System.Threading.RateLimiting.TokenBucketRateLimiter</c>, under greenlets).
/// </summary>
/// <remarks>For one hub. To share a <c>RateLimiter</c> with other threads, wait for it: <c>Cancellable(token =&gt; limiter.AcquireAsync(1, token), lease =&gt; lease.Dispose())</c>.</remarks>
[System.Diagnostics.DebuggerDisplay("{ToString(),nq}")]
public sealed class CoRateLimiter
{
    private readonly long _period; // ticks for one permit
    private readonly Source _source;
    private WaiterList _waiters;
    private Line? _line;
    private HubBinding _home;
    private Int128 _stock; // in ticks: so much of the time that has passed is not spent
    private TimeSpan _counted; // the time up to which the stock is counted

    /// <summary>Makes a limiter, its bucket full.</summary>
    /// <param name="permits">How many permits a period brings.</param>
    /// <param name="period">How long a period is.</param>
    /// <param name="burst">How many permits the bucket holds at most; <c>null</c>: as many as a period brings.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is not positive, or the period is shorter than a tick a permit.</exception>
    public CoRateLimiter(int permits, TimeSpan period, int? burst = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(permits);
        ArgumentOutOfRangeException.ThrowIfLessThan(period.Ticks, permits, nameof(period));
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(burst ?? permits, nameof(burst));
        _period = period.Ticks / permits;
        Burst = burst ?? permits;
        _stock = Full;
        _source = new Source(this);
    }

    /// <summary>Makes a limiter, its bucket full; the period is in milliseconds.</summary>
    /// <inheritdoc cref="CoRateLimiter(int, TimeSpan, int?)"/>
    public CoRateLimiter(int permits, int milliseconds, int? burst = null)
        : this(permits, TimeSpan.FromMilliseconds(milliseconds), burst)
    {
    }

    /// <summary>How many permits the bucket holds at most.</summary>
    public int Burst { get; }

    /// <summary>How many permits there are now.</summary>
    public int AvailableCount
    {
        get
        {
            if (_line is not null) Count();
            return (int)(_stock / _period);
        }
    }

    /// <summary>How many wait for one.</summary>
    public WaitStatistics Statistics => new(_waiters.Count);

    /// <summary>Takes a permit; waits until there is one.</summary>
    /// <param name="timeout">How long to wait at most.</param>
    /// <returns><c>false</c> if the timeout passed first.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The timeout is negative.</exception>
    public Suspension<bool> Acquire(TimeSpan? timeout = null) => new(_source, Timeouts.Ticks(timeout));

    /// <inheritdoc cref="Acquire(TimeSpan?)"/>
    public Suspension<bool> Acquire(int milliseconds) => Acquire(TimeSpan.FromMilliseconds(milliseconds));

    /// <summary>Takes a permit if there is one, and nobody waits for it.</summary>
    public bool TryAcquire()
    {
        Enter(Hub.Current);
        Count();
        return _waiters.IsEmpty && Take();
    }

    /// <summary>What it is, and its state now.</summary>
    public override string ToString() => $"rate limiter ({AvailableCount} of {Burst} permits{InWords.Waiting(_waiters.Count)})";

    private Int128 Full => (Int128)_period * Burst;

    private void Enter(Hub here)
    {
        if (_home.Check(here)) (_waiters, _line) = (default, null);
        if (_line is not null) return;
        _line = new Line(this, here);
        _counted = _line.Now;
    }

    private void Count()
    {
        var now = _line!.Now;
        _stock = Int128.Min(_stock + (now - _counted).Ticks, Full);
        _counted = now;
    }

    private bool Take()
    {
        if (_stock < _period) return false;
        _stock -= _period;
        return true;
    }

    private void HandOn()
    {
        Count();
        while (_stock >= _period && _waiters.TryTake(out var waiter))
        {
            Take();
            waiter.Wake();
        }

        Arm();
    }

    private void Arm()
    {
        if (!_waiters.IsEmpty) _line!.WakeIn(_period - (long)_stock);
    }

    private bool Begin(Greenlet greenlet, WaitSource source, long timeout)
    {
        if (Try(greenlet)) return true;
        _waiters.Add(greenlet);
        greenlet.Park(source, timeout);
        Arm();
        return false;
    }

    private bool Try(Greenlet greenlet)
    {
        Enter(greenlet.Hub);
        Count();
        return _waiters.IsEmpty && Take();
    }

    private void Leave(Greenlet greenlet)
    {
        _waiters.Remove(greenlet);
        if (_waiters.IsEmpty) _line!.Disarm();
    }

    /// <summary>The timer for the next permit.</summary>
    private sealed class Line(CoRateLimiter owner, Hub hub) : Waiter
    {
        private readonly long _start = hub.Time.GetTimestamp();

        public Hub Hub => hub;

        public TimeSpan Now => hub.Time.GetElapsedTime(_start);

        public void WakeIn(long ticks)
        {
            if (TimerIndex < 0) hub.Timers.Add(this, hub.DueIn(Math.Max(ticks, 1)));
        }

        public void Disarm()
        {
            if (TimerIndex >= 0) hub.Timers.Remove(this);
        }

        internal override void Wake()
        {
        }

        internal override void TimerDue() => owner.HandOn();
    }

    private sealed class Source(CoRateLimiter owner) : WaitSource<bool>
    {
        internal override bool Try(Greenlet greenlet, object? state, long argument) => owner.Try(greenlet);

        internal override bool Begin(Greenlet greenlet, object? state, long argument) => owner.Begin(greenlet, this, argument);

        internal override void Cancel(Greenlet greenlet) => owner.Leave(greenlet);

        internal override bool Take(Greenlet greenlet) => !greenlet.TakeTimedOut();

        internal override string Describe(Greenlet greenlet) => "a permit of a rate limiter";
    }
}
