using Xunit;
using static CoroutineDsl.Greenlet;

namespace CoroutineDsl.Tests.Seams;

/// <summary>The ends of hubs: who is killed, what still runs, and that no thread stays.</summary>
public sealed class ShutDownTests : HubTest
{
    [Fact]
    public void It_kills_all_runs_every_finally_and_says_who_did_not_end()
    {
        var hub = Start();
        Spawn(Cleans("a", 1), "a");
        Spawn(Cleans("b", 60), "b");
        Spawn(() => Parks("c"), "c");
        Sleep().Await();
        var left = hub.ShutDown(Seconds(5)).Await();
        Assert.Equal("b", Assert.Single(left).Name);
        Assert.True(left[0].IsReady);
        Assert.Equal("c cleans a cleans", string.Join(' ', Log.Order(StringComparer.Ordinal).Reverse()));
        Assert.Equal(5, Now);
        Assert.True(hub.IsDisposed);
        Assert.NotSame(hub, Hub.Here);
        Assert.Empty(hub.ShutDown(Seconds(1)).Await());
    }

    [Fact]
    public void Those_that_come_meanwhile_are_killed_too()
    {
        var hub = Start();
        Spawn(SpawnsAtItsEnd());
        Sleep().Await();
        Assert.Empty(hub.ShutDown(Seconds(5)).Await());
        Assert.Equal("late ends", Trace);

        IEnumerator<Yield> SpawnsAtItsEnd()
        {
            try
            {
                yield return Sleep(Forever);
            }
            finally
            {
                Spawn(Late());
            }
        }

        IEnumerator<Yield> Late()
        {
            try
            {
                yield return Sleep(Forever);
            }
            finally
            {
                Add("late ends");
            }
        }
    }

    [Fact]
    public void In_a_greenlet_the_others_end_and_it_goes_on()
    {
        using var hub = Start();
        Spawn(Cleans("a", 1), "a");
        Spawn(Cleans("b", 60), "b");
        Sleep().Await();
        var left = Spawn(() => hub.ShutDown(Seconds(5)).Await()).Await();
        Assert.Equal("b", Assert.Single(left).Name);
        Assert.Equal("a cleans", Trace);
        Assert.Equal(5, Now);
    }

    [Fact]
    public void In_a_greenlet_those_that_come_meanwhile_have_their_time_too()
    {
        using var hub = Start();
        Spawn(Spawns());
        Sleep().Await();
        Assert.Empty(Spawn(() => hub.ShutDown(Seconds(5)).Await()).Await());
        Assert.Equal("late cleans", Trace);

        IEnumerator<Yield> Spawns()
        {
            try
            {
                yield return Sleep(Forever);
            }
            finally
            {
                Spawn(Cleans("late", 1));
                Sleep(1).Await();
            }
        }
    }

    [Fact]
    public void A_hub_that_is_disposed_of_leaves_no_thread_parked()
    {
        Thread? parked = null;
        using (Start())
        {
            Spawn(() =>
            {
                parked = Thread.CurrentThread;
                Parks("helper");
            });
            Spawn(Straggler());
            Sleep().Await();
        }

        Assert.Equal("helper cleans", Trace);
        Assert.True(SpinWait.SpinUntil(() => (parked!.ThreadState & ThreadState.WaitSleepJoin) != 0 || !parked.IsAlive, 10_000), "the thread is a spare again, or has left");

        IEnumerator<Yield> Straggler()
        {
            while (true) yield return Sleep(Forever);
        }
    }

    [Fact]
    public void What_a_run_leaves_behind_does_not_run_in_the_next()
    {
        using var hub = Start();
        var kept = Spawn(Cleans("kept", 0), "kept");
        Hub.Run(Leaves("first"));
        Assert.Equal("first cleans", Trace);
        Hub.Run(Leaves("second"));
        Assert.Equal("first cleans second cleans", Trace);
        Assert.False(kept.IsReady);
        Assert.Equal(1, hub.Count);

        IEnumerator<Yield> Leaves(string name)
        {
            Spawn(Cleans(name, 0), name);
            yield return Sleep();
        }
    }

    [Fact]
    public void What_a_run_leaves_behind_has_its_time_and_is_then_reported()
    {
        var reported = new List<string>();
        Hub.Run(Leaves(), new HubOptions { TimeProvider = Clock, ShutDownTimeout = Seconds(3) });
        Assert.Contains("slow", Assert.Single(reported), StringComparison.Ordinal);
        Assert.Equal("quick cleans", Trace);
        Assert.Equal(3, Now);

        IEnumerator<Yield> Leaves()
        {
            Hub.Current.UnhandledException = (_, failure) => reported.Add(failure.Message);
            Spawn(Cleans("quick", 1), "quick");
            Spawn(Cleans("slow", 60), "slow");
            yield return Sleep();
        }
    }

    [Fact]
    public void The_order_of_ends_stands_when_their_count_wraps()
    {
        using var hub = Start();
        var greenlets = Enumerable.Range(0, 3).Select(i => Spawn(Bodies.SleepsFor(i))).ToArray();
        JoinAll(greenlets).Await();
        for (var i = 0; i < 3; i++) greenlets[i].Slot = unchecked(int.MaxValue - 1 + i);
        Assert.Equal(greenlets, JoinAll([greenlets[2], greenlets[0], greenlets[1]]).Await());
    }

    private void Parks(string name)
    {
        try
        {
            Sleep(Forever).Await();
        }
        finally
        {
            Add($"{name} cleans");
        }
    }

    private IEnumerator<Yield> Cleans(string name, int seconds)
    {
        try
        {
            yield return Sleep(Forever);
        }
        finally
        {
            Sleep(Seconds(seconds)).Await();
            Add($"{name} cleans");
        }
    }
}
