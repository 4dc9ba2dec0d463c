namespace CoroutineDsl.Patching;

/// <summary>Cooperative <see cref="Thread"/> and <see cref="Parallel"/>. To give up waiting for a thread leaves the thread as it is.</summary>
public static class ThreadPatches
{
    private const int Look = 50;

    /// <summary>Waits on a pool thread for the thread to end. A wait that is given up takes nothing; it lets the pool's thread go within 50 ms.</summary>
    [Patches(typeof(Thread), nameof(Thread.Join), Area = Patch.Thread)]
    public static Suspension CoJoin(this Thread thread) => Joined(thread, Timeouts.None);

    /// <inheritdoc cref="CoJoin(Thread)"/>
    [Patches(typeof(Thread), nameof(Thread.Join), Area = Patch.Thread)]
    public static Suspension<bool> CoJoin(this Thread thread, int millisecondsTimeout) => Joined(thread, Timed.Ticks(millisecondsTimeout));

    /// <inheritdoc cref="CoJoin(Thread)"/>
    [Patches(typeof(Thread), nameof(Thread.Join), Area = Patch.Thread)]
    public static Suspension<bool> CoJoin(this Thread thread, TimeSpan timeout) => Joined(thread, Timed.Ticks(timeout));

    /// <summary>As <see cref="Greenlet.Sleep(TimeSpan)"/>, within the limits of <see cref="Thread.Sleep(TimeSpan)"/>.</summary>
    /// <param name="time">How long.</param>
    /// <exception cref="ArgumentOutOfRangeException">The time is negative, or longer than <see cref="int.MaxValue"/> milliseconds.</exception>
    public static Suspension Sleep(TimeSpan time)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan((long)time.TotalMilliseconds, int.MaxValue, nameof(time));
        return Greenlet.Sleep(time);
    }

    private static Suspension<bool> Joined(Thread thread, long ticks) => StartedThread.Of(thread) is { } started ? Joined(started, ticks) : Call.Of(
        (thread, ticks),
        static (s, token) => s.thread.Join(0) ? new(true) : s.ticks == 0 ? new(false) : new(Pooled.Run(() => Join(s.thread, token))),
        static (_, _) => new(true),
        ticks,
        static _ => false,
        what: "Thread.Join");

    private static Suspension<bool> Joined(StartedThread started, long ticks) => Call.Of(
        (started, ticks),
        static (s, token) => !s.started.IsAlive ? new(true) : s.ticks == 0 ? new(false) : new(Ended(s.started, token)),
        static (_, _) => new(true),
        ticks,
        static _ => false,
        what: "Thread.Join");

    private static async Task<bool> Ended(StartedThread started, CancellationToken token)
    {
        await started.End.WaitAsync(token).ConfigureAwait(false);
        return true;
    }

    // a thread that joins another cannot be told to stop
    private static bool Join(Thread thread, CancellationToken token)
    {
        while (!thread.Join(Look)) token.ThrowIfCancellationRequested();
        return true;
    }
}
