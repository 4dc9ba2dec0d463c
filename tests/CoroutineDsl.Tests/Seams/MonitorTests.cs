using System.Collections.Concurrent;
using Xunit;
using static CoroutineDsl.Greenlet;

namespace CoroutineDsl.Tests.Seams;

/// <summary>A monitor of .NET that a parked thread holds, and the hub's thread waits for: nobody can end that, so it is found and told.</summary>
public sealed partial class MonitorTests
{
    [Theory]
    [InlineData("lock")]
    [InlineData("Lazy")]
    public void A_hub_that_waits_for_a_lock_of_a_parked_thread_is_reported_with_both_and_what_to_do(string kind)
    {
        using var never = new ManualResetEventSlim();
        var reports = new BlockingCollection<BlockedReport>();
        var gate = new Gate();
        var lazy = new Lazy<int>(() =>
        {
            Sleep(3_600_000).Await();
            return 5;
        });
        var thread = new Thread(() =>
        {
            using var hub = new Hub(new HubOptions { MaxBlockingTime = null });
            hub.Blocked = reports.Add;
            for (var i = 0; i < 2; i++) Spawn(Works(() =>
            {
                if (kind == "lock") gate.WaitInside();
                else _ = lazy.Value;
            }), $"worker {i}");
            Sleep(1000).Await();
            never.Wait();
        }) { IsBackground = true };
        thread.Start();
        Assert.True(reports.TryTake(out var report, TimeSpan.FromSeconds(60)));
        Assert.Equal("worker 1", report!.Greenlet);
        Assert.Contains("worker 0: waits for", report.Details, StringComparison.Ordinal);
        Assert.Contains(nameof(Works), report.Details, StringComparison.Ordinal);
        Assert.Contains("CoLock", report.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void One_that_only_waits_with_a_thread_is_not_reported()
    {
        var reports = new List<BlockedReport>();
        using var hub = new Hub(new HubOptions { MaxBlockingTime = null });
        hub.Blocked = report =>
        {
            lock (reports) reports.Add(report);
        };
        Spawn(() => Sleep(1200).Await()).Await();
        lock (reports) Assert.Empty(reports);
    }

    [Coroutine]
    private static IEnumerator<Yield> Works(Action work)
    {
        work();
        yield break;
    }

    private sealed class Gate
    {
        private readonly object _sync = new();

        public void WaitInside()
        {
#pragma warning disable CORO008 // what the analyzer finds is found at run time too
            lock (_sync) Pause();
#pragma warning restore CORO008
        }

        private static void Pause() => Sleep(3_600_000).Await();
    }
}
