using Xunit;
using static CoroutineDsl.Greenlet;

namespace CoroutineDsl.Tests.Diagnostics;

public sealed partial class ProfilerTests : HubTest
{
    [Fact]
    public void The_profiler_names_the_place_that_uses_the_hubs_time()
    {
        using var hub = new Hub(new HubOptions { MaxBlockingTime = null });
        using var profiler = HubProfiler.Start(hub);
        Spawn(Computes(profiler), "hog").Await();
        var hottest = profiler.Places()[0];
        Assert.Equal(("hog", nameof(ComputesInner)), (hottest.Greenlet, hottest.Place.Method));
        Assert.InRange(hottest.Share, 0.5, 1);
        Assert.Matches(@"(?m)^Computes, ProfilerTests\.cs:\d+;after ComputesInner, ProfilerTests\.cs:\d+ \d+$", profiler.ToFolded());
        Assert.Contains("hog, after ComputesInner, ProfilerTests.cs:", profiler.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void The_flight_recorder_keeps_the_last_events()
    {
        using var hub = Start();
        using var recorder = FlightRecorder.Start(hub, 20);
        var napper = Spawn(Naps(), "napper");
        napper.Await();
        Sleep(1).Await();
        FlightEventKind[] kinds = [.. recorder.Events().Where(happened => happened.Id == napper.Id).Select(happened => happened.Kind)];
        Assert.Equal([FlightEventKind.Woken, FlightEventKind.Runs, FlightEventKind.Ended], kinds[^3..]);
        Assert.True(recorder.Count > 20);
        Assert.Equal(20, recorder.Events().Count);
        Assert.Contains("napper #" + napper.Id, recorder.Dump(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_stall_writes_the_recorded_events_out()
    {
        using var hub = new Hub(new HubOptions { MaxBlockingTime = TimeSpan.FromMilliseconds(20) });
        using var stalled = new ManualResetEventSlim();
        hub.Blocked = _ => { };
        using var recorder = FlightRecorder.Start(hub);
        using var written = new Writer(stalled);
        recorder.DumpOnStall(written);
        Spawn(Stalls(stalled), "staller").Await();
        Assert.Contains("Runs      staller #", written.ToString(), StringComparison.Ordinal);
    }

    private sealed class Writer(ManualResetEventSlim written) : StringWriter
    {
        public override void Write(string? value)
        {
            base.Write(value);
            written.Set();
        }
    }

    [Coroutine]
    private static IEnumerator<Yield> Computes(HubProfiler profiler)
    {
        yield return Sleep(1);
        ComputesInner(profiler).Await();
    }

    [Coroutine]
    private static IEnumerator<Yield> ComputesInner(HubProfiler profiler)
    {
        yield return Sleep(1);
        while (profiler.Samples < 20)
        {
        }
    }

    [Coroutine]
    private static IEnumerator<Yield> Naps()
    {
        for (var i = 0; i < 20; i++) yield return Sleep(TimeSpan.FromSeconds(1));
    }

    [Coroutine]
    private static IEnumerator<Yield> Stalls(ManualResetEventSlim stalled)
    {
        yield return Sleep(1);
#pragma warning disable CORO004 // that it blocks is what the test is about
        stalled.Wait(TimeSpan.FromMinutes(1));
#pragma warning restore CORO004
    }
}
