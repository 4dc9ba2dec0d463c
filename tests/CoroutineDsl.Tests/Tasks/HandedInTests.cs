using System.Runtime.CompilerServices;
using Xunit;
using static CoroutineDsl.Greenlet;

#pragma warning disable CORO007 // method groups: the un-lowered half of each test

namespace CoroutineDsl.Tests.Tasks;

/// <summary>A task that was handed in: its wait lets it go at once, and leaves nothing in it.</summary>
public sealed partial class HandedInTests : TaskTest
{
    private readonly TaskCompletionSource<int> _task = new();

    [Theory, InlineData(true), InlineData(false)]
    public void A_kill_lets_it_go_at_once(bool isLowered)
    {
        using var hub = RealTime();
        var greenlet = Spawn(isLowered ? Waits(_task.Task) : Unlowered(Waits, _task.Task));
        Sleep(1).Await();
        greenlet.Kill().Await();
        Assert.True(greenlet.IsReady);
        Assert.False(_task.Task.IsCompleted);
    }

    [Theory, InlineData("value"), InlineData("task"), InlineData("yield"), InlineData("any"), InlineData("all"), InlineData("timed"), InlineData("token"), InlineData("configured"), InlineData("configured value")]
    public void A_wait_that_is_given_up_leaves_nothing_in_the_task(string kind)
    {
        using var hub = RealTime();
        var waits = new List<WeakReference>();
        for (var i = 0; i < 10; i++) waits.Add(GivenUp(kind));
        for (var i = 0; i < 3; i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
            Sleep(1).Await(); // the hub's own last references go
        }

        // the last may still be in a register or a field of the hub
        Assert.True(waits.Count(wait => wait.IsAlive) <= 2, $"{waits.Count(wait => wait.IsAlive)} of {waits.Count} greenlets are kept by the task");
        GC.KeepAlive(_task);
    }

    [Fact]
    public void A_completed_one_costs_nothing()
    {
        using var hub = Start();
        Assert.Equal(0, Spawn(Allocations.Least(() => Completed(2000))).Await());
        Assert.Equal(0, Allocations.Least(() =>
        {
            for (var i = 0; i < 2000; i++) Task.CompletedTask.Await();
        }));
    }

    [Fact]
    public void What_ConfigureAwait_says_of_failures_and_of_yielding_counts()
    {
        using var hub = RealTime();
        WaitsConfigured();
    }

    // not in the test itself: xunit's rule is about its own context there
    private static void WaitsConfigured()
    {
        var failed = Task.FromException(new InvalidDataException());
        failed.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing).Await();
        Assert.Throws<InvalidDataException>(() => failed.ConfigureAwait(false).Await());
        Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding).Await();
        Assert.Equal(7, Task.FromResult(7).ConfigureAwait(ConfigureAwaitOptions.ForceYielding).Await());
        Assert.Equal(8, new ValueTask<int>(8).ConfigureAwait(false).Await());
        new ValueTask(Task.Delay(1)).ConfigureAwait(false).Await();
    }

    [Fact]
    public void One_that_is_completed_on_the_hub_wakes_its_greenlet_in_the_same_step()
    {
        using var hub = RealTime();
        var greenlet = Spawn(Takes(_task.Task));
        Sleep().Await();
        _task.SetResult(7);
        Sleep().Await();
        Assert.Equal(7, greenlet.Value);
    }

    [Theory, InlineData(true), InlineData(false)]
    public void A_result_that_came_before_the_kill_is_the_waits(bool isLowered)
    {
        using var hub = RealTime();
        var task = new TaskCompletionSource<int>(TaskCreationOptions.RunContinuationsAsynchronously);
        var greenlet = Spawn(isLowered ? Takes(task.Task) : Unlowered(Takes, task.Task));
        Sleep(1).Await();
        task.SetResult(7);
        greenlet.Kill().Await();
        Assert.Equal(7, greenlet.Value);
    }

    [Fact]
    public void A_suspension_of_a_task_may_be_awaited_by_two_at_once()
    {
        using var hub = RealTime();
        Yield wait = _task.Task;
        var (one, other) = (Spawn(Twice(wait)), Spawn(Twice(wait)));
        Sleep(1).Await();
        one.Kill().Await();
        Assert.False(other.IsReady);
        _task.SetResult(7);
        other.Join().Await();
        Assert.True(other.IsSuccessful);
    }

    private static IEnumerator<Yield> Unlowered(Func<Task, IEnumerator<Yield>> body, Task task) => body(task);

    private static IEnumerator<Yield<int>> Unlowered(Func<Task<int>, IEnumerator<Yield<int>>> body, Task<int> task) => body(task);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private WeakReference GivenUp(string kind)
    {
        var greenlet = kind switch
        {
            "value" => Spawn(Takes(_task.Task)),
            "task" => Spawn(Waits(_task.Task)),
            "yield" => Spawn(Yields(_task.Task)),
            "any" => Spawn(WaitsForAny(_task.Task)),
            "all" => Spawn(WaitsForAll(_task.Task)),
            "timed" => Spawn(WaitsInTime(_task.Task)),
            "configured" => Spawn(WaitsConfigured(_task.Task)),
            "configured value" => Spawn(TakesConfigured(_task.Task)),
            _ => Spawn(WaitsWithToken(_task.Task)),
        };
        Sleep(1).Await();
        if (kind is not "timed") greenlet.Kill().Await();
        greenlet.Join().Await();
        return new WeakReference(greenlet);
    }

    [Coroutine]
    private static IEnumerator<Yield> Waits(Task task)
    {
        task.Await();
        yield break;
    }

    [Coroutine]
    private static IEnumerator<Yield<int>> Takes(Task<int> task)
    {
        yield return task.Await();
    }

    [Coroutine]
    private static IEnumerator<Yield> Yields(Task task)
    {
        yield return task;
    }

    [Coroutine]
    private static IEnumerator<Yield> Twice(Yield wait)
    {
        yield return wait;
    }

    [Coroutine(Patch = true)]
    private static IEnumerator<Yield> WaitsForAny(Task task)
    {
        Task.WaitAny(task, new TaskCompletionSource().Task);
        yield break;
    }

    [Coroutine(Patch = true)]
    private static IEnumerator<Yield> WaitsForAll(Task task)
    {
        Task.WaitAll(Task.CompletedTask, task);
        yield break;
    }

    [Coroutine(Patch = true)]
    private static IEnumerator<Yield> WaitsInTime(Task task)
    {
        task.Wait(1);
        yield break;
    }

    [Coroutine]
    private static IEnumerator<Yield> WaitsConfigured(Task task)
    {
        task.ConfigureAwait(false).Await();
        yield break;
    }

    [Coroutine]
    private static IEnumerator<Yield<int>> TakesConfigured(Task<int> task)
    {
        yield return new ValueTask<int>(task).ConfigureAwait(false).Await();
    }

    [Coroutine]
    private static IEnumerator<Yield> WaitsWithToken(Task<int> task)
    {
        using var cancellation = new CancellationTokenSource();
        Suspension wait = new AsyncResult<int>().Get();
        using (CoTimeout.Start(1))
        {
            try
            {
                wait.WithCancellation(cancellation.Token).Await();
            }
            catch (CoTimeoutException)
            {
            }
        }

        task.Await();
        yield break;
    }

    [Coroutine]
    private static IEnumerator<Yield> Completed(int rounds)
    {
        for (var i = 0; i < rounds; i++) Task.CompletedTask.Await();
        yield break;
    }
}
