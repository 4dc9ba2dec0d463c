using Xunit;
using static CoroutineDsl.Coroutine;
using static CoroutineDsl.Greenlet;

#pragma warning disable CORO005 // to drop a suspension is what is tested
#pragma warning disable CORO007 // method groups: the un-lowered half of each test

namespace CoroutineDsl.Tests.Foundations;

/// <summary>Small hostile programs against the rules of waits: cold, two-phase, unclamped, by the public members only.</summary>
public sealed partial class HostileWaitTests : HubTest
{
    private static readonly AsyncLocal<string?> s_local = new();

    [Theory, InlineData(true), InlineData(false)]
    public void A_kept_wait_does_its_operation_at_each_await(bool isLowered) => InBoth(isLowered, TakesTwice, "1 2 0");

    [Coroutine]
    private IEnumerator<Yield> TakesTwice()
    {
        var queue = new CoQueue<int>(items: [1, 2]);
        var wait = queue.Get();
        _ = queue.Get();
        Add($"{wait.Await()}");
        Add($"{wait.Await()}");
        Add($"{queue.Count}");
        yield break;
    }

    [Theory, InlineData(true), InlineData(false)]
    public void A_wait_that_was_made_before_the_end_of_its_queue_throws_where_it_is_awaited(bool isLowered) => InBoth(isLowered, WaitsForWhatIsShutDown, "QueueShutDownException");

    [Coroutine]
    private IEnumerator<Yield> WaitsForWhatIsShutDown()
    {
        var queue = new CoQueue<int>(1);
        var wait = queue.Put(1);
        queue.ShutDown();
        try
        {
            wait.Await();
        }
        catch (Exception exception)
        {
            Add(exception.GetType().Name);
        }

        yield break;
    }

    [Theory, InlineData(true), InlineData(false)]
    public void A_function_that_kills_its_own_greenlet_and_never_ends_is_given_up(bool isLowered)
    {
        using var hub = Start();
        var greenlet = Spawn(isLowered ? KillsInBegin() : Unlowered(KillsInBegin));
        greenlet.Join(Forever).Await();
        Assert.True(greenlet.IsKilled);
        Assert.Equal("begun finally", Trace);
    }

    [Coroutine]
    private IEnumerator<Yield> KillsInBegin()
    {
        try
        {
            Cancellable(token =>
            {
                Add("begun");
                Current.Kill();
                return Task.Delay(Timeout.Infinite, token);
            }).Await();
            Add("not reached");
        }
        finally
        {
            Add("finally");
        }

        yield break;
    }

    [Theory, InlineData(true), InlineData(false)]
    public void A_function_that_cancels_the_scope_around_it_is_given_up(bool isLowered) => InBoth(isLowered, CancelsInBegin, "begun False");

    [Coroutine]
    private IEnumerator<Yield> CancelsInBegin()
    {
        bool isDone = CancelScope.Run(scope => WaitsAndCancels(scope)).Await();
        Add($"{isDone}");
        yield break;
    }

    [Coroutine]
    private IEnumerator<Yield> WaitsAndCancels(CancelScope scope)
    {
        Cancellable(token =>
        {
            Add("begun");
            scope.Cancel();
            return Task.Delay(Timeout.Infinite, token);
        }).Await();
        Add("not reached");
        yield break;
    }

    [Theory, InlineData(true), InlineData(false)]
    public void A_function_that_throws_or_gives_no_task_fails_at_its_wait(bool isLowered) => InBoth(isLowered, FailsInBegin, "InvalidDataException InvalidOperationException");

    [Coroutine]
    private IEnumerator<Yield> FailsInBegin()
    {
        foreach (var begin in new Func<CancellationToken, Task>[] { _ => throw new InvalidDataException(), _ => null! })
        {
            try
            {
                Cancellable(begin).Await();
            }
            catch (Exception exception)
            {
                Add(exception.GetType().Name);
            }
        }

        yield break;
    }

    [Fact]
    public void What_gives_back_too_late_may_fail_and_is_reported()
    {
        using var hub = Start(new HubOptions { AbandonGrace = Forever });
        var task = new TaskCompletionSource<int>();
        var greenlet = Spawn(Acquires(task));
        Sleep().Await();
        _ = greenlet.Kill();
        Sleep().Await();
        task.SetResult(7);
        greenlet.Join().Await();
        Sleep().Await();
        Assert.Equal("late 7 in greenlet", Trace);
        Assert.IsType<InvalidDataException>(Assert.Single(Reported).Failure);
    }

    [Coroutine]
    private IEnumerator<Yield> Acquires(TaskCompletionSource<int> task)
    {
        s_local.Value = "greenlet";
        Cancellable(_ => task.Task, late: value =>
        {
            Add($"late {value} in {s_local.Value}");
            throw new InvalidDataException();
        }).Await();
        yield break;
    }

    [Fact]
    public void A_second_kill_while_the_first_waits_for_the_task_comes_at_the_next_wait()
    {
        using var hub = Start(new HubOptions { AbandonGrace = Forever });
        var task = new TaskCompletionSource();
        var greenlet = Spawn(CatchesTwo(task.Task));
        Sleep().Await();
        _ = greenlet.Kill();
        _ = greenlet.Kill(new InvalidDataException());
        Sleep().Await();
        Assert.Empty(Log);
        task.SetResult();
        greenlet.Join().Await();
        Assert.Equal("GreenletExit InvalidDataException", Trace);
    }

    [Coroutine]
    private IEnumerator<Yield> CatchesTwo(Task task)
    {
        try
        {
            Cancellable(_ => task).Await();
        }
        catch (GreenletExit)
        {
            Add("GreenletExit");
        }

        try
        {
            Sleep(1).Await();
        }
        catch (InvalidDataException)
        {
            Add("InvalidDataException");
        }

        yield break;
    }

