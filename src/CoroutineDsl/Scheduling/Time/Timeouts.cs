namespace CoroutineDsl;

/// <summary>How the optional timeouts of waits are carried: in ticks, negative for none.</summary>
internal static class Timeouts
{
    public const long None = -1;

    /// <exception cref="ArgumentOutOfRangeException">It is negative and not <see cref="System.Threading.Timeout.InfiniteTimeSpan"/>.</exception>
    public static long Ticks(TimeSpan? timeout)
    {
        if (timeout is not { } time || time == System.Threading.Timeout.InfiniteTimeSpan) return None;
        ArgumentOutOfRangeException.ThrowIfLessThan(time, TimeSpan.Zero, nameof(timeout));
        return time.Ticks;
    }
}
