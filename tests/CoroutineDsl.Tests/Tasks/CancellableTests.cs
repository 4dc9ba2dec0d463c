using Xunit;
using static CoroutineDsl.Coroutine;
using static CoroutineDsl.Greenlet;

#pragma warning disable CORO007 // method groups: the un-lowered half of each test

namespace CoroutineDsl.Tests.Tasks;

/// <summary>A wait that owns its task: it stops the task when it is given up, and waits for its end.</summary>
public sealed partial class CancellableTests : TaskTest
{
    private readonly TaskCompletionSource<int> _task = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private CancellationToken _token;
    private int _begun;

    [Theory, InlineData(true), InlineData(false)]
    public void A_kill_cancels_the_token_and_waits_for_the_end_of_the_task(bool isLowered)
    {
        using var hub = RealTime();
        var greenlet = Waiting(isLowered);
        var cancelledOn = 0;
        _token.Register(() => cancelledOn = Environment.CurrentManagedThreadId);
        _ = greenlet.Kill();
        Until(() => Volatile.Read(ref cancelledOn) != 0);
        Assert.False(greenlet.IsReady);
        Assert.Contains("a cancellable task (being abandoned)", greenlet.ToString());
        Assert.Contains("(being abandoned)", hub.Dump());
        Assert.NotEqual(Environment.CurrentManagedThreadId, cancelledOn);

        _task.SetCanceled(_token);
        greenlet.Join().Await();
        Assert.Equal("begin killed", Trace);
        Assert.IsType<GreenletExit>(greenlet.Value);
        Assert.Empty(Abandoned);
    }

    [Theory, InlineData(true), InlineData(false)]
    public void A_timeout_cancels_the_token_and_is_thrown_when_the_task_has_ended(bool isLowered)
    {
        using var hub = RealTime();
        var greenlet = Spawn(isLowered ? TimesOut() : Iterator(TimesOut));
        Until(() => _token.IsCancellationRequested);
        Sleep(5).Await();
        Assert.Equal("begin", Trace);
        _task.SetResult(7);
        greenlet.Join().Await();
        Assert.Equal("begin timed out after", Trace);
    }

    [Theory, InlineData(true), InlineData(false)]
    public void What_comes_too_late_is_given_back(bool isLowered)
    {
        using var hub = RealTime();
        var greenlet = Waiting(isLowered);
        _ = greenlet.Kill();
        Until(() => _token.IsCancellationRequested);
        _task.SetResult(7);
        greenlet.Join().Await();
        Assert.Equal("begin late 7 killed", Trace);
    }

    [Theory, InlineData(true), InlineData(false)]
    public void What_has_come_before_the_kill_is_the_waits(bool isLowered)
    {
        using var hub = RealTime();
        var greenlet = Waiting(isLowered);
        _task.SetResult(7); // its wake-up is on another thread
        greenlet.Kill().Await();
        Assert.Equal("begin got 7 killed later", Trace);
    }

    [Theory, InlineData(true), InlineData(false)]
    public void The_hub_goes_on_meanwhile(bool isLowered)
    {
        using var hub = RealTime();
        var greenlet = Waiting(isLowered);
        _ = greenlet.Kill();
        var beats = 0;
        for (; beats < 100; beats++) Sleep().Await();
        Assert.False(greenlet.IsReady);
        _task.SetResult(1);
        greenlet.Join().Await();
    }

    [Theory, InlineData(true), InlineData(false)]
    public void After_the_grace_it_is_reported_and_let_go(bool isLowered)
    {
        using var hub = RealTime(new HubOptions { AbandonGrace = TimeSpan.FromMilliseconds(20) });
        var greenlet = Waiting(isLowered);
        greenlet.Kill().Await();
        Assert.Equal("begin killed", Trace);
        Assert.Equal(["a cancellable task"], Abandoned);
        _task.SetResult(7);
        Until(() => Log.Contains("late 7")); // and is given back all the same
    }

    [Theory, InlineData(true), InlineData(false)]
    public void A_hard_kill_skips_the_grace(bool isLowered)
    {
        using var hub = RealTime();
        var greenlet = Waiting(isLowered);
        greenlet.KillHard().Await();
        Assert.Equal("begin killed", Trace);
        Assert.True(_token.IsCancellationRequested || TokenIsCancelledSoon());
        Assert.Empty(Abandoned);
        _task.SetResult(7);
        Until(() => Log.Contains("late 7"));
    }

