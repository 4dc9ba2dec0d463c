using Xunit;
using static CoroutineDsl.Greenlet;

#pragma warning disable CORO007 // method groups: the un-lowered half of each test
#pragma warning disable CORO015 // to leave a nursery without Join is what is tested

namespace CoroutineDsl.Tests.Foundations;

/// <summary>Small hostile programs against the rules of exits, scopes, nurseries and tokens, by the public members only.</summary>
public sealed partial class HostileExitTests : HubTest
{
    [Fact]
    public void The_exit_of_another_greenlet_is_ordinary_where_it_is_thrown_again()
    {
        using var hub = Start();
        var killed = Spawn(Sleeps());
        Sleep().Await();
        killed.Kill().Await();
        var result = new AsyncResult<int>();
        result.SetException((Exception)killed.Value!);
        Spawn(CatchesAll(result)).Await();
        Assert.Equal("ordinary GreenletExit", Trace);
    }

    [Coroutine]
    private IEnumerator<Yield> CatchesAll(AsyncResult<int> result)
    {
        try
        {
            result.Get().Await();
        }
        catch (Exception exception)
        {
            Add($"ordinary {exception.GetType().Name}");
        }

        yield break;
    }

    [Fact]
    public void One_exit_object_kills_many_and_is_an_exit_in_each()
    {
        using var hub = Start();
        var exit = new GreenletExit("all of you");
        var greenlets = Enumerable.Range(0, 5).Select(_ => Spawn(SwallowsNothing())).ToArray();
        Sleep().Await();
        foreach (var greenlet in greenlets) greenlet.Kill(exit);
        JoinAll(greenlets).Await();
        Assert.All(greenlets, greenlet => Assert.Same(exit, greenlet.Value));
        Assert.Empty(Log);
    }

    [Coroutine]
    private IEnumerator<Yield> SwallowsNothing()
    {
        try
        {
            yield return Sleep(Timeout.InfiniteTimeSpan);
        }
        finally
        {
            try
            {
                Sleep(1).Await(); // its cleanup may wait
            }
            catch (Exception exception)
            {
                Add($"swallowed {exception.GetType().Name}");
            }
        }
    }

    [Fact]
    public void A_greenlet_that_catches_its_exit_by_name_has_a_result()
    {
        using var hub = Start();
        var greenlet = Spawn(Survives());
        Sleep().Await();
        greenlet.Kill().Await();
        Assert.Equal(5, greenlet.Get().Await());
        Assert.False(greenlet.IsKilled);
    }

    [Coroutine]
    private static IEnumerator<Yield<int>> Survives()
    {
        try
        {
            Sleep(Timeout.InfiniteTimeSpan).Await();
        }
        catch (GreenletExit)
        {
        }

        yield return 5;
    }

    [Theory, InlineData(true), InlineData(false)]
    public void Scopes_that_are_left_in_the_wrong_order_leave_nothing_behind(bool isLowered)
    {
        using var hub = Start();
        Spawn(isLowered ? LeavesOuterFirst() : Unlowered(LeavesOuterFirst)).Await();
        Assert.Equal("inner cancelled; free", Trace);
    }

    [Coroutine]
    private IEnumerator<Yield> LeavesOuterFirst()
    {
        var outer = CancelScope.Start();
        var inner = CancelScope.Start();
        outer.Cancel();
        inner.Cancel();
        outer.Dispose();
        try
        {
            Sleep(1).Await();
        }
        catch (ScopeCancelledException exit) when (exit.Scope == inner)
        {
            Add("inner cancelled;");
        }

        inner.Dispose();
        Sleep(1).Await();
        Add("free");
        yield break;
    }

    [Fact]
    public void A_scope_that_cancels_the_one_around_it_does_not_swallow_that()
    {
        using var hub = Start();
        Spawn(CancelsOuter()).Await();
        Assert.Equal("outer False", Trace);
    }

    [Coroutine]
    private IEnumerator<Yield> CancelsOuter()
    {
        Add($"outer {CancelScope.Run(outer => RunsInner(outer)).Await()}");
        yield break;
    }

