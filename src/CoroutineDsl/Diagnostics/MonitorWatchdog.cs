using System.Text;

namespace CoroutineDsl;

/// <summary>
/// Finds the deadlock that no analyzer can see: a thread is parked with a monitor of .NET held (a <c>lock</c>, a <c>Lazy&lt;T&gt;</c>, a static constructor), and the thread that runs the hub waits for that monitor inside a step, so
/// that nobody can hand the hub back. From outside, that is a hub's thread which waits in one step while a helper of that hub is parked.
/// </summary>
internal sealed class MonitorWatchdog(Hub hub) : Watchdog(hub, TimeSpan.FromMilliseconds(500))
{
    private const string Advice =
        "If it waits for a lock that one of these holds, it waits for ever: a monitor of .NET stays with its thread, and only this hub can wake that one. "
        + "Use a CoLock in place of a lock around a wait, wait outside of Lazy<T> and static constructors, and make the plain methods coroutines (CORO006, CORO008; docs/threads.md).";

    /// <summary>Looks at the hub while helpers of it are parked.</summary>
    public static void Watch(Hub hub)
    {
        hub.HandOff.IsWatched = true;
        Watch(hub, new MonitorWatchdog(hub));
    }

    protected override bool IsOver(Hub hub)
    {
        hub.Failures.ReportThreads(hub.HandOff.Parking);
        if (hub.HandOff.ParkedThreads > 0) return false;
        hub.HandOff.IsWatched = false;
        Interlocked.MemoryBarrier(); // either this thread sees that a helper has parked, or that one sees that nobody watches
        if (hub.HandOff.ParkedThreads == 0) return true;
        hub.HandOff.IsWatched = true;
        return false;
    }

    protected override bool IsSuspicious(Hub hub) => hub.HandOff.ParkedThreads > 0 && IsWaiting(hub);

    protected override BlockedReport Report(Hub hub, Greenlet greenlet, TimeSpan duration)
    {
        var text = new StringBuilder("Its thread waits inside this step, while threads of other greenlets are parked with their stacks:\n");
        foreach (var parked in hub.Greenlets)
        {
            if (!parked.HoldsThread) continue;
            text.Append("  ").Append(NameOf(parked)).Append(": ").Append(parked.Doing()).Append('\n');
            foreach (var frame in parked.StackFrames) text.Append("    ").Append(frame).Append('\n');
        }

        return base.Report(hub, greenlet, duration) with { Details = text.Append(Advice).ToString() };
    }
}
