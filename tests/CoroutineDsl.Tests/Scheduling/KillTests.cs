using Xunit;
using static CoroutineDsl.Greenlet;

namespace CoroutineDsl.Tests.Scheduling;

/// <summary>Kills: before the first step, while waiting, of oneself, and what stands in their way (S-060 to S-072).</summary>
public sealed partial class KillTests : HubTest
{
    [Fact, Trait("Row", "60")]
    public void One_that_waits_is_killed_when_the_killer_waits()
    {
        using var hub = Start();
        var greenlet = Spawn(Cleans());
        Sleep().Await();
        var join = greenlet.Kill();
        Assert.False(greenlet.IsReady);
        Assert.Equal("start", Trace);
        join.Await();
        Assert.True(greenlet.IsReady);
        Assert.Equal("start clean", Trace);
        Assert.IsType<GreenletExit>(greenlet.Value);
        Assert.Throws<GreenletKilledException>(() => greenlet.Get().Await());
        Assert.Equal(0, Now);
        Assert.Equal(0, hub.Timers.Count);
        Assert.Empty(Reported);
    }

    [Fact, Trait("Row", "65")]
    public void A_kill_with_another_exception_is_a_failure()
    {
        using var hub = Start();
        var greenlet = Spawn(Cleans());
        Sleep().Await();
        var reason = new InvalidOperationException();
        greenlet.Kill(reason).Await();
        Assert.Same(reason, greenlet.Exception);
        Assert.Equal("start clean", Trace);
    }

    [Fact]
    public void A_kill_that_fails_a_greenlet_nobody_looks_at_is_reported()
    {
        using var hub = Start();
        var greenlet = Spawn(Cleans(), "victim");
        Sleep().Await();
        greenlet.Kill(new InvalidOperationException("why")).Await();
        Sleep().Await();
        Assert.Equal(("victim", "why"), (Reported.Single().Greenlet, Reported.Single().Failure.Message));
    }

    [Fact, Trait("Row", "67")]
    public void One_that_names_the_exit_catches_it_and_goes_on()
    {
        using var hub = Start();
        var greenlet = Spawn(new CatchesExit(Log));
        Sleep().Await();
        greenlet.Kill().Await();
        Assert.Equal("start caught slept finished", Trace);
        Assert.Equal(1, Now); // one kill is one exception: the wait after it works as any other
    }

    [Fact, Trait("Row", "63")]
    public void An_exception_other_than_an_exit_can_be_caught_as_any()
    {
        using var hub = Start();
        var greenlet = Spawn(CatchesAnything());
        Sleep().Await();
        var reason = new InvalidOperationException("mine");
        greenlet.Kill(reason).Await();
        Assert.Equal("caught mine slept", Trace);
        Assert.Null(greenlet.Exception);
        Assert.True(greenlet.IsSuccessful);
    }

    [Fact]
    public void An_exit_passes_through_catch_Exception()
    {
        using var hub = Start();
        var greenlet = Spawn(CatchesAnything());
        Sleep().Await();
        greenlet.Kill().Await();
        Assert.IsType<GreenletExit>(greenlet.Value);
        Assert.DoesNotContain("slept", Log); // code that is not lowered may see it, but gets it again
    }

    [Fact]
    public void A_kill_with_a_timeout_gives_up_silently()
    {
        using var hub = Start();
        var greenlet = Spawn(new CatchesExit(Log));
        Sleep().Await();
        greenlet.Kill(Seconds(0.5)).Await();
        Assert.Equal(0.5, Now);
        Assert.False(greenlet.IsReady);
        greenlet.Join().Await();
        Assert.True(greenlet.IsReady);
    }

    [Fact]
    public void Killing_one_that_has_ended_does_nothing()
    {
        using var hub = Start();
        var greenlet = Spawn(Returns(7));
        greenlet.Join().Await();
        greenlet.Kill().Await();
        greenlet.Kill(new InvalidOperationException()).Await();
        Assert.Equal(7, greenlet.Value);
        Assert.Null(greenlet.Exception);
    }

    [Fact]
    public void A_second_kill_before_the_first_has_run_is_harmless()
    {
        using var hub = Start();
        var greenlet = Spawn(Cleans());
        Sleep().Await();
        _ = greenlet.Kill();
        greenlet.Kill().Await();
        Assert.Equal("start clean", Trace);
        Assert.IsType<GreenletExit>(greenlet.Value);
    }

    [Fact]
    public void One_that_is_about_to_run_gets_the_exit_at_its_next_wait()
    {
        using var hub = Start();
        var set = new CoEvent();
        var greenlet = Spawn(WaitsTwice(set));
        Sleep().Await();
        set.Set();
        greenlet.Kill().Await();
        Assert.Equal("first True", Trace);
        Assert.IsType<GreenletExit>(greenlet.Value);
    }

    [Fact]
    public void One_that_is_about_to_run_and_does_not_wait_again_is_not_killed()
    {
        using var hub = Start();
        var greenlet = Spawn(Returns(7));
        Sleep().Await();
        greenlet.Kill().Await();
        Assert.Equal(7, greenlet.Value);
    }

    [Fact]
    public void Killing_oneself_throws_at_that_wait() => Run(KillsItself());

    [Fact]
    public void Killing_oneself_without_waiting_throws_at_the_next_wait()
    {
        using var hub = Start();
        var greenlet = Spawn(KillsItselfLater());
        greenlet.Join().Await();
        Assert.Equal("after", Trace);
        Assert.IsType<GreenletExit>(greenlet.Value);
    }