    [Coroutine]
    private IEnumerator<Yield> RunsInner(CancelScope outer)
    {
        CancelScope.Run(inner => CancelsBoth(inner, outer)).Await();
        Add("not reached");
        yield break;
    }

    [Coroutine]
    private static IEnumerator<Yield> CancelsBoth(CancelScope inner, CancelScope outer)
    {
        inner.Cancel();
        try
        {
            Sleep(1).Await();
        }
        finally
        {
            outer.Cancel(); // while the inner one's exit is on its way
        }

        yield break;
    }

    [Theory, InlineData(0), InlineData(1)]
    public void A_deadline_in_a_finally_in_a_shield_in_a_scope_fires(int milliseconds)
    {
        using var hub = Start();
        var greenlet = Spawn(Nests(milliseconds));
        Sleep().Await();
        _ = greenlet.Kill();
        greenlet.Join(Forever).Await();
        Assert.Equal("shielded False", Trace);
        Assert.True(greenlet.IsKilled);
    }

    [Coroutine]
    private IEnumerator<Yield> Nests(int milliseconds)
    {
        try
        {
            yield return Sleep(Timeout.InfiniteTimeSpan);
        }
        finally
        {
            Nursery.Shield(Bounds(milliseconds)).Await();
        }
    }

    [Coroutine]
    private IEnumerator<Yield> Bounds(int milliseconds)
    {
        Add($"shielded {CancelScope.Run(_ => Sleeps(), milliseconds).Await()}");
        yield break;
    }

    [Fact]
    public void A_hard_kill_ends_what_catches_a_kill_and_waits_again()
    {
        using var hub = Start();
        var greenlet = Spawn(Stubborn());
        Sleep().Await();
        greenlet.Kill(Seconds(1)).Await();
        Assert.False(greenlet.IsReady);
        greenlet.KillHard(Seconds(1)).Await();
        Assert.True(greenlet.IsReady);
        Assert.Equal("caught finally", Trace);
    }

    [Coroutine]
    private IEnumerator<Yield> Stubborn()
    {
        try
        {
            try
            {
                Sleep(Timeout.InfiniteTimeSpan).Await();
            }
            catch (GreenletExit)
            {
                Add("caught");
            }

            Nursery.Shield(Sleeps()).Await();
        }
        finally
        {
            Add("finally");
            Sleep(Timeout.InfiniteTimeSpan).Await();
            Add("not reached");
        }

        yield break;
    }

    [Fact]
    public void Any_thread_may_kill_cancel_and_throw_at_what_has_long_ended()
    {
        var hub = Start();
        var greenlet = Spawn(Sleeps());
        Sleep().Await();
        greenlet.Kill().Await();
        hub.Dispose();
        Exception? failure = null;
        var thread = new Thread(() =>
        {
            try
            {
                greenlet.Kill();
                greenlet.KillHard();
                using var source = new CancellationTokenSource();
                greenlet.KillOn(source.Token);
                source.Cancel();
                _ = greenlet.CancellationToken.IsCancellationRequested;
            }
            catch (Exception exception)
            {
                failure = exception;
            }
        });
        thread.Start();
        thread.Join();
        Assert.Null(failure);
    }

    [Fact]
    public void A_token_that_is_cancelled_before_the_spawn_lets_nothing_run()
    {
        using var hub = Start();
        var greenlet = Spawn(Logs("ran"), token: new CancellationToken(canceled: true));
        greenlet.Join().Await();
        Assert.True(greenlet.IsKilled);
        Assert.Empty(Log);
    }

    [Coroutine]
    private IEnumerator<Yield> Logs(string what)
    {
        Add(what);
        yield break;
    }

    [Fact]
    public void What_blocks_in_a_tokens_callback_does_not_stop_the_hub()
    {
        using var hub = Start();
        using var release = new ManualResetEventSlim();
        var greenlet = Spawn(Sleeps());
        Sleep().Await();
        greenlet.CancellationToken.Register(() => release.Wait());
        greenlet.Kill().Await();
        Assert.True(greenlet.IsReady);
        release.Set();
    }

