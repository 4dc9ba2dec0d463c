namespace CoroutineDsl;

/// <summary>A hub's clock, and the times of its timers: in the units of its timestamps. Integers throughout: a double has lost the last ticks of a clock that counts from the year 1.</summary>
internal sealed class HubClock(TimeProvider time) : IDisposable
{
    private static readonly TimeSpan s_longest = TimeSpan.FromDays(24); // that any timer takes

    private readonly long _frequency = time.TimestampFrequency;
    private ITimer? _timer;

    public TimeProvider Time => time;

    /// <summary>The clock, where it is a virtual one.</summary>
    public VirtualTime? Virtual { get; } = time as VirtualTime;

    /// <summary>Whether only its own timers tell how long to sleep in real time: it is neither the system's clock nor a virtual one.</summary>
    public bool WakesByTimer { get; } = !ReferenceEquals(time, TimeProvider.System) && time is not VirtualTime;

    /// <summary>Has the sleep of an idle hub ended when a timer is due; for how long the hub may sleep.</summary>
    public TimeSpan WakeAt(long due, TimeSpan sleep, Inbox inbox)
    {
        _timer ??= time.CreateTimer(static inbox => ((Inbox)inbox!).Add(static () => { }), inbox, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _timer.Change(sleep < s_longest ? sleep : s_longest, Timeout.InfiniteTimeSpan);
        return TicksUntil(due) == 0 ? TimeSpan.Zero : Timeout.InfiniteTimeSpan; // it may have been moved forward just before the timer began
    }

    public void Dispose() => _timer?.Dispose();

    /// <summary>Now, in units of 100 us, without a beginning: for differences of up to some days.</summary>
    public int Coarse => unchecked((int)(Scale(time.GetTimestamp(), TimeSpan.TicksPerSecond, _frequency, isUp: false) / 1000));

    /// <summary>When a timer that starts now and runs so long (in ticks of <see cref="TimeSpan"/>) is due.</summary>
    public long DueIn(long ticks)
    {
        var now = time.GetTimestamp();
        var span = Scale(ticks, _frequency, TimeSpan.TicksPerSecond, isUp: true);
        return now > long.MaxValue - span ? long.MaxValue : now + span;
    }

    /// <summary>How long it is until a due time, in ticks of <see cref="TimeSpan"/>, rounded up; not negative.</summary>
    public long TicksUntil(long due)
    {
        var now = time.GetTimestamp();
        if (due <= now) return 0;
        var left = (Int128)due - now;
        return Scale(left > long.MaxValue ? long.MaxValue : (long)left, TimeSpan.TicksPerSecond, _frequency, isUp: true);
    }

    /// <summary>A time in other units; one that these cannot hold is the longest that they can.</summary>
    private static long Scale(long time, long to, long from, bool isUp)
    {
        if (to == from) return time;
        if (to % from == 0 && Math.Abs(time) <= long.MaxValue / (to / from)) return time * (to / from);
        var scaled = ((Int128)time * to) + (isUp ? from - 1 : 0);
        scaled /= from;
        return scaled > long.MaxValue ? long.MaxValue : (long)scaled;
    }
}
