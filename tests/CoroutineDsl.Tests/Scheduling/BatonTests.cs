using Xunit;
using static CoroutineDsl.Greenlet;
using static CoroutineDsl.Tests.Bodies;

namespace CoroutineDsl.Tests.Scheduling;

/// <summary>Waiting in code that is not lowered: the thread parks, another runs the hub, and nothing else changes.</summary>
public sealed partial class BatonTests : HubTest
{
    [Fact]
    public void The_main_program_runs_the_hub_while_it_waits()
    {
        using var hub = Start();
        var thread = Environment.CurrentManagedThreadId;
        var greenlet = Spawn(Returns(3));
        Assert.Equal(3, greenlet.Await());
        Assert.Equal(thread, Environment.CurrentManagedThreadId);
        Assert.Same(hub, Hub.Current);
        Assert.Equal("main", Current.Name);
    }

    [Fact]
    public void A_plain_helper_called_from_a_coroutine_may_wait()
    {
        using var hub = Start();
        var one = Spawn(CallsHelper("1"));
        var two = Spawn(CallsHelper("2"));
        JoinAll(one, two).Await();
        Assert.Equal("1 begins 2 begins 1 ends 2 ends", Trace);
        Assert.Equal(1, Now);
    }

    [Fact]
    public void A_helper_keeps_its_thread_and_its_greenlet()
    {
        using var hub = Start();
        var same = new List<bool>();
        for (var i = 0; i < 3; i++) Spawn(CallsAction(() =>
        {
            var (thread, greenlet) = (Environment.CurrentManagedThreadId, Current);
            Sleep(1).Await();
            Sleep(1).Await();
            same.Add(thread == Environment.CurrentManagedThreadId && greenlet == Current && Hub.Current == hub);
        }));
        Sleep(5).Await();
        Assert.Equal([true, true, true], same);
    }

    [Fact]
    public void Helpers_that_always_have_something_to_run_do_not_keep_the_timers_waiting()
    {
        using var hub = new Hub(new HubOptions());
        var hasFired = false;
        var rounds = 0;
        var helpers = Enumerable.Range(0, 2).Select(_ => Spawn(CallsAction(() =>
        {
            while (!hasFired && ++rounds < 50_000) Sleep().Await();
        }))).ToArray();
        SpawnLater(TimeSpan.FromMilliseconds(1), CallsAction(() => hasFired = true));
        JoinAll(helpers).Await();
        Assert.True(hasFired, $"after {rounds} rounds");
    }