    [Theory, InlineData(true), InlineData(false)]
    public void A_hard_kill_ends_a_grace_that_has_begun(bool isLowered)
    {
        using var hub = RealTime();
        var greenlet = Waiting(isLowered);
        _ = greenlet.Kill();
        for (var i = 0; i < 10; i++) Sleep().Await();
        Assert.False(greenlet.IsReady);
        greenlet.KillHard().Await();
        Assert.Equal("begin killed", Trace);
        Assert.Empty(Abandoned);
    }

    private bool TokenIsCancelledSoon()
    {
        Until(() => _token.IsCancellationRequested);
        return true;
    }

    [Fact]
    public void The_grace_is_the_hubs_clocks()
    {
        using var hub = Start();
        hub.TaskAbandoned = (_, what) => Abandoned.Add(what);
        var greenlet = Waiting(true);
        var killed = Now;
        greenlet.Kill().Await();
        Assert.Equal(5, Now - killed, 6);
        Assert.Single(Abandoned);
    }

    [Fact]
    public void Without_a_grace_nobody_waits()
    {
        using var hub = RealTime(new HubOptions { AbandonGrace = TimeSpan.Zero });
        var greenlet = Waiting(true);
        greenlet.Kill().Await();
        Assert.True(greenlet.IsReady);
        Assert.Empty(Abandoned);
    }

    [Fact]
    public void A_negative_grace_is_refused() => Assert.Throws<ArgumentOutOfRangeException>(() => new HubOptions { AbandonGrace = TimeSpan.FromSeconds(-1) });

    [Fact]
    public void A_report_that_throws_is_reported_and_stops_nothing()
    {
        using var hub = RealTime(new HubOptions { AbandonGrace = TimeSpan.FromMilliseconds(1) });
        hub.TaskAbandoned = (_, _) => throw new InvalidOperationException("no");
        var greenlet = Waiting(true);
        greenlet.Kill().Await();
        Assert.Equal("no", Reported.Single().Failure.Message);
    }

    [Theory, InlineData(true), InlineData(false)]
    public void A_second_kill_while_it_is_being_abandoned_changes_nothing(bool isLowered)
    {
        using var hub = RealTime();
        var greenlet = Waiting(isLowered);
        _ = greenlet.Kill();
        Until(() => _token.IsCancellationRequested);
        _ = greenlet.Kill();
        Sleep(1).Await();
        Assert.False(greenlet.IsReady);
        _task.SetCanceled(_token);
        greenlet.Join().Await();
        Assert.Equal("begin killed", Trace);
    }

    [Fact]
    public void A_failure_after_the_kill_is_nobodys()
    {
        using var hub = RealTime();
        var greenlet = Waiting(true);
        _ = greenlet.Kill();
        _task.SetException(new InvalidOperationException());
        greenlet.Join().Await();
        Assert.IsType<GreenletExit>(greenlet.Value);
        Sleep().Await();
        Assert.Empty(Reported);
    }

    [Fact]
    public void What_gives_back_may_fail_and_is_reported()
    {
        using var hub = RealTime();
        var greenlet = Spawn(FailsLate());
        Until(() => _begun == 1);
        _ = greenlet.Kill();
        Until(() => _token.IsCancellationRequested);
        _task.SetResult(7);
        greenlet.Join().Await();
        Assert.Equal("late", Reported.Single().Failure.Message);
        Assert.IsType<GreenletExit>(greenlet.Value);
    }

    [Fact]
    public void Making_one_begins_nothing()
    {
        using var hub = RealTime();
        var wait = Cancellable(Begin);
        Sleep().Await();
        Assert.Equal(0, _begun);
        _task.SetResult(7);
        Assert.Equal((7, 7, 2), (wait.Await(), wait.Await(), _begun));
    }

