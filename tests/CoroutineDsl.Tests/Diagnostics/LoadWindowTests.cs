using Xunit;

namespace CoroutineDsl.Tests.Diagnostics;

/// <summary>What is said about a hub's load: a second is a thousand ticks.</summary>
public sealed class LoadWindowTests
{
    private readonly LoadWindow _window = new(1000);

    [Fact]
    public void A_stall_of_a_fifth_of_each_second_is_a_fifth_wherever_the_looks_fall()
    {
        for (var now = 1; now <= 10_000; now += 5) _window.Look(now, now % 1000 < 200);
        for (var seconds = 1; seconds <= 9; seconds++) Assert.InRange(_window.BusyRatio(10_000 - (seconds * 1000)), 0.17, 0.23);
    }

    [Fact]
    public void Looks_that_come_late_count_for_the_time_that_has_passed()
    {
        _window.Look(1000, isAwake: false);
        _window.Look(1300, isAwake: true);
        _window.Look(2000, isAwake: false);
        Assert.Equal(0.3, _window.BusyRatio(0));
    }

    [Fact]
    public void One_late_post_among_many_that_are_not_is_the_worst_of_its_second()
    {
        for (var now = 1; now <= 10_000; now += 100) _window.Add(now, TimeSpan.FromMilliseconds(now % 1000 < 100 ? 180 : 1));
        Assert.Equal((180, 180), InMs(_window.Lags(9000)));
        Assert.Equal((180, 180), InMs(_window.Lags(0))); // one in ten
        _window.Add(10_100, TimeSpan.FromMilliseconds(500));
        Assert.Equal((500, 180), InMs(_window.Lags(0)));
    }

    [Fact]
    public void What_is_longer_ago_than_twelve_seconds_is_forgotten()
    {
        _window.Add(1, TimeSpan.FromSeconds(9));
        for (var now = 100; now <= 20_000; now += 100) _window.Look(now, isAwake: true);
        Assert.Equal(default, _window.Lags(0));
        Assert.Equal(1, _window.BusyRatio(0));
    }

    private static (double Worst, double OneInTwenty) InMs((TimeSpan Worst, TimeSpan OneInTwenty) lags) => (lags.Worst.TotalMilliseconds, lags.OneInTwenty.TotalMilliseconds);
}
