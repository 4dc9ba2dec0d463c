#pragma warning disable CORO015 // to leave a nursery without Join is what is tested
#pragma warning disable CORO005 // to drop a suspension is what is tested
using Xunit;
using static CoroutineDsl.Greenlet;

namespace CoroutineDsl.Tests.Pools;

/// <summary>A nursery's body stands in a scope: failures cancel it, and leaving tells everything.</summary>
public sealed partial class NurseryScopeTests : HubTest
{
    [Fact]
    public void A_failing_child_cancels_the_body_at_once()
    {
        using var hub = Start();
        var owner = Spawn(SleepsInItsBody());
        owner.Join().Await();
        Assert.Equal(0.015, Now);
        var failure = Assert.IsType<AggregateException>(owner.Exception);
        Assert.IsType<InvalidDataException>(Assert.Single(failure.InnerExceptions));
    }

    [Fact]
    public void A_child_that_failed_is_not_swallowed_by_leaving()
    {
        using var hub = Start();
        var owner = Spawn(LeavesWithoutJoin());
        owner.Join().Await();
        var failure = Assert.IsType<AggregateException>(owner.Exception);
        Assert.IsType<InvalidDataException>(Assert.Single(failure.InnerExceptions));
        Sleep().Await();
        Assert.Empty(Reported);
    }

    [Fact]
    public void Leaving_in_the_main_program_throws_too()
    {
        using var hub = Start();
        var failure = Assert.Throws<AggregateException>(() =>
        {
            using var nursery = new Nursery();
            nursery.Spawn(Fails(5));
            Sleep(Forever).Await();
        });
        Assert.IsType<InvalidDataException>(Assert.Single(failure.InnerExceptions));
        Assert.Equal(0.005, Now);
    }

    [Fact]
    public void The_failures_of_the_body_and_of_children_are_thrown_together()
    {
        using var hub = Start();
        var owner = Spawn(FailsInItsBody());
        owner.Join().Await();
        var failure = Assert.IsType<AggregateException>(owner.Exception);
        Assert.Equal([typeof(FormatException), typeof(InvalidDataException)], failure.InnerExceptions.Select(inner => inner.GetType()));
        Sleep().Await();
        Assert.Empty(Reported);
    }

    [Fact]
    public void In_the_main_program_the_bodys_failure_goes_on_and_the_childrens_are_reported()
    {
        using var hub = Start();
        Assert.Throws<FormatException>((Action)FailsInPlainCode);
        Assert.IsType<InvalidDataException>(Assert.IsType<AggregateException>(Assert.Single(Reported).Failure).InnerException);
    }

    [Fact]
    public void Join_throws_both_where_the_wait_is_interrupted_and_a_child_fails_on_its_way_out()
    {
        using var hub = Start();
        var owner = Spawn(JoinsFailing());
        Sleep(1).Await();
        owner.Kill().Await();
        var failure = Assert.IsType<AggregateException>(owner.Exception);
        Assert.Equal([typeof(GreenletExit), typeof(InvalidDataException)], failure.InnerExceptions.Select(inner => inner.GetType()));
    }

    [Fact]
    public void Run_throws_the_failures_of_its_coroutine_and_of_children_together()
    {
        using var hub = Start();
        var failure = Assert.Throws<AggregateException>(() => Nursery.Run(nursery => FailsBesideAChild(nursery)).Await());
        Assert.Equal([typeof(FormatException), typeof(InvalidDataException)], failure.InnerExceptions.Select(inner => inner.GetType()));
    }

    [Fact]
    public void Run_with_a_result()
    {
        using var hub = Start();
        Assert.Equal(42, Nursery.Run(nursery => Answers(nursery, 42)).Await());
        Assert.Equal("child", Trace);
        Assert.Throws<InvalidDataException>(() => Nursery.Run(nursery => FailsToAnswer()).Await());
        Assert.Throws<CoTimeoutException>(() => Nursery.Run(nursery => Answers(nursery, 1), TimeSpan.Zero).Await());
    }