    [Fact]
    public void A_deadline_and_the_tasks_end_at_one_moment_lose_nothing()
    {
        using var hub = Start();
        var task = new TaskCompletionSource<int>();
        SpawnLater(Seconds(1), Completes(task));
        var greenlet = Spawn(TakesInTime(task.Task));
        greenlet.Join().Await();
        Assert.True(Trace is "7" or "late", Trace);
    }

    [Coroutine]
    private static IEnumerator<Yield> Completes(TaskCompletionSource<int> task)
    {
        task.SetResult(7);
        yield break;
    }

    [Coroutine]
    private IEnumerator<Yield> TakesInTime(Task<int> task)
    {
        using var timeout = CoTimeout.Start(Seconds(1));
        try
        {
            Add($"{Cancellable(_ => task, late: _ => Add("late")).Await()}");
        }
        catch (CoTimeoutException passed) when (passed.Timeout == timeout)
        {
        }

        yield break;
    }

    [Fact]
    public void The_longest_times_are_times()
    {
        using var hub = Start(new HubOptions { AbandonGrace = TimeSpan.MaxValue });
        var greenlets = new[]
        {
            Spawn(Waits(() => Sleep(TimeSpan.MaxValue))), Spawn(Waits(() => new CoQueue<int>().Get(TimeSpan.MaxValue))), Spawn(Waits(() => new CoEvent().Wait(TimeSpan.MaxValue))),
            Spawn(Waits(() => new CoSemaphore(0).Acquire(TimeSpan.MaxValue))), Spawn(Waits(() => Current.Join(TimeSpan.MaxValue))),
            Spawn(Waits(() => CancelScope.Run(_ => Sleeps(), TimeSpan.MaxValue))), Spawn(Waits(() => WithTimeout(TimeSpan.MaxValue, Sleeps()))),
            Spawn(Waits(() => Cancellable(token => Task.Delay(Timeout.Infinite, token)))), Spawn(Waits(() => Nursery.Run(_ => Sleeps(), TimeSpan.MaxValue))),
        };
        Sleep(Seconds(1e6)).Await();
        Assert.All(greenlets, greenlet => Assert.False(greenlet.IsReady, $"{greenlet}: {greenlet.Exception}"));
        KillAll(greenlets).Await();
        Assert.All(greenlets, greenlet => Assert.True(greenlet.IsKilled));
    }

    [Coroutine]
    private static IEnumerator<Yield> Waits(Func<Suspension> make)
    {
        yield return make();
    }

    [Coroutine]
    private static IEnumerator<Yield> Sleeps()
    {
        yield return Sleep(Timeout.InfiniteTimeSpan);
    }

    [Theory, InlineData(true), InlineData(false)]
    public void A_cancelled_token_ends_a_wait_that_has_nothing_to_wait_for(bool isLowered) => InBoth(isLowered, WaitsCancelled, "cancelled cancelled 1");

    [Coroutine]
    private IEnumerator<Yield> WaitsCancelled()
    {
        var queue = new CoQueue<int>(items: [1]);
        var cancelled = new CancellationToken(canceled: true);
        foreach (var wait in new Suspension[] { Suspension.Completed.WithCancellation(cancelled), queue.Get().WithCancellation(cancelled) })
        {
            try
            {
                wait.Await();
            }
            catch (OperationCanceledException exception) when (exception.CancellationToken == cancelled)
            {
                Add("cancelled");
            }
        }

        Add($"{queue.Count}");
        yield break;
    }

    [Theory, InlineData(true), InlineData(false)]
    public void A_greenlet_that_is_killed_under_a_lock_leaves_it_to_the_next(bool isLowered)
    {
        using var hub = Start();
        var gate = new CoLock();
        var holder = Spawn(isLowered ? Holds(gate) : Unlowered(() => Holds(gate)));
        var next = Spawn(Holds(gate));
        Sleep().Await();
        holder.Kill().Await();
        Sleep().Await();
        Assert.Same(next, gate.Owner);
        next.Kill().Await();
        Assert.Null(gate.Owner);
    }

    [Coroutine]
    private static IEnumerator<Yield> Holds(CoLock gate)
    {
        using (gate.Hold().Await()) Sleep(Timeout.InfiniteTimeSpan).Await();
        yield break;
    }

    [Fact]
    public void A_wait_given_up_in_one_hub_is_nothing_to_another()
    {
        using var hub = Start();
        var channel = new HubChannel<int>(1);
        channel.TryPut(1);
        var putter = Spawn(Waits(() => channel.Put(2)));
        Sleep().Await();
        putter.Kill().Await();
        Assert.Equal(1, channel.Get().Await());
        Assert.Throws<TimeoutException>(() => channel.Get(Seconds(1)).Await());
    }

    private static IEnumerator<Yield> Unlowered(Func<IEnumerator<Yield>> body) => body();

    private void InBoth(bool isLowered, Func<IEnumerator<Yield>> body, string expected)
    {
        using var hub = Start();
        Spawn(isLowered ? Named(body) : body()).Await();
        Assert.Equal(expected, Trace);
    }

    private IEnumerator<Yield> Named(Func<IEnumerator<Yield>> body) => body.Method.Name switch
    {
        nameof(TakesTwice) => TakesTwice(),
        nameof(WaitsForWhatIsShutDown) => WaitsForWhatIsShutDown(),
        nameof(CancelsInBegin) => CancelsInBegin(),
        nameof(FailsInBegin) => FailsInBegin(),
        nameof(WaitsCancelled) => WaitsCancelled(),
        _ => throw new ArgumentException(body.Method.Name, nameof(body)),
    };
}
