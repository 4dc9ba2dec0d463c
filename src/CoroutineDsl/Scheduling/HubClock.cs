namespace CoroutineDsl;

/// <summary>A hub's clock, and the times of its timers: in the units of its timestamps.</summary>
internal sealed class HubClock(TimeProvider time)
{
    private readonly double _ticksToTimestamp = time.TimestampFrequency / (double)TimeSpan.TicksPerSecond;

    public TimeProvider Time => time;

    /// <summary>The clock, where it is a virtual one.</summary>
    public VirtualTime? Virtual { get; } = time as VirtualTime;

    /// <summary>When a timer that starts now and runs so long (in ticks of <see cref="TimeSpan"/>) is due.</summary>
    public long DueIn(long ticks)
    {
        var now = time.GetTimestamp();
        var due = now + (ticks * _ticksToTimestamp);
        return due >= long.MaxValue ? long.MaxValue : Math.Max(now, (long)due);
    }

    /// <summary>How long it is until a due time, in ticks of <see cref="TimeSpan"/>, rounded up; not negative.</summary>
    public long TicksUntil(long due)
    {
        var left = due - time.GetTimestamp();
        return left <= 0 ? 0 : (long)Math.Min(Math.Ceiling(left / _ticksToTimestamp), TimeSpan.MaxValue.Ticks);
    }
}