    [Fact]
    public void Run_that_is_dropped_does_nothing()
    {
        using var hub = Start();
        _ = Nursery.Run(nursery => Answers(nursery, 42), Seconds(1));
        Sleep(1).Await();
        Assert.Empty(Log);
        Assert.Equal(0, hub.Count);
        Assert.Equal(0, hub.Timers.Count);
    }

    [Fact]
    public void Newcomers_are_refused_when_it_is_over()
    {
        using var hub = Start();
        Nursery left;
        using (left = new Nursery())
        {
        }

        Assert.Throws<InvalidOperationException>(() => left.Spawn(Bodies.SleepsFor(1)));
        using var joined = new Nursery();
        joined.Join().Await();
        var thrown = Assert.Throws<InvalidOperationException>(() => joined.Spawn(Bodies.SleepsFor(1)));
        Assert.Contains("over", thrown.Message, StringComparison.Ordinal);
        Assert.Throws<InvalidOperationException>(() => joined.Start<int>(_ => Bodies.SleepsFor(1)).Await());
        Assert.Equal(0, hub.Count);
    }

    [Fact]
    public void A_second_kill_leaves_no_child_behind()
    {
        using var hub = Start();
        var owner = Spawn(OwnsASlowCleaner());
        Sleep(1).Await();
        _ = owner.Kill();
        Sleep(1).Await();
        _ = owner.Kill();
        owner.Join().Await();
        Assert.Equal("cleaned", Trace);
        Assert.Equal(0, hub.Count);
        Assert.True(owner.IsKilled);
    }

    [Fact]
    public void A_hard_kill_goes_on_to_the_children()
    {
        using var hub = Start();
        var owner = Spawn(OwnsASlowCleaner());
        Sleep(1).Await();
        _ = owner.Kill();
        Sleep(1).Await();
        owner.KillHard().Await();
        Sleep().Await();
        Assert.Empty(Log);
        Assert.Equal(0, hub.Count);
        Assert.Equal(0.002, Now);
    }

    [Fact]
    public void A_cancelled_scope_around_it_cancels_the_children()
    {
        using var hub = Start();
        Assert.False(CancelScope.Run(_ => OwnsASlowCleaner(), 5).Await());
        Assert.Equal("cleaned", Trace);
        Assert.Equal(0.025, Now);
    }

    [Fact]
    public void Cancel_ends_the_body_and_Run_swallows_nothing_else()
    {
        using var hub = Start();
        Nursery? nursery = null;
        var owner = Spawn(Owns(made => nursery = made));
        Sleep(1).Await();
        nursery!.Cancel();
        owner.Join().Await();
        Assert.IsType<ScopeCancelledException>(owner.Exception);
        Assert.Equal(0.001, Now);
    }

    [Fact]
    public void Another_thread_cancels()
    {
        using var hub = new Hub(new HubOptions());
        Nursery? nursery = null;
        var owner = Spawn(Owns(made => nursery = made));
        Sleep().Await();
        var thread = new Thread(() => nursery!.Cancel());
        thread.Start();
        owner.Join().Await();
        thread.Join();
        Assert.IsType<ScopeCancelledException>(owner.Exception);
    }

    [Fact]
    public void A_limit_bounds_those_that_run()
    {
        using var hub = Start();
        using var nursery = new Nursery(limit: 2);
        var running = 0;
        var most = 0;
        for (var i = 0; i < 6; i++) nursery.Spawn(Counts(change => most = Math.Max(most, running += change)));
        Assert.Equal(6, nursery.Count);
        nursery.Join().Await();
        Assert.Equal(2, most);
        Assert.Equal(0.03, Now, 6);
    }

    [Fact]
    public void Those_that_a_limit_holds_back_never_run_after_a_failure()
    {
        using var hub = Start();
        using var nursery = new Nursery(limit: 1);
        nursery.Spawn(Fails(5));
        var waiting = nursery.Spawn(Counts(_ => Add("ran")));
        Assert.Throws<AggregateException>(() => nursery.Join().Await());
        Assert.True(waiting.IsKilled);
        Assert.Empty(Log);
    }

