namespace CoroutineDsl;

/// <summary>
/// Ticks in even steps by the hub's clock, without drift: the n-th tick is n periods after the first wait, however long the work between takes (<see cref="PeriodicTimer"/>, Go's <c>time.Ticker</c>). Ticks that nobody waited for become
/// one.
/// </summary>
/// <remarks>For one hub; when that has been disposed of, it starts anew on the next. <c>foreach (var n in ticker)</c> gives the number of the tick, from 1: <see cref="Count"/>.</remarks>
[System.Diagnostics.DebuggerDisplay("{ToString(),nq}")]
public sealed class Ticker : CoEnumerable<long>, IDisposable
{
    private readonly Source _source;
    private WaiterList _waiters;
    private HubBinding _home;
    private bool _hasStarted;
    private long _start;
    private bool _isDisposed;

    /// <summary>Makes a ticker; it starts with the first wait.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The period is not positive.</exception>
    public Ticker(TimeSpan period)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(period, TimeSpan.Zero);
        Period = period;
        _source = new Source(this);
    }

    /// <inheritdoc cref="Ticker(TimeSpan)"/>
    public Ticker(int milliseconds)
        : this(TimeSpan.FromMilliseconds(milliseconds))
    {
    }

    /// <summary>The time from tick to tick.</summary>
    public TimeSpan Period { get; }

    /// <summary>The number of the last tick that was waited for, from 1; those that nobody waited for count.</summary>
    public long Count { get; private set; }

    /// <summary>Waits for the next tick; at once if one has passed since the last wait. Its value is <c>false</c> once the ticker is disposed.</summary>
    public Suspension<bool> WaitForNextTick() => new(_source, Timeouts.None);

    /// <summary>Ends it: who waits goes on, and a <c>foreach</c> ends.</summary>
    public void Dispose()
    {
        if (_hasStarted && _home.Check()) _waiters = default;
        _isDisposed = true;
        _waiters.WakeAll();
    }

    /// <inheritdoc/>
    public override CoEnumerator<long> GetEnumerator() => new Enumerator(this);

    /// <summary>What it is, and its state now.</summary>
    public override string ToString() => $"ticker (every {TreeText.Span(Period)}, {(_isDisposed ? "disposed of" : $"at tick {Count}")}{InWords.Waiting(_waiters.Count)})";

    private bool TryTick(Hub hub)
    {
        if (_isDisposed) return true;
        if (_home.Check(hub)) (_waiters, _hasStarted, Count) = (default, false, 0); // another hub has another clock
        if (!_hasStarted) (_hasStarted, _start) = (true, hub.Time.GetTimestamp());

        var passed = hub.Time.GetElapsedTime(_start).Ticks / Period.Ticks;
        if (passed <= Count) return false;
        Count = passed;
        return true;
    }

    private sealed class Enumerator(Ticker ticker) : CoEnumerator<long>
    {
        public override long Current => ticker.Count;

        public override Suspension<bool> Step() => ticker.WaitForNextTick();
    }

    private sealed class Source(Ticker ticker) : WaitSource<bool>
    {
        internal override bool Try(Greenlet greenlet, object? state, long argument) => ticker.TryTick(greenlet.Hub);

        internal override bool Begin(Greenlet greenlet, object? state, long argument)
        {
            if (ticker.TryTick(greenlet.Hub)) return true;
            ticker._waiters.Add(greenlet);
            var hub = greenlet.Hub;
            greenlet.Park(this, Math.Max(1, (ticker.Count + 1) * ticker.Period.Ticks - hub.Time.GetElapsedTime(ticker._start).Ticks));
            return false;
        }

        internal override void Cancel(Greenlet greenlet) => ticker._waiters.Remove(greenlet);

        internal override bool Take(Greenlet greenlet)
        {
            if (greenlet.TakeTimedOut()) ticker.Count = Math.Max(ticker.Count + 1, greenlet.Hub.Time.GetElapsedTime(ticker._start).Ticks / ticker.Period.Ticks);
            return !ticker._isDisposed;
        }

        internal override string Describe(Greenlet greenlet) => "the next tick";
    }
}
