using System.Diagnostics;

namespace CoroutineDsl;

/// <summary>
/// Looks at all hubs from the watchdog's thread while somebody wants to know: who runs, for how long, and how long a post waits for its turn (the loop's lag). A hub does nothing for it but run one small post ten times a second.
/// </summary>
internal static class HubSampler
{
    public static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(5);

    /// <summary>Who collects metrics now and then is taken to have stopped after so long.</summary>
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(2);

    private static long s_wantedUntil = long.MinValue;
    private static int s_users;

    public static bool IsWanted => Volatile.Read(ref s_users) > 0 || Stopwatch.GetTimestamp() < Volatile.Read(ref s_wantedUntil);

    /// <summary>Samples until the result is disposed of. Any thread.</summary>
    public static IDisposable Use()
    {
        Interlocked.Increment(ref s_users);
        Watchdog.EnsureRuns();
        return new User();
    }

    /// <summary>Somebody collects metrics: samples for a while.</summary>
    public static void Want()
    {
        var isNew = !IsWanted;
        Volatile.Write(ref s_wantedUntil, Stopwatch.GetTimestamp() + (long)(s_patience.TotalSeconds * Stopwatch.Frequency));
        if (isNew) Watchdog.EnsureRuns();
    }

    /// <summary>On the watchdog's thread, every few milliseconds.</summary>
    public static void Look()
    {
        foreach (var insight in HubInsight.All())
        {
            if (insight.Hub is { } hub) insight.Load.Look(hub);
        }
    }

    private sealed class User : IDisposable
    {
        private int _isDisposed;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _isDisposed, 1) == 0) Interlocked.Decrement(ref s_users);
        }
    }
}