    [Fact]
    public void A_finally_block_may_wait_and_prolongs_the_kill()
    {
        using var hub = Start();
        var greenlet = Spawn(CleansSlowly());
        Sleep().Await();
        greenlet.Kill().Await();
        Assert.Equal("cleaning clean", Trace);
        Assert.Equal(2, Now);
        Assert.IsType<GreenletExit>(greenlet.Value);
    }

    [Fact]
    public void A_finally_block_that_runs_because_of_a_kill_is_not_disturbed_by_another()
    {
        using var hub = Start();
        var greenlet = Spawn(CleansSlowly());
        Sleep().Await();
        greenlet.Kill(Seconds(1)).Await();
        greenlet.Kill(new InvalidOperationException()).Await();
        Assert.Equal("cleaning clean", Trace);
        Assert.IsType<GreenletExit>(greenlet.Value);
    }

    [Fact]
    public void KillAll_kills_in_order_and_waits_for_the_survivors()
    {
        using var hub = Start();
        var greenlets = new[] { Spawn(Named("a")), Spawn(Named("b")), Spawn(CleansSlowly()), Spawn(Named("c")) };
        Sleep().Await();
        var ended = KillAll(greenlets).Await();
        Assert.Equal("a b cleaning c clean", Trace);
        Assert.Equal([greenlets[0], greenlets[1], greenlets[3], greenlets[2]], ended);
    }

    [Fact]
    public void KillAll_with_a_timeout_gives_those_that_have_ended()
    {
        using var hub = Start();
        var greenlets = new[] { Spawn(CleansSlowly()), Spawn(Named("a")) };
        Sleep().Await();
        Assert.Equal([greenlets[1]], KillAll(greenlets, timeout: Seconds(1)).Await());
        Assert.Equal(1, Now);
        Assert.False(greenlets[0].IsReady);
    }

    [Fact]
    public void A_kill_unwinds_all_frames()
    {
        using var hub = Start();
        var greenlet = Spawn(Nested(5));
        Sleep().Await();
        greenlet.Kill().Await();
        Assert.Equal("0 1 2 3 4 5", Trace);
    }

    [Fact]
    public void A_derived_exit_counts_as_success()
    {
        using var hub = Start();
        var greenlet = Spawn(Cleans());
        Sleep().Await();
        var reason = new Shutdown();
        greenlet.Kill(reason).Await();
        Assert.Same(reason, greenlet.Value);
        Assert.True(greenlet.IsSuccessful);
    }

    private sealed class Shutdown : GreenletExit;

    /// <summary>Catches the exit by name, sleeps a second, and ends. Written as the machine that it lowers to: in code that is not lowered a caught exit comes again.</summary>
    private sealed class CatchesExit(List<string> log) : Coroutine
    {
        public override bool Resume(Greenlet greenlet)
        {
            switch (State)
            {
                case 0:
                    log.Add("start");
                    State = 1;
                    return Runtime.LoweredCode.Begin(greenlet, this, Sleep(Forever));
                case 1:
                    try
                    {
                        Runtime.LoweredCode.End(greenlet);
                    }
                    catch (GreenletExit)
                    {
                        log.Add("caught");
                    }

                    State = 2;
                    return Runtime.LoweredCode.Begin(greenlet, this, Sleep(1000));
                default:
                    Runtime.LoweredCode.End(greenlet);
                    log.Add("slept");
                    log.Add("finished");
                    return true;
            }
        }
    }

    [Coroutine]
    private IEnumerator<Yield> Named(string name)
    {
        try
        {
            yield return Sleep(Forever);
        }
        finally
        {
            Add(name);
        }
    }

    [Coroutine]
    private IEnumerator<Yield> Cleans()
    {
        Add("start");
        try
        {
            yield return Sleep(Forever);
            Add("not reached");
        }
        finally
        {
            Add("clean");
        }
    }

    [Coroutine]
    private IEnumerator<Yield> CleansSlowly()
    {
        try
        {
            yield return Sleep(Forever);
        }
        finally
        {
            Add("cleaning");
            Sleep(Seconds(2)).Await();
            Add("clean");
        }
    }

    [Coroutine]
    private IEnumerator<Yield> CatchesAnything()
    {
        try
        {
            Sleep(Forever).Await();
        }
        catch (Exception e)
        {
            Add($"caught {e.Message}");
        }

        Sleep(1).Await();
        Add("slept");
        yield break;
    }

    [Coroutine]
    private static IEnumerator<Yield<int>> Returns(int value)
    {
        yield return Sleep();
        yield return value;
    }

    [Coroutine]
    private IEnumerator<Yield> WaitsTwice(CoEvent set)
    {
        var seen = set.Wait(Forever).Await();
        Add($"first {seen}");
        yield return Sleep(1);
        Add("not reached");
    }

    [Coroutine]
    private static IEnumerator<Yield> KillsItself()
    {
        var thrown = false;
        try
        {
            Current.Kill(new InvalidOperationException()).Await();
        }
        catch (InvalidOperationException)
        {
            thrown = true;
        }

        Assert.True(thrown);
        yield break;
    }

    [Coroutine]
    private IEnumerator<Yield> KillsItselfLater()
    {
        _ = Current.Kill();
        Add("after");
        yield return Sleep();
        Add("not reached");
    }

    [Coroutine]
    private IEnumerator<Yield> Nested(int depth)
    {
        try
        {
            if (depth == 0) yield return Sleep(Forever);
            else yield return Coroutine.Call(Nested(depth - 1));
        }
        finally
        {
            Add($"{depth}");
        }
    }
}