    [Fact]
    public void Where_no_thread_may_be_parked_it_throws_and_says_what_to_do()
    {
        using var hub = Start(new HubOptions { MaxParkedThreads = 0 });
        var greenlet = Spawn(CallsAction(() => Sleep(1).Await()));
        greenlet.Join().Await();
        Assert.Contains("[Coroutine]", Assert.IsType<BlockingSwitchOutException>(greenlet.Exception).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_bound_on_parked_threads_holds_and_they_count_no_more_when_they_go_on()
    {
        using var hub = Start(new HubOptions { MaxParkedThreads = 2 });
        for (var round = 0; round < 2; round++)
        {
            var greenlets = Enumerable.Range(0, 3).Select(_ => Spawn(CallsAction(() => Sleep(1).Await()))).ToArray();
            JoinAll(greenlets).Await();
            Assert.Equal([true, true, false], greenlets.Select(g => g.IsSuccessful));
            Assert.IsType<BlockingSwitchOutException>(greenlets[2].Exception);
        }
    }

    [Fact]
    public void A_wait_that_is_over_needs_no_thread()
    {
        using var hub = Start(new HubOptions { MaxParkedThreads = 0 });
        var queue = new CoQueue<int>();
        var greenlet = Spawn(CallsAction(() =>
        {
            queue.Put(5).Await();
            Assert.Equal(5, queue.Get().Await());
        }));
        greenlet.Await();
    }

    [Fact]
    public void A_kill_reaches_a_helper_and_runs_its_finally_blocks()
    {
        using var hub = Start();
        var greenlet = Spawn(CallsAction(() =>
        {
            try
            {
                Sleep(Forever).Await();
                Add("not reached");
            }
            finally
            {
                Add("clean");
            }
        }));
        Sleep().Await();
        greenlet.Kill().Await();
        Assert.Equal("clean", Trace);
        Assert.IsType<GreenletExit>(greenlet.Value);
    }

    [Fact]
    public void An_exit_that_a_helper_swallows_comes_again_at_every_wait()
    {
        using var hub = Start();
        var swallowed = 0;
        var greenlet = Spawn(CallsAction(() =>
        {
            for (var i = 0; i < 3; i++)
            {
                try
                {
                    Sleep(Seconds(1)).Await();
                    Add("slept");
                }
                catch (Exception)
                {
                    swallowed++;
                }
            }

            Sleep(1).Await();
            Add("not reached");
        }));
        Sleep().Await();
        greenlet.Kill().Await();
        Assert.Equal(3, swallowed);
        Assert.Empty(Log);
        Assert.IsType<GreenletExit>(greenlet.Value);
        Assert.Equal(0, Now);
    }

    [Fact]
    public void A_deadline_that_a_helper_swallows_comes_again_until_its_scope_is_left()
    {
        using var hub = Start();
        var swallowed = 0;
        var greenlet = Spawn(CallsAction(() =>
        {
            using (CoTimeout.Start(Seconds(1)))
            {
                for (var i = 0; i < 3; i++)
                {
                    try
                    {
                        Sleep(Seconds(2)).Await();
                    }
                    catch (Exception)
                    {
                        swallowed++;
                    }
                }
            }

            Sleep(Seconds(2)).Await();
            Add("slept");
        }));
        greenlet.Await();
        Assert.Equal(3, swallowed);
        Assert.Equal("slept", Trace);
        Assert.Equal(3, Now);
    }

    [Fact]
    public void A_helper_may_run_a_coroutine_deep_down()
    {
        using var hub = Start();
        var depth = 0;
        var greenlet = Spawn(CallsAction(() => depth = Deep(1000).Await()));
        greenlet.Await();
        Assert.Equal(1000, depth);
    }

    [Fact]
    public void Recursion_is_bounded_by_the_heap_and_not_by_the_stack()
    {
        using var hub = Start();
        Assert.Equal(20_000, Spawn(Deep(20_000)).Await());
    }

    [Fact]
    public void Many_helpers_wait_at_once()
    {
        using var hub = Start();
        var count = 0;
        var greenlets = Enumerable.Range(0, 200).Select(_ => Spawn(CallsAction(() =>
        {
            for (var i = 0; i < 5; i++) Sleep(1).Await();
            count++;
        }))).ToArray();
        JoinAll(greenlets).Await();
        Assert.Equal(200, count);
        Assert.Equal(0.005, Now);
    }

    [Fact]
    public void An_iterator_that_is_not_lowered_is_the_same_coroutine()
    {
        using var hub = Start();
        IEnumerator<Yield<int>> iterator = Plain();
        Assert.Equal(7, Spawn(iterator).Await());
        Assert.Equal("begin end finally", Trace);
    }

    [Fact]
    public void An_unlowered_iterator_that_is_killed_runs_its_finally_blocks()
    {
        using var hub = Start();
        var greenlet = Spawn(Plain());
        Sleep().Await();
        greenlet.Kill().Await();
        Assert.Equal("begin finally", Trace);
    }

    [Fact]
    public void SetResult_gives_the_result_where_yield_return_is_not_allowed()
    {
        using var hub = Start();
        Assert.Equal("caught", Spawn(ResultFromCatch()).Await());
    }

    [Fact]
    public void A_coroutine_without_a_result_has_the_default()
    {
        using var hub = Start();
        Assert.Equal(0, Spawn(NoResult()).Await());
    }

    private void Helper(string name)
    {
        Add($"{name} begins");
#pragma warning disable CORO006 // the baton is what is tested
        Sleep(Seconds(1)).Await();
#pragma warning restore CORO006
        Add($"{name} ends");
    }

    /// <summary>Not a coroutine method: an ordinary iterator.</summary>
    private IEnumerator<Yield<int>> Plain()
    {
        Add("begin");
        try
        {
            yield return Sleep(1);
            Add("end");
            yield return 7;
        }
        finally
        {
            Add("finally");
        }
    }

    [Coroutine]
    private IEnumerator<Yield> CallsHelper(string name)
    {
        Helper(name);
        yield break;
    }

    [Coroutine]
    private static IEnumerator<Yield> CallsAction(Action action)
    {
        action();
        yield break;
    }

    [Coroutine]
    private static IEnumerator<Yield<int>> Deep(int depth)
    {
        if (depth == 0)
        {
            yield return Sleep(1);
            yield return 0;
        }

        yield return Coroutine.Call(Deep(depth - 1));
        yield return depth;
    }

    [Coroutine]
    private static IEnumerator<Yield<string>> ResultFromCatch()
    {
        try
        {
            Sleep(1).Await();
            throw new InvalidOperationException("caught");
        }
        catch (InvalidOperationException e)
        {
            Coroutine.SetResult(e.Message);
            yield break;
        }
    }

#pragma warning disable CORO012 // that it gives the default is what is tested
    [Coroutine]
    private static IEnumerator<Yield<int>> NoResult()
#pragma warning restore CORO012
    {
        yield return Sleep(1);
    }
}
