namespace CoroutineDsl.Jobs;

/// <summary>The optional timeouts of waits.</summary>
internal static class TimeoutArgument
{
    /// <exception cref="ArgumentOutOfRangeException">It is negative and not <see cref="Timeout.InfiniteTimeSpan"/>.</exception>
    public static void Check(TimeSpan? timeout)
    {
        if (timeout is { } time && time != Timeout.InfiniteTimeSpan) ArgumentOutOfRangeException.ThrowIfLessThan(time, TimeSpan.Zero, nameof(timeout));
    }

    /// <summary>What is left of a time: zero where it has passed, no bound where it has none.</summary>
    public static TimeSpan Left(TimeSpan timeout, TimeSpan elapsed)
    {
        if (timeout == Timeout.InfiniteTimeSpan) return timeout;
        return timeout > elapsed ? timeout - elapsed : TimeSpan.Zero;
    }
}