    [Fact]
    public void A_nursery_that_an_exception_leaves_tells_all_failures()
    {
        using var hub = Start();
        var owner = Spawn(LeavesByException());
        owner.Join().Await();
        var failures = Assert.IsType<AggregateException>(owner.Exception).InnerExceptions;
        Assert.Equal(["body", "child"], failures.Select(failure => failure.Message).Order());
        Sleep().Await();
        Assert.Empty(Reported);
    }

    [Coroutine]
    private static IEnumerator<Yield> LeavesByException()
    {
        using var nursery = new Nursery();
        nursery.Spawn(FailsInCleanup());
        yield return Sleep();
        throw new InvalidDataException("body");
    }

    [Coroutine]
    private static IEnumerator<Yield> FailsInCleanup()
    {
        try
        {
            Sleep(Timeout.InfiniteTimeSpan).Await();
        }
        finally
        {
            throw new InvalidDataException("child");
        }

        yield break;
    }

    [Fact]
    public void A_killed_owner_waits_for_children_that_clean_up_and_spawn()
    {
        using var hub = Start();
        var owner = Spawn(OwnsOneThatSpawns());
        Sleep().Await();
        owner.Kill().Await();
        Assert.Equal("cleaned", Trace);
        Assert.Equal(0.005, Now);
        Assert.True(owner.IsKilled);
    }

    [Coroutine]
    private IEnumerator<Yield> OwnsOneThatSpawns()
    {
        using var nursery = new Nursery();
        nursery.Spawn(SpawnsInCleanup(nursery));
        yield return nursery.Join();
    }

    [Coroutine]
    private IEnumerator<Yield> SpawnsInCleanup(Nursery nursery)
    {
        try
        {
            Sleep(Timeout.InfiniteTimeSpan).Await();
        }
        finally
        {
            nursery.Spawn(Logs("ran though cancelled"));
            Sleep(5).Await();
            Add("cleaned");
        }

        yield break;
    }

    [Fact]
    public void A_child_that_cancels_its_nursery_and_goes_on_is_waited_for()
    {
        using var hub = Start();
        Spawn(Cancelled()).Await();
        Assert.Equal("child cancelled; left", Trace);
    }

    [Coroutine]
    private IEnumerator<Yield> Cancelled()
    {
        using (var nursery = new Nursery())
        {
            nursery.Spawn(CancelsAndCleansUp(nursery));
            try
            {
                Sleep(Timeout.InfiniteTimeSpan).Await();
            }
            catch (ScopeCancelledException)
            {
            }

            nursery.Join().Await();
        }

        Add("left");
        yield break;
    }

    [Coroutine]
    private IEnumerator<Yield> CancelsAndCleansUp(Nursery nursery)
    {
        nursery.Cancel();
        try
        {
            Sleep(Timeout.InfiniteTimeSpan).Await();
        }
        finally
        {
            Sleep(1).Await();
            Add("child cancelled;");
        }

        yield break;
    }

    [Fact]
    public void A_result_that_was_killed_is_an_ordinary_exception_everywhere()
    {
        using var hub = Start();
        var killed = Spawn(Survives());
        _ = killed.Kill(); // before its first run
        foreach (var look in new Action[] { () => killed.Get().Await(), () => killed.Await(), () => JoinAll([killed], raiseError: true).Await(), () => killed.Get(5).Await() })
        {
            Assert.Same(killed, Assert.Throws<GreenletKilledException>(look).Greenlet);
        }

        Assert.Throws<TaskCanceledException>(() => killed.AsTask().Await());
    }

    [Coroutine]
    private static IEnumerator<Yield> Sleeps()
    {
        yield return Sleep(Timeout.InfiniteTimeSpan);
    }

    private static IEnumerator<Yield> Unlowered(Func<IEnumerator<Yield>> body) => body();
}
