using Xunit;
using static CoroutineDsl.Greenlet;

namespace CoroutineDsl.Tests.Diagnostics;

public sealed partial class WatchdogTests
{
    [Fact, Trait("Row", "288")]
    public void A_greenlet_that_keeps_the_hub_busy_is_reported_once_with_its_name_and_frames()
    {
        using var reported = new ManualResetEventSlim();
        var reports = new List<BlockedReport>();
        using var hub = new Hub(new HubOptions { MaxBlockingTime = TimeSpan.FromMilliseconds(20) });
        hub.Blocked = report =>
        {
            lock (reports) reports.Add(report);
            reported.Set();
        };
        Spawn(Blocks(reported), "blocker").Await();
        lock (reports)
        {
            var report = Assert.Single(reports);
            Assert.Equal("blocker", report.Greenlet);
            Assert.True(report.Duration >= TimeSpan.FromMilliseconds(20));
            Assert.Equal(nameof(Blocks), report.StackFrames[0].Method);
            Assert.Contains("blocker", report.ToString(), StringComparison.Ordinal);
        }
    }

    [Fact, Trait("Row", "290"), Trait("Row", "291")]
    public void The_main_program_is_not_looked_at_and_a_greenlet_that_lets_go_moves_the_ring()
    {
        using var hub = new Hub(new HubOptions());
        Assert.Null(Watchdog.Busy(hub).Greenlet);
        var seen = new List<(Greenlet?, int)>();
        var greenlet = Spawn(Looks(hub, seen));
        greenlet.Await();
        Assert.Null(Watchdog.Busy(hub).Greenlet);
        Assert.All(seen, look => Assert.Same(greenlet, look.Item1));
        Assert.Equal(seen[0], seen[1]); // nothing in between
        Assert.NotEqual(seen[1], seen[2]);
    }

    [Fact, Trait("Row", "289")]
    public void It_is_off_unless_the_program_was_built_for_debugging() =>
        Assert.Equal(Watchdog.IsDebugBuild ? TimeSpan.FromMilliseconds(100) : null, new HubOptions().MaxBlockingTime);

    [Coroutine]
    private static IEnumerator<Yield> Blocks(ManualResetEventSlim reported)
    {
        yield return Sleep(1);
#pragma warning disable CORO004 // blocking is what it is reported for
        reported.Wait(TimeSpan.FromMinutes(1));
        SpinWait.SpinUntil(() => false, 50); // looks that find nothing more to say
#pragma warning restore CORO004
        yield return Sleep(1);
    }

    [Coroutine]
    private static IEnumerator<Yield> Looks(Hub hub, List<(Greenlet?, int)> seen)
    {
        yield return Sleep();
        seen.Add(Watchdog.Busy(hub));
        seen.Add(Watchdog.Busy(hub));
        yield return Sleep();
        seen.Add(Watchdog.Busy(hub));
    }
}
