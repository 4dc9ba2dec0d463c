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
    /// How much real time the clock grants to what comes from outside the hub (tasks, sockets) each time before it jumps; 20 ms by default. A test whose other end is slow, or that runs on a busy machine, grants more.
    /// </summary>
    public TimeSpan Grace { get; init; } = TimeSpan.FromMilliseconds(20);

    /// <summary>How much time has passed.</summary>
    public TimeSpan Elapsed => new(Interlocked.Read(ref _ticks));

    /// <inheritdoc/>
    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    /// <inheritdoc/>
    public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow() => _start + Elapsed;

    /// <inheritdoc/>
    public override long GetTimestamp() => Interlocked.Read(ref _ticks);

    /// <summary>Moves the clock forward by hand, without waking anybody: the hub sees it at its next look at the clock.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The time is negative.</exception>
    public void Advance(TimeSpan time)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(time, TimeSpan.Zero);
        Interlocked.Add(ref _ticks, time.Ticks);
    }

    internal void JumpTo(long timestamp) => Interlocked.Exchange(ref _ticks, timestamp);
}
