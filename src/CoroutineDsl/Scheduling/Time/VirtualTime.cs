namespace CoroutineDsl;

/// <summary>
/// A clock that stands still while anything can run and jumps to the next timer when all is idle: an hour of sleeps passes in milliseconds (trio's autojump clock).
/// A program that is never idle for a million steps is taken to have spent the time until its next timer.
/// Give it to <see cref="HubOptions.TimeProvider"/>.
/// </summary>
public sealed class VirtualTime : TimeProvider
{
    private readonly DateTimeOffset _start;
    private long _ticks;

    /// <summary>Starts at the beginning of the year 2000, UTC.</summary>
    public VirtualTime()
        : this(new DateTimeOffset(2000, 1, 1, 0, 0, 0, TimeSpan.Zero))
    {
    }

    /// <summary>Starts at a given time.</summary>
    public VirtualTime(DateTimeOffset start) => _start = start;

    /// <summary>
    /// How much real time the clock grants to tasks and sockets that a greenlet waits for, each time before it jumps. By default as long as they take (<see cref="Timeout.InfiniteTimeSpan"/>): the clock
    /// stands still while work goes on outside the hub, so no timeout of a test passes for it. A task of which nobody can tell whether anyone works at it (a <see cref="TaskCompletionSource"/>, an <c>async</c>
    /// method that waits) has 10 s; where <c>async</c> code waits for the hub itself, it has 20 ms. So have a socket whose other end is one of this hub's, a listener or datagram socket, which
    /// nobody may ever call, and an <see cref="AsyncResult{T}"/>.
    /// </summary>
    public TimeSpan Grace { get; init; } = Timeout.InfiniteTimeSpan;

    /// <summary>How much time has passed.</summary>
    public TimeSpan Elapsed => new(Interlocked.Read(ref _ticks));

    /// <inheritdoc/>
    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    /// <inheritdoc/>
    public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow() => DateTimeOffset.MaxValue - _start is var most && Elapsed < most ? _start + Elapsed : DateTimeOffset.MaxValue;

    /// <inheritdoc/>
    public override long GetTimestamp() => Interlocked.Read(ref _ticks);

    /// <summary>Moves the clock forward by hand, without waking anybody: the hub sees it at its next look at the clock.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The time is negative.</exception>
    public void Advance(TimeSpan time)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(time, TimeSpan.Zero);
        long before;
        do before = Interlocked.Read(ref _ticks);
        while (Interlocked.CompareExchange(ref _ticks, time.Ticks > long.MaxValue - before ? long.MaxValue : before + time.Ticks, before) != before);
    }

    internal void JumpTo(long timestamp) => Interlocked.Exchange(ref _ticks, timestamp);
}
