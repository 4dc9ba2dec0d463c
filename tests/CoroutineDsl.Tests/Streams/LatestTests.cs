using Xunit;
using static CoroutineDsl.Greenlet;

namespace CoroutineDsl.Tests.Streams;

/// <summary>Kotlin's <c>flatMapLatest</c>, <c>mapLatest</c> and <c>distinctUntilChanged</c>.</summary>
public sealed partial class LatestTests : HubTest
{
    [Coroutine]
    private static IEnumerable<T> Of<T>(int pause, params T[] values)
    {
        foreach (var value in values)
        {
            yield return value;
            Sleep(pause).Await();
        }
    }

    [Coroutine]
    private IEnumerable<string> Steps(string value)
    {
        try
        {
            yield return $"{value}0";
            Sleep(100).Await();
            yield return $"{value}1";
        }
        finally
        {
            Sleep(10).Await();
            Add($"ended {value} at {Clock.Elapsed.TotalMilliseconds},");
        }
    }

    [Coroutine]
    private IEnumerator<Yield<string>> Looks(string value)
    {
        try
        {
            Add($"looks {value},");
            Sleep(100).Await();
            yield return $"found {value}";
        }
        finally
        {
            Sleep(10).Await();
        }
    }

    [Coroutine]
    private IEnumerator<Yield> Says<T>(CoEnumerable<T> values)
    {
        foreach (var value in values) Add($"{value}");
        yield break;
    }

    [Fact]
    public void A_new_value_ends_the_stream_of_the_one_before_and_waits_for_its_cleanup()
    {
        const string expected = "a0 ended a at 60, b0 ended b at 120, c0 c1 ended c at 230,";
        Run(Says(OfCoroutine(50, "a", "b", "c").SelectLatest(value => StepsCoroutine(value))));
        Assert.Equal(expected, Trace);
    }

    [Fact]
    public void Code_that_is_not_lowered_sees_the_same()
    {
        using var hub = Start();
        IEnumerable<string> values = OfCoroutine(50, "a", "b", "c").SelectLatest(value => Steps(value).AsStream());
        foreach (var value in values) Add(value);
        Assert.Equal("a0 ended a at 60, b0 ended b at 120, c0 c1 ended c at 230,", Trace);
        Assert.Equal(0, hub.Count);
    }

    [Fact]
    public void A_coroutine_of_a_value_that_is_no_longer_the_latest_is_killed()
    {
        Run(Says(OfCoroutine(50, "a", "b", "c").SelectLatest(value => Looks(value))));
        Assert.Equal("looks a, looks b, looks c, found c", Trace);
    }

    [Fact]
    public void What_a_stream_gives_without_a_wait_is_delivered()
    {
        using var hub = Start();
        Assert.Equal([1, 2, 2, 3, 3, 4], OfCoroutine(0, 1, 2, 3).SelectLatest(i => OfCoroutine(0, i, i + 1)).ToList().Await());
        Assert.Equal([1, 2, 2, 3, 3, 4], new[] { 1, 2, 3 }.AsStream().SelectLatest(i => new[] { i, i + 1 }.AsStream()).ToList().Await());
        Assert.Empty(Array.Empty<int>().AsStream().SelectLatest(i => OfCoroutine(1, i)).ToList().Await());
    }

    [Fact]
    public void What_the_source_a_stream_or_the_selector_throws_the_consumer_gets()
    {
        using var hub = Start();
        Assert.Throws<FormatException>(() => Up(3, failsAt: 2).SelectLatest(i => OfCoroutine(Never, i)).ToList().Await());
        Assert.Throws<FormatException>(() => Up(3).SelectLatest(i => Up(3, failsAt: 2)).ToList().Await());
        Assert.Throws<OverflowException>(() => Up(3).SelectLatest<int, int>(i => i == 2 ? throw new OverflowException() : Up(1)).ToList().Await());
        Assert.Equal(0, hub.Count);
    }

    private const int Never = 1_000_000_000;

    private static CoEnumerable<int> Up(int count, int failsAt = 0) => OfCoroutine(50, [.. Enumerable.Range(1, count)]).Select(i => i == failsAt ? throw new FormatException() : i);

    [Fact]
    public void Who_leaves_ends_the_source_and_the_stream_and_waits_for_both()
    {
        using var hub = Start();
        Assert.Equal("a0", StepsCoroutine("s").SelectLatest(_ => StepsCoroutine("a")).First().Await());
        Assert.Equal("ended s at 10, ended a at 20,", Trace);
        Assert.Equal(0, hub.Count);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_kill_of_who_is_leaving_leaves_nobody_behind(bool isMerge)
    {
        using var hub = Start();
        var values = isMerge ? new[] { StepsCoroutine("a"), StepsCoroutine("b") }.AsStream().Concat(StuckCoroutine()).Merge() : StepsCoroutine("s").SelectLatest(_ => StepsCoroutine("a"));
        var leaving = Spawn(values.First());
        Sleep(5).Await();
        leaving.Kill().Await();
        Sleep(Seconds(1)).Await();
        Assert.Equal(0, hub.Count);
    }

    // its cleanup is what a killed starter waits for
    [Coroutine]
    private static IEnumerable<CoEnumerable<string>> Stuck()
    {
        try
        {
            Sleep(Forever).Await();
        }
        finally
        {
            Sleep(20).Await();
        }

        yield break;
    }

    [Fact]
    public void A_value_that_is_equal_to_the_one_before_is_left_out()
    {
        using var hub = Start();
        Assert.Equal([1, 2, 1, 0], OfCoroutine(1, 1, 1, 2, 2, 2, 1, 0).DistinctUntilChanged().ToList().Await());
        Assert.Equal([null, "a", null], OfCoroutine(1, null, "a", "a", null, null).DistinctUntilChanged().ToList().Await());
        Assert.Equal(["a", "b", "a"], OfCoroutine(1, "a", "A", "b", "a").DistinctUntilChanged(StringComparer.OrdinalIgnoreCase).ToList().Await());
        Assert.Equal(["a", "bb", "c"], OfCoroutine(1, "a", "b", "bb", "cc", "c").DistinctUntilChanged(value => value.Length).ToList().Await());
        Assert.Equal(["a", "b"], OfCoroutine(1, "a", "A", "b").DistinctUntilChanged(value => value, StringComparer.OrdinalIgnoreCase).ToList().Await());
        Assert.Empty(Array.Empty<int>().AsStream().DistinctUntilChanged().ToList().Await());
        Assert.Throws<FormatException>(() => Up(3, failsAt: 2).DistinctUntilChanged().ToList().Await());
    }
}