    [Fact]
    public void A_limit_of_one_does_not_hold_back_what_the_body_of_Run_spawns()
    {
        using var hub = Start();
        Assert.Equal(42, Nursery.Run(nursery => Answers(nursery, 42), limit: 1).Await());
        Assert.Throws<ArgumentOutOfRangeException>(() => new Nursery(limit: 0));
    }

    [Fact]
    public void A_supervisor_lets_the_others_go_on()
    {
        using var hub = Start();
        using var nursery = new Nursery(isSupervisor: true);
        nursery.Spawn(Fails(5));
        nursery.Spawn(Fails(6));
        nursery.Spawn(Counts(change => Add($"{change}")));
        Sleep(7).Await();
        Assert.Equal(2, nursery.Failures.Count);
        Assert.False(nursery.IsCancelled);
        var failure = Assert.Throws<AggregateException>(() => nursery.Join().Await());
        Assert.Equal(2, failure.InnerExceptions.Count);
        Assert.Equal("1 -1", Trace);
    }

    [Coroutine]
    private static IEnumerator<Yield> Fails(int milliseconds)
    {
        yield return Sleep(milliseconds);
        throw new InvalidDataException();
    }

    [Coroutine]
    private static IEnumerator<Yield> FailsInFinally()
    {
        try
        {
            yield return Sleep(Forever);
        }
        finally
        {
            Throw(new InvalidDataException());
        }
    }

    private static void Throw(Exception failure) => throw failure;

    private static void FailsInPlainCode()
    {
        using var nursery = new Nursery();
        nursery.Spawn(FailsInFinally());
        Sleep(1).Await();
        throw new FormatException();
    }

    [Coroutine]
    private static IEnumerator<Yield> SleepsInItsBody()
    {
        using var nursery = new Nursery();
        nursery.Spawn(Fails(15));
        Sleep(1000).Await();
        nursery.Join().Await();
        yield break;
    }

    [Coroutine]
    private static IEnumerator<Yield> LeavesWithoutJoin()
    {
        using var nursery = new Nursery(isSupervisor: true);
        nursery.Spawn(Fails(5));
        Sleep(20).Await();
        yield break;
    }

    [Coroutine]
    private static IEnumerator<Yield> FailsInItsBody()
    {
        using var nursery = new Nursery();
        nursery.Spawn(FailsInFinally());
        Sleep(1).Await();
        Throw(new FormatException());
        yield break;
    }

    [Coroutine]
    private static IEnumerator<Yield> JoinsFailing()
    {
        using var nursery = new Nursery();
        nursery.Spawn(FailsInFinally());
        nursery.Join().Await();
        yield break;
    }

    [Coroutine]
    private static IEnumerator<Yield> FailsBesideAChild(Nursery nursery)
    {
        nursery.Spawn(FailsInFinally());
        yield return Sleep(1);
        throw new FormatException();
    }

    [Coroutine]
    private IEnumerator<Yield<int>> Answers(Nursery nursery, int answer)
    {
        nursery.Spawn(Says("child"));
        yield return Sleep(1);
        yield return answer;
    }

    [Coroutine]
    private IEnumerator<Yield> Says(string what)
    {
        yield return Sleep(5);
        Add(what);
    }

    [Coroutine]
    private static IEnumerator<Yield<int>> FailsToAnswer()
    {
        yield return Sleep(1);
        throw new InvalidDataException();
    }

    [Coroutine]
    private IEnumerator<Yield> OwnsASlowCleaner()
    {
        using var nursery = new Nursery();
        nursery.Spawn(CleansSlowly());
        Sleep(Forever).Await();
        yield break;
    }

    [Coroutine]
    private IEnumerator<Yield> CleansSlowly()
    {
        try
        {
            Sleep(Forever).Await();
        }
        finally
        {
            Sleep(20).Await();
            Add("cleaned");
        }

        yield break;
    }

    [Coroutine]
    private static IEnumerator<Yield> Owns(Action<Nursery> made)
    {
        using var nursery = new Nursery();
        made(nursery);
        Sleep(Forever).Await();
        yield break;
    }

    [Coroutine]
    private static IEnumerator<Yield> Counts(Action<int> change)
    {
        change(1);
        yield return Sleep(10);
        change(-1);
    }
}
