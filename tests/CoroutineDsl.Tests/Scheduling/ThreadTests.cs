using Xunit;
using static CoroutineDsl.Greenlet;
using static CoroutineDsl.Tests.Bodies;

namespace CoroutineDsl.Tests.Scheduling;

/// <summary>What crosses threads: posts, tasks, async code, execution contexts; and failures that nobody looks at.</summary>
public sealed partial class ThreadTests : HubTest
{
    private static readonly AsyncLocal<string> s_flowing = new();

    [Fact, Trait("Row", "301")]
    public void Posts_of_many_threads_all_arrive_those_of_one_thread_in_order()
    {
        const int Threads = 8, Posts = 50_000;
        using var hub = new Hub(new HubOptions());
        var last = new int[Threads];
        var arrived = 0;
        var inOrder = true;
        var all = new AsyncResult<bool>();
        var threads = Enumerable.Range(0, Threads).Select(t => new Thread(() =>
        {
            for (var i = 1; i <= Posts; i++)
            {
                var number = i;
                hub.Post(() =>
                {
                    inOrder &= last[t] == number - 1;
                    last[t] = number;
                    if (++arrived == Threads * Posts) all.Set(true);
                });
            }
        })).ToArray();
        foreach (var thread in threads) thread.Start();
        Assert.True(all.Get(TimeSpan.FromMinutes(1)).Await());
        Assert.True(inOrder);
        foreach (var thread in threads) thread.Join();
    }

    [Fact, Trait("Row", "284"), Trait("Row", "300")]
    public void A_post_that_throws_is_reported_and_stops_nothing()
    {
        using var hub = Start();
        hub.Post(() => throw new TimeoutException());
        hub.Post(() => Add("next"));
        Sleep(10).Await();
        Assert.Equal("next", Trace);
        Assert.Equal(0.01, Now);
        Assert.IsType<TimeoutException>(Reported.Single().Failure);
    }

    [Fact]
    public void A_callback_of_the_hub_cannot_wait()
    {
        using var hub = Start();
        hub.Post(() => Sleep(1).Await());
        Sleep(10).Await();
        Assert.IsType<BlockingSwitchOutException>(Reported.Single().Failure);
    }

    [Fact]
    public void A_task_is_awaited_in_a_coroutine() => Run(AwaitsTasks());

    [Fact]
    public void A_greenlet_is_awaited_in_async_code()
    {
        using var hub = Start();
        var (fine, failing, killed) = (Spawn(Returns(5)), Spawn(Fails()), Spawn(Returns(6)));
        var task = Awaits(fine);
        killed.Kill().Await();
        Assert.Equal(10, task.Await());
        Assert.Throws<TimeoutException>(() => failing.AsTask().Await());
        Assert.ThrowsAny<OperationCanceledException>(() => killed.AsTask().Await());
        Assert.True(killed.AsTask().IsCanceled); // on its own hub at once

        static async Task<int> Awaits(Greenlet<int> greenlet) => 2 * await greenlet;
    }

    [Fact]
    public void A_suspension_is_awaited_in_async_code_on_the_hub()
    {
        using var hub = Start();
        var greenlet = Spawn(RunsAsync());
        greenlet.Await();
        Assert.Equal("before after 7", Trace);
        Assert.Equal(1, Now);
    }

    [Fact]
    public void Work_is_offloaded_to_other_threads()
    {
        using var hub = Start();
        var here = Environment.CurrentManagedThreadId;
        Assert.NotEqual(here, hub.Offload(() => Environment.CurrentManagedThreadId).Await());
        Assert.Throws<TimeoutException>(() => hub.Offload(() => throw new TimeoutException()).Await());
    }

    [Fact, Trait("Row", "477"), Trait("Row", "480"), Trait("Row", "502")]
    public void Each_greenlet_has_the_execution_context_of_its_spawn_and_changes_its_own()
    {
        using var hub = Start();
        s_flowing.Value = "main";
        var greenlets = Enumerable.Range(0, 3).Select(i => Spawn(Flows(i))).ToArray();
        s_flowing.Value = "changed";
        JoinAll(greenlets).Await();
        Assert.Equal("main main main 0 1 2", Trace);
        Assert.Equal("changed", s_flowing.Value);
        s_flowing.Value = null!;
    }

    [Fact, Trait("Row", "294")]
    public void A_failure_that_nobody_looks_at_is_reported_once()
    {
        using var hub = Start();
        Spawn(Fails(), "lost");
        Sleep(10).Await();
        Assert.Equal("lost", Reported.Single().Greenlet);
        Assert.IsType<TimeoutException>(Reported.Single().Failure);
    }

    [Fact]
    public void A_failure_that_somebody_looks_at_is_not_reported()
    {
        using var hub = Start();
        var (got, linked, looked) = (Spawn(Fails()), Spawn(Fails()), Spawn(Fails()));
        linked.Link(_ => { });
        Assert.Throws<TimeoutException>(() => got.Get().Await());
        JoinAll(linked, looked).Await();
        Assert.NotNull(looked.Exception);
        Sleep(10).Await();
        Assert.Empty(Reported);
    }

    [Fact, Trait("Row", "234")]
    public void Those_who_wait_run_before_anything_is_reported()
    {
        using var hub = Start();
        hub.UnhandledException = (_, _) => Add("reported");
        var failing = Spawn(Fails());
        Spawn(JoinsAndSays(failing));
        Sleep(10).Await();
        Assert.Equal("joined reported", Trace);
    }

    [Fact]
    public void Recursion_that_never_ends_is_the_heaps_trouble_and_exceptions_in_depth_reach_the_caller()
    {
        using var hub = Start();
        var greenlet = Spawn(FailsAt(5000));
        Assert.Throws<TimeoutException>(() => greenlet.Get().Await());
        Assert.Empty(Reported);
    }

    [Coroutine]
    private static IEnumerator<Yield<int>> FailsAt(int depth)
    {
        if (depth == 0) Throw();
        var deeper = FailsAt(depth - 1).Await();
        yield return deeper;
    }

    private static void Throw() => throw new TimeoutException();

    [Coroutine]
    private static IEnumerator<Yield> AwaitsTasks()
    {
        Assert.Equal(5, Task.FromResult(5).Await());
        Assert.Equal(6, Later(6).Await());
        Assert.Equal(7, new ValueTask<int>(7).Await());
        yield return Task.Delay(1);
        var failed = false;
        try
        {
            Task.FromException(new TimeoutException()).Await();
        }
        catch (TimeoutException)
        {
            failed = true;
        }

        Assert.True(failed);
    }

    private static async Task<int> Later(int value)
    {
        await Task.Yield();
        return value;
    }

    [Coroutine]
    private static IEnumerator<Yield> Fails()
    {
        yield return Sleep(1);
        Throw();
    }

    [Coroutine]
    private IEnumerator<Yield> RunsAsync()
    {
        yield return Async();

        async Task Async()
        {
            Add("before");
            await Sleep(Seconds(1));
            Add("after");
            var queue = new CoQueue<int>(items: [7]);
            Add($"{await queue.Get()}");
        }
    }

    [Coroutine]
    private IEnumerator<Yield> Flows(int number)
    {
        Add(s_flowing.Value!);
        s_flowing.Value = $"{number}";
        yield return Sleep(1);
        Add(s_flowing.Value);
    }

    [Coroutine]
    private IEnumerator<Yield> JoinsAndSays(Greenlet greenlet)
    {
        yield return greenlet.Join();
        Add("joined");
    }
}
