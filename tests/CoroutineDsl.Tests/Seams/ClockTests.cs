using CoroutineDsl.Net;
using Microsoft.Extensions.Time.Testing;
using Xunit;
using static CoroutineDsl.Greenlet;

namespace CoroutineDsl.Tests.Seams;

/// <summary>Clocks of all kinds: timers are due to the tick, and what moves a clock wakes the hub.</summary>
public sealed class ClockTests : HubTest
{
    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(13)]
    [InlineData(250)]
    [InlineData(30_000)]
    public void A_clock_of_absolute_ticks_is_met_to_the_tick(int milliseconds)
    {
        var clock = new FakeTimeProvider(new DateTimeOffset(2026, 11, 29, 12, 34, 56, TimeSpan.Zero));
        using var hub = new Hub(new HubOptions { TimeProvider = clock });
        var sleeper = Spawn(Bodies.SleepsFor(milliseconds));
        hub.Offload(() => 0).Await(); // the hub is idle, and looks at its timers
        clock.Advance(TimeSpan.FromMilliseconds(milliseconds) - TimeSpan.FromTicks(1));
        hub.Offload(() => 0).Await();
        Assert.False(sleeper.IsReady);
        clock.Advance(TimeSpan.FromTicks(1));
        sleeper.Await();
    }

    [Fact]
    public void Times_of_every_frequency_are_rounded_up_and_never_overflow()
    {
        foreach (var frequency in new long[] { 1, 3, 1000, 32768, TimeSpan.TicksPerSecond, 1_000_000_000, 3_000_000_007 })
        {
            using var clock = new HubClock(new OddClock(frequency));
            foreach (var ticks in new[] { 0, 1, 9999, 10_000, TimeSpan.TicksPerDay, long.MaxValue - 1, long.MaxValue })
            {
                var due = clock.DueIn(ticks);
                Assert.True(due >= OddClock.Now, $"{frequency} {ticks}: {due}");
                var exact = (Int128)ticks * frequency / TimeSpan.TicksPerSecond;
                if (due < long.MaxValue) Assert.InRange((long)((Int128)due - OddClock.Now - exact), 0, 1);
                Assert.InRange(clock.TicksUntil(due), 0, long.MaxValue);
            }
        }
    }

    [Fact]
    public void A_clock_that_another_thread_moves_wakes_the_hub()
    {
        var clock = new FakeTimeProvider();
        var before = clock.GetTimestamp();
        using var hub = new Hub(new HubOptions { TimeProvider = clock });
        var sleeper = Spawn(Bodies.SleepsFor(3_600_000));
        ThreadPool.QueueUserWorkItem(_ =>
        {
            while (!hub.Inbox.IsAsleep) Thread.Yield();
            clock.Advance(TimeSpan.FromHours(1));
        });
        sleeper.Await();
        Assert.Equal(TimeSpan.FromHours(1), clock.GetElapsedTime(before));
    }

    [Fact]
    public void Many_steps_of_such_a_clock_fire_each_timer_once_and_in_order()
    {
        var clock = new FakeTimeProvider();
        using var hub = new Hub(new HubOptions { TimeProvider = clock });
        var sleepers = Enumerable.Range(1, 50).Select(i => Spawn(() =>
        {
            Sleep(i * 10).Await();
            Add($"{i}");
        })).ToArray();
        ThreadPool.QueueUserWorkItem(_ =>
        {
            while (Array.Exists(sleepers, sleeper => !sleeper.IsReady))
            {
                if (hub.Inbox.IsAsleep) clock.Advance(TimeSpan.FromMilliseconds(10));
                Thread.Yield();
            }
        });
        JoinAll(sleepers).Await();
        Assert.Equal(Enumerable.Range(1, 50).Select(i => $"{i}"), Log);
    }

    [Fact]
    public void The_longest_times_break_nothing()
    {
        var clock = new VirtualTime();
        using var hub = new Hub(new HubOptions { TimeProvider = clock });
        Assert.False(new CoEvent().Wait(TimeSpan.MaxValue).Await());
        Assert.Equal(DateTimeOffset.MaxValue, clock.GetUtcNow());
        clock.Advance(TimeSpan.MaxValue);
        Assert.Equal(DateTimeOffset.MaxValue, clock.GetUtcNow());
        Assert.Equal(long.MaxValue, clock.GetTimestamp());
        using var deadline = CoTimeout.Start(TimeSpan.MaxValue);
    }

    [Fact]
    public void The_longest_periods_of_limiters_and_tickers_break_nothing()
    {
        using var hub = Start();
        var rate = new CoRateLimiter(1, TimeSpan.MaxValue, 10);
        Assert.Equal(10, rate.AvailableCount);
        for (var i = 0; i < 10; i++) Assert.True(rate.TryAcquire());
        Assert.False(rate.Acquire(1000).Await());
        using var ticker = new Ticker(TimeSpan.MaxValue);
        using (CoTimeout.Start(1000)) Assert.Throws<CoTimeoutException>(() => ticker.WaitForNextTick().Await());
        var many = new CoRateLimiter(int.MaxValue, TimeSpan.MaxValue, int.MaxValue);
        Assert.True(many.TryAcquire());
    }

    [Theory]
    [InlineData("default")]
    [InlineData("poll")]
    public void A_real_hub_takes_the_longest_times_too(string selector)
    {
        using var hub = new Hub(new HubOptions
        {
            MaxBlockingTime = TimeSpan.MaxValue,
            MaxSpinTime = TimeSpan.FromMilliseconds(1),
            Selector = selector == "poll" ? () => new PollSelector() : null,
        });
        using var socket = CoSocket.Listen(new System.Net.IPEndPoint(System.Net.IPAddress.Loopback, 0));
        foreach (var time in new[] { TimeSpan.FromMinutes(36), TimeSpan.FromDays(25), TimeSpan.FromDays(50), TimeSpan.MaxValue })
        {
            var sleeper = Spawn(Bodies.SleepsFor(time));
            var accepter = Spawn(() => socket.Accept(time).Await());
            for (var i = 0; i < 3; i++) hub.Offload(() => 0).Await();
            accepter.Kill().Await();
            sleeper.Kill().Await();
        }
    }

    private sealed class OddClock(long frequency) : TimeProvider
    {
        public const long Now = 12345;

        public override long TimestampFrequency => frequency;

        public override long GetTimestamp() => Now;
    }
}
