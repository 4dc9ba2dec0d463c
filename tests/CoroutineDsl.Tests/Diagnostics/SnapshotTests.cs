using System.Diagnostics;
using System.Text;
using Xunit;
using static CoroutineDsl.Coroutine;
using static CoroutineDsl.Greenlet;

namespace CoroutineDsl.Tests.Diagnostics;

/// <summary>A look at many greenlets from another thread: the hub reads them in slices and goes on between.</summary>
public sealed partial class SnapshotTests : HubTest
{
    private const int Many = 50_000;

    [Fact]
    public void Between_two_slices_everybody_who_is_ready_has_run()
    {
        using var hub = new Hub(new HubOptions());
        for (var i = 0; i < Many; i++) Spawn(Naps());
        Idle().Await();
        var steps = new int[2];
        var seen = new List<(int, int)>();
        var isOver = false;
        for (var i = 0; i < steps.Length; i++) Spawn(Runs(steps, i, () => Volatile.Read(ref isOver)));
        GreenletTree? tree = null;
        hub.Offload(() => tree = new TreeCapture(hub, sliced: () => seen.Add((steps[0], steps[1]))).Take()).Await();
        Volatile.Write(ref isOver, true);
        Assert.False(tree!.IsRacing);
        Assert.Equal(Many, tree.Greenlets.Count(greenlet => greenlet.WaitsFor == "time to pass"));
        Assert.InRange(seen.Count, Many / TreeCapture.SliceSize, int.MaxValue);
        for (var i = 1; i < seen.Count; i++) Assert.True(seen[i].Item1 > seen[i - 1].Item1 && seen[i].Item2 > seen[i - 1].Item2, $"slice {i}: {seen[i - 1]}, {seen[i]}");
    }

    [Fact]
    public void Who_ends_between_two_slices_is_left_out_and_who_is_born_waits_for_the_next_look()
    {
        using var hub = new Hub(new HubOptions());
        var last = new List<Greenlet>();
        for (var i = 0; i < 5 * TreeCapture.SliceSize; i++) last.Add(Spawn(Naps()));
        Idle().Await();
        var slices = 0;
        GreenletTree? tree = null;
        void Sliced()
        {
            if (slices++ > 0) return;
            last[^1].KillHard();
            Spawn(Naps(), "late");
        }

        hub.Offload(() => tree = new TreeCapture(hub, Sliced).Take()).Await();
        Assert.Null(tree!.Find(last[^1].Id));
        Assert.DoesNotContain(tree.Greenlets, greenlet => greenlet.Name == "late");
        Assert.Equal((5 * TreeCapture.SliceSize) - 1, tree.Greenlets.Count(greenlet => greenlet.WaitsFor == "time to pass"));
    }

    [Fact]
    public void Who_spawns_is_not_blamed_for_the_time_that_the_look_takes()
    {
        using var hub = new Hub(new HubOptions());
        var watch = HubInsight.Of(hub).Watch;
        var now = 0L;
        watch.Now = () => now;
        watch.SpawnPlace = () =>
        {
            now += Stopwatch.Frequency; // a second for the lines of an assembly
            return null;
        };
        using var listening = GreenletTree.Watch(hub);
        var spawner = Spawn(Spawns(() => now += Stopwatch.Frequency / 1000));
        Sleep(1).Await();
        var info = GreenletTree.Capture(hub).Find(spawner.Id)!;
        Assert.Equal((TimeSpan.FromMilliseconds(1), TimeSpan.FromMilliseconds(1)), (info.LongestStep!.Value, info.CpuTime!.Value));
    }

    [Fact]
    public void One_long_step_in_a_long_time_looks_wrong_for_a_while_only()
    {
        using var hub = new Hub(new HubOptions { TimeProvider = new VirtualTime() });
        var watch = HubInsight.Of(hub).Watch;
        var now = 0L;
        watch.Now = () => now;
        using var listening = GreenletTree.Watch(hub);
        Spawn(Spawns(() => now += Stopwatch.Frequency / 10), "slow once");
        Sleep(TimeSpan.FromSeconds(1)).Await();
        Assert.Contains("slow once", Problems());
        Sleep(TimeSpan.FromSeconds(20)).Await();
        Assert.DoesNotContain("slow once", Problems());

        string Problems()
        {
            var text = new StringBuilder();
            TreeText.Problems(text, GreenletTree.Capture(hub));
            return text.ToString();
        }
    }

    [Theory]
    [InlineData(2.99, "2.9 min")]
    [InlineData(59.99, "59 min")]
    [InlineData(0.0299, "1.7 s")]
    [InlineData(3, "3 min")]
    public void A_length_of_time_is_never_said_to_be_longer_than_it_is(double minutes, string text) => Assert.Equal(text, TreeText.Span(TimeSpan.FromMinutes(minutes)));

    [Theory]
    [InlineData(59.98, "60 min")]
    [InlineData(2.91, "3 min")]
    [InlineData(0.055, "3.3 s")]
    [InlineData(3, "3 min")]
    public void What_is_left_is_never_said_to_be_shorter_than_it_is(double minutes, string text) => Assert.Equal(text, TreeText.SpanAtMost(TimeSpan.FromMinutes(minutes)));

    [Coroutine]
    private static IEnumerator<Yield> Spawns(Action works)
    {
        works();
        Spawn(Naps());
        yield return Sleep(Timeout.InfiniteTimeSpan);
    }

    [Coroutine]
    private static IEnumerator<Yield> Naps()
    {
        yield return Sleep(Timeout.InfiniteTimeSpan);
    }

    [Coroutine]
    private static IEnumerator<Yield> Runs(int[] steps, int index, Func<bool> isOver)
    {
        while (!isOver())
        {
            steps[index]++;
            yield return Sleep();
        }
    }
}