    [Fact]
    public void Two_may_await_the_same()
    {
        using var hub = RealTime();
        var wait = Cancellable(Begin);
        var (one, other) = (Spawn(Takes(wait)), Spawn(Takes(wait)));
        Until(() => _begun == 2);
        _ = one.Kill();
        Sleep().Await();
        Assert.Contains("(being abandoned)", one.ToString());
        Assert.DoesNotContain("(being abandoned)", other.ToString());
        _task.SetResult(7);
        Assert.Equal(7, other.Await());
        one.Join().Await();
        Assert.IsType<GreenletExit>(((Greenlet)one).Value);
    }

    [Fact]
    public void A_greenlet_that_is_killed_before_it_runs_begins_nothing()
    {
        using var hub = RealTime();
        Spawn(Takes(Cancellable(Begin))).Kill().Await();
        Assert.Equal(0, _begun);
    }

    [Fact]
    public void What_the_function_throws_is_thrown_at_the_wait()
    {
        using var hub = RealTime();
        var wait = Cancellable(Task (_) => throw new InvalidOperationException("at once"));
        Assert.Equal("at once", Assert.Throws<InvalidOperationException>(() => wait.Await()).Message);
        Assert.Throws<InvalidOperationException>(() => Cancellable(Task (_) => null!).Await());
    }

    [Fact]
    public void All_kinds_of_tasks_will_do()
    {
        using var hub = RealTime();
        Cancellable(token => Task.Delay(1, token)).Await();
        Cancellable(token => new ValueTask(Task.Delay(1, token))).Await();
        Cancellable(async token => await Task.Delay(1, token)).Await();
        Assert.Equal(5, Cancellable(_ => Task.FromResult(5)).Await());
        Assert.Equal(5, Cancellable(_ => new ValueTask<int>(5)).Await());
        Assert.Equal(5, Cancellable(async token =>
        {
            await Task.Delay(1, token);
            return 5;
        }).Await());
        Cancellable(_ => Task.CompletedTask, late: () => { }).Await();
        Cancellable(_ => ValueTask.CompletedTask, late: () => { }).Await();
        Cancellable(_ => Task.FromResult("x"), late: text => text.Trim()).Await();
        Assert.ThrowsAny<OperationCanceledException>(() => Cancellable(_ => Task.FromCanceled(new CancellationToken(true))).Await());
        Assert.Throws<InvalidOperationException>(() => Cancellable(_ => Task.FromException<int>(new InvalidOperationException())).Await());
    }

    [Fact]
    public void A_task_that_completes_on_the_hub_wakes_the_greenlet_in_the_same_step()
    {
        using var hub = RealTime();
        var task = new TaskCompletionSource<int>();
        var greenlet = Spawn(Takes(Cancellable(_ => task.Task)));
        Sleep().Await();
        task.SetResult(7);
        Sleep().Await();
        Assert.True(greenlet.IsReady);
    }

    /// <summary>One that waits, begun.</summary>
    private Greenlet Waiting(bool isLowered)
    {
        var greenlet = Spawn(isLowered ? Waits() : Iterator(Waits), "waiting");
        Until(() => _begun == 1);
        return greenlet;
    }

    private static IEnumerator<Yield> Iterator(Func<IEnumerator<Yield>> body) => body();

    private Task<int> Begin(CancellationToken token)
    {
        _token = token;
        _begun++;
        return _task.Task;
    }

    [Coroutine]
    private IEnumerator<Yield> Waits()
    {
        Add("begin");
        try
        {
            var got = Cancellable(Begin, late: value => Add($"late {value}")).Await();
            Add($"got {got}");
            try
            {
                yield return Sleep(Never);
            }
            finally
            {
                Add("killed later");
            }
        }
        finally
        {
            if (!Log.Contains("killed later")) Add("killed");
        }
    }

    [Coroutine]
    private IEnumerator<Yield> TimesOut()
    {
        Add("begin");
        using (var timeout = CoTimeout.Start(1))
        {
            try
            {
                Cancellable(Begin).Await();
                Add("not reached");
            }
            catch (CoTimeoutException passed) when (passed.Timeout == timeout)
            {
                Add("timed out");
            }
        }

        Add("after");
        yield break;
    }

    [Coroutine]
    private IEnumerator<Yield> FailsLate()
    {
        Cancellable(Begin, late: _ => throw new InvalidOperationException("late")).Await();
        yield break;
    }

    [Coroutine]
    private static IEnumerator<Yield<int>> Takes(Suspension<int> wait)
    {
        yield return wait.Await();
    }
}
