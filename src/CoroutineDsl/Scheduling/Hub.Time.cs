namespace CoroutineDsl;

public sealed partial class Hub
{
    private readonly double _ticksToTimestamp;

    /// <summary>When a timer that starts now and runs so long (in ticks of <see cref="TimeSpan"/>) is due, in timestamp units.</summary>
    internal long DueIn(long ticks)
    {
        var now = Time.GetTimestamp();
        var due = now + (ticks * _ticksToTimestamp);
        return due >= long.MaxValue ? long.MaxValue : Math.Max(now, (long)due);
    }

    /// <summary>How long it is until a time in timestamp units, in ticks of <see cref="TimeSpan"/>; not negative.</summary>
    internal long TicksUntil(long due) => Math.Max(0, (long)Math.Ceiling((due - Time.GetTimestamp()) / _ticksToTimestamp));

    private void FireTimers()
    {
        if (Timers.Count == 0) return;
        var now = Time.GetTimestamp();
        while (Timers.Count > 0 && Timers.FirstDue <= now) Timers.TakeFirst().TimerDue();
    }

    private TimeSpan UntilNextTimer()
    {
        if (Timers.Count == 0) return System.Threading.Timeout.InfiniteTimeSpan;
        var left = Timers.FirstDue - Time.GetTimestamp();
        return left <= 0 ? TimeSpan.Zero : TimeSpan.FromTicks((long)Math.Min(Math.Ceiling(left / _ticksToTimestamp), TimeSpan.MaxValue.Ticks));
    }
}
