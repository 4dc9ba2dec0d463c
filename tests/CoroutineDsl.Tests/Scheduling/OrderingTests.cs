using Xunit;
using static CoroutineDsl.Greenlet;

namespace CoroutineDsl.Tests.Scheduling;

/// <summary>In which order things run (S-001 to S-010): first in, first out, and timers by due time.</summary>
public sealed partial class OrderingTests : HubTest
{
    [Fact]
    public void Spawn_runs_nothing_before_the_caller_waits()
    {
        using var hub = Start();
        Spawn(Say("a"));
        Assert.Empty(Log);
        Sleep().Await();
        Assert.Equal("a", Trace);
    }

    [Fact]
    public void Greenlets_start_in_the_order_in_which_they_were_spawned()
    {
        using var hub = Start();
        foreach (var name in "abcdef") Spawn(Say(name.ToString()));
        Sleep().Await();
        Assert.Equal("a b c d e f", Trace);
    }

    [Fact, Trait("Row", "74")]
    public void Sleep_of_zero_goes_to_the_end_of_the_queue()
    {
        using var hub = Start();
        JoinAll(Spawn(TwoSteps(1)), Spawn(TwoSteps(2))).Await();
        Assert.Equal("1A 2A 1B 2B", Trace);
    }

    [Fact]
    public void What_becomes_ready_meanwhile_runs_before_timers()
    {
        using var hub = Start();
        SpawnLater(TimeSpan.Zero, Say("timer"));
        Spawn(SpawnsChild());
        Sleep(Seconds(1)).Await();
        Assert.Equal("parent child timer", Trace);
    }

    [Fact, Trait("Row", "75")]
    public void Endless_sleeps_of_zero_do_not_starve_timers()
    {
        using var hub = Start();
        var spinner = Spawn(Spin());
        Sleep(Seconds(1)).Await();
        Assert.False(spinner.IsReady);
        spinner.Kill().Await();
        Assert.True(spinner.IsReady);
    }

    [Fact]
    public void Sleeping_takes_as_long_as_it_says()
    {
        using var hub = Start();
        Sleep(Seconds(2)).Await();
        Assert.Equal(2, Now);
        Sleep(500).Await();
        Assert.Equal(2.5, Now);
        Sleep().Await();
        Assert.Equal(2.5, Now);
    }

    [Fact]
    public void Timers_fire_by_due_time_then_by_creation()
    {
        using var hub = Start();
        SpawnLater(Seconds(2), Say("2"));
        SpawnLater(Seconds(1), Say("1a"));
        SpawnLater(Seconds(3), Say("3"));
        SpawnLater(Seconds(1), Say("1b"));
        SpawnLater(Seconds(1), Say("1c"));
        Sleep(Seconds(4)).Await();
        Assert.Equal("1a 1b 1c 2 3", Trace);
    }

    [Fact]
    public void Many_timers_made_and_stopped_at_random_fire_in_order()
    {
        using var hub = Start();
        var seed = Random.Shared.Next();
        var random = new Random(seed);
        var sleepers = Enumerable.Range(0, 2000).Select(_ => random.Next(1, 500)).Select(delay => (delay, greenlet: Spawn(Sleeper(delay)))).ToList();
        Sleep().Await();
        var killed = sleepers.Where(_ => random.Next(3) == 0).ToList();
        KillAll(killed.Select(s => s.greenlet)).Await();
        JoinAll(sleepers.Select(s => s.greenlet)).Await();
        Assert.True(sleepers.Except(killed).Select(s => s.delay).Order().SequenceEqual(Log.Select(int.Parse)), $"seed {seed}");
    }

    [Fact]
    public void A_greenlet_to_start_later_runs_after_those_spawned_in_the_same_step()
    {
        using var hub = Start();
        SpawnLater(0, Say("later"));
        Spawn(Say("now"));
        Spawn(Say("now"));
        Sleep(1).Await();
        Assert.Equal("now now later", Trace);
    }

    [Fact, Trait("Row", "71")]
    public void A_greenlet_to_start_later_starts_when_its_delay_is_over()
    {
        using var hub = Start();
        var later = SpawnLater(Seconds(3), Clocked());
        Sleep().Await();
        Assert.Empty(Log);
        later.Join().Await();
        Assert.Equal("3", Trace);
    }

    [Fact]
    public void A_greenlet_that_started_later_waits_as_any_other()
    {
        using var hub = Start();
        var greenlet = SpawnLater(Seconds(1), WaitsForEvent(Seconds(5)));
        greenlet.Join().Await();
        Assert.Equal("True at 2", Trace);
    }

    [Fact, Trait("Row", "76")]
    public void Idle_returns_when_nothing_else_is_ready()
    {
        using var hub = Start();
        Spawn(Countdown(3));
        Idle().Await();
        Add("idle");
        Sleep().Await();
        Idle().Await();
        Assert.Equal("3 2 1 idle", Trace);
    }

    [Fact]
    public void Idle_does_not_wait_for_timers()
    {
        using var hub = Start();
        var sleeper = Spawn(Sleeper(1000));
        Idle().Await();
        Assert.Equal(0, Now);
        Assert.False(sleeper.IsReady);
    }

    [Fact, Trait("Row", "72")]
    public void A_greenlet_outlives_the_one_that_spawned_it()
    {
        using var hub = Start();
        var parent = Spawn(SpawnsChild());
        parent.Join().Await();
        Sleep().Await();
        Assert.Equal("parent child", Trace);
    }

    [Fact]
    public void A_seed_shuffles_reproducibly()
    {
        var runs = new[] { 1, 1, 2 }.Select(Shuffled).ToArray();
        Assert.Equal(runs[0], runs[1]);
        Assert.NotEqual(runs[0], runs[2]);
        Assert.Equal(runs[0].Order(), runs[2].Order());

        List<string> Shuffled(int seed)
        {
            Log.Clear();
            using var hub = Start(new HubOptions { Seed = seed });
            for (var i = 0; i < 20; i++) Spawn(TwoSteps(i));
            Sleep(1).Await();
            return [.. Log];
        }
    }

    [Coroutine]
    private IEnumerator<Yield> Say(string what)
    {
        Add(what);
        yield break;
    }

    [Coroutine]
    private IEnumerator<Yield> TwoSteps(int number)
    {
        Add($"{number}A");
        yield return Sleep();
        Add($"{number}B");
    }

    [Coroutine]
    private IEnumerator<Yield> SpawnsChild()
    {
        Spawn(Say("child"));
        Add("parent");
        yield break;
    }

    [Coroutine]
    private IEnumerator<Yield> Spin()
    {
        while (true) yield return Sleep();
    }

    [Coroutine]
    private IEnumerator<Yield> Sleeper(int milliseconds)
    {
        yield return Sleep(milliseconds);
        Add($"{milliseconds}");
    }

    [Coroutine]
    private IEnumerator<Yield> Clocked()
    {
        Add($"{Now}");
        yield break;
    }

    [Coroutine]
    private IEnumerator<Yield> WaitsForEvent(TimeSpan timeout)
    {
        var set = new CoEvent();
        Spawn(SetsLater(set, Seconds(1)));
        var seen = set.Wait(timeout).Await();
        Add($"{seen} at {Now}");
        yield break;
    }

    [Coroutine]
    private static IEnumerator<Yield> SetsLater(CoEvent set, TimeSpan delay)
    {
        yield return Sleep(delay);
        set.Set();
    }

    [Coroutine]
    private IEnumerator<Yield> Countdown(int from)
    {
        for (var i = from; i > 0; i--)
        {
            Add($"{i}");
            yield return Sleep();
        }
    }
}
