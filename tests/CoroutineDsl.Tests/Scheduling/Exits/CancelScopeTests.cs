using Xunit;
using static CoroutineDsl.Greenlet;

namespace CoroutineDsl.Tests.Scheduling.Exits;

/// <summary>Cancelling a scope is a state: every wait inside throws until it is left.</summary>
public sealed partial class CancelScopeTests : HubTest
{
    [Fact]
    public void To_move_on_is_to_say_nothing_when_the_time_is_over()
    {
        using var hub = Start();
        Assert.False(MoveOnAfter(10, Sleep(Forever)).Await());
        Assert.Equal(0.01, Now);
        Assert.True(MoveOnAfter(Seconds(1), new CoQueue<int>(items: [1]).Get()).Await());
        Assert.True(MoveOnAfter(Seconds(1), Bodies.SleepsFor(1)).Await());
        Assert.False(MoveOnAfter(10, Bodies.SleepsFor(Forever)).Await());
        Assert.Throws<TimeoutException>(() => MoveOnAfter(10, Fails()).Await());
        Assert.Throws<ArgumentOutOfRangeException>(() => MoveOnAfter(-2, Sleep(1)));
        var killed = Spawn(MoveOnAfter(1000, Sleep(Forever)));
        Assert.False(CancelScope.Run(_ => Moves(), 5).Await()); // the exit of the scope around it passes
        killed.Kill().Await();
        Assert.True(killed.IsKilled);
        Assert.Empty(Log);
    }

    [Coroutine]
    private IEnumerator<Yield> Moves()
    {
        Add($"{MoveOnAfter(1000, Bodies.SleepsFor(Forever)).Await()}");
        yield break;
    }

    [Coroutine]
    private static IEnumerator<Yield> Fails()
    {
        yield return Sleep(1);
        throw new TimeoutException();
    }

    [Fact]
    public void Run_says_whether_the_coroutine_ran_to_its_end()
    {
        using var hub = Start();
        Assert.True(CancelScope.Run(_ => Bodies.SleepsFor(1)).Await());
        Assert.True(CancelScope.Run(_ => Bodies.SleepsFor(1), Seconds(1)).Await());
        Assert.False(CancelScope.Run(_ => Bodies.SleepsFor(1000), 10).Await());
        Assert.Equal(0.012, Now, 6);
        Assert.Equal(0, hub.Timers.Count);
    }

    [Fact]
    public void Every_wait_inside_throws_until_it_is_left() => Run(CatchesAtEveryWait());

    [Fact]
    public void Run_can_be_cancelled_by_its_own_coroutine() => Run(CancelsItself());

    [Fact]
    public void Another_greenlet_cancels()
    {
        using var hub = Start();
        CancelScope? scope = null;
        var worker = Spawn(RunsUntilCancelled(opened => scope = opened));
        Sleep(5).Await();
        scope!.Cancel("enough");
        worker.Await();
        Assert.Equal("False", Trace);
        Assert.True(scope.IsCancelled);
        Assert.Equal("enough", scope.Reason);
        Assert.Equal(0.005, Now);
    }

    [Fact]
    public void Another_thread_cancels()
    {
        using var hub = new Hub(new HubOptions());
        CancelScope? scope = null;
        var worker = Spawn(RunsUntilCancelled(opened => scope = opened));
        Sleep().Await();
        var thread = new Thread(() => scope!.Cancel());
        thread.Start();
        worker.Await();
        thread.Join();
        Assert.Equal("False", Trace);
    }

    [Fact]
    public void The_exit_passes_through_clauses_that_do_not_name_it_and_out_of_Start() => Run(CatchesEverythingElse());

    [Fact]
    public void After_its_scope_was_left_the_exception_is_an_ordinary_one() => Run(CatchesOutside());

    [Fact]
    public void Where_both_are_cancelled_the_outer_one_ends() => Run(CancelsBoth(outerFirst: true));

    [Fact]
    public void Where_both_are_cancelled_inner_first_the_outer_one_ends() => Run(CancelsBoth(outerFirst: false));

    [Fact]
    public void The_outer_deadline_is_first() => Run(Nests(5, 10, "outer False"));

    [Fact]
    public void The_inner_deadline_is_first() => Run(Nests(10, 5, "inner False; outer True"));

    [Fact]
    public void Equal_deadlines_end_the_outer_scope() => Run(Nests(5, 5, "outer False"));

    [Fact]
    public void A_shielded_scope_keeps_out_kills_and_scopes_around_it()
    {
        using var hub = Start();
        var greenlet = Spawn(RunsAShieldedScope());
        Sleep().Await();
        greenlet.Kill().Await();
        Assert.Equal("shielded True", Trace);
        Assert.Equal(0.010, Now);
        Assert.True(greenlet.IsKilled);
    }

    [Fact]
    public void A_shielded_scope_is_no_shield_against_itself()
    {
        using var hub = Start();
        Assert.False(CancelScope.Run(_ => Bodies.SleepsFor(Forever), 10, isShielded: true).Await());
    }

    [Fact]
    public void A_scope_is_left_in_the_greenlet_that_opened_it()
    {
        using var hub = Start();
        using var scope = CancelScope.Start();
        var other = Spawn(Leaves(scope), "other");
        var thrown = Assert.Throws<InvalidOperationException>(() => other.Await());
        Assert.Contains("main", thrown.Message, StringComparison.Ordinal);
        Assert.Contains("other", thrown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Its_token_is_cancelled_with_it_and_never_on_the_hubs_thread()
    {
        using var hub = Start();
        using var scope = CancelScope.Start();
        var ran = new AsyncResult<int>();
        Assert.False(scope.Token.IsCancellationRequested);
        scope.Token.Register(() => ran.Set(Environment.CurrentManagedThreadId));
        scope.Cancel();
        Assert.True(scope.Token.IsCancellationRequested);
        scope.Dispose();
        Assert.NotEqual(Environment.CurrentManagedThreadId, ran.Get().Await());
    }

    [Fact]
    public void A_token_that_is_asked_for_late_is_cancelled()
    {
        using var hub = Start();
        using var scope = CancelScope.Start();
        scope.Cancel();
        Assert.True(scope.Token.IsCancellationRequested);
    }

    [Fact]
    public void Cancelling_one_that_was_left_does_nothing()
    {
        using var hub = Start();
        var scope = CancelScope.Start(10);
        scope.Dispose();
        scope.Cancel();
        Assert.False(scope.IsCancelled);
        Sleep(20).Await();
        Assert.Equal(0, hub.Timers.Count);
    }

    [Fact]
    public void A_finally_that_its_exit_runs_through_may_wait() => Run(CleansUp());

    [Fact]
    public void A_timeout_is_thrown_once() => Run(CatchesItsDeadlineAndWaits());

    [Fact]
    public void A_kill_passes_a_cancelled_scope()
    {
        using var hub = Start();
        CancelScope? scope = null;
        var worker = Spawn(RunsUntilCancelled(opened => scope = opened));
        Sleep().Await();
        _ = worker.Kill();
        scope!.Cancel();
        worker.Join().Await();
        Assert.True(worker.IsKilled);
    }

    [Coroutine]
    private IEnumerator<Yield> CatchesAtEveryWait()
    {
        using (var scope = CancelScope.Start(5))
        {
            for (var i = 0; i < 100; i++)
            {
                try
                {
                    Sleep(1).Await();
                }
                catch (ScopeCancelledException cancelled) when (cancelled.Scope == scope)
                {
                    Add("again");
                    if (Log.Count == 40) break;
                }
            }
        }

        Sleep(1).Await();
        Assert.Equal(40, Log.Count);
        Assert.Equal(0.006, Now, 6);
        yield break;
    }

    [Coroutine]
    private static IEnumerator<Yield> CancelsItself()
    {
        Assert.False(CancelScope.Run(scope => CancelsAndSleeps(scope)).Await());
        yield break;
    }

    [Coroutine]
    private static IEnumerator<Yield> CancelsAndSleeps(CancelScope scope)
    {
        scope.Cancel();
        yield return Sleep(1);
        Assert.Fail("not reached");
    }

    [Coroutine]
    private IEnumerator<Yield> RunsUntilCancelled(Action<CancelScope> opened)
    {
        Add($"{CancelScope.Run(scope => Opens(scope, opened)).Await()}");
        yield break;
    }

    [Coroutine]
    private static IEnumerator<Yield> Opens(CancelScope scope, Action<CancelScope> opened)
    {
        opened(scope);
        yield return Sleep(Forever);
    }

    [Coroutine]
    private IEnumerator<Yield> CatchesEverythingElse()
    {
        try
        {
            using var scope = CancelScope.Start(5);
            try
            {
                Sleep(Forever).Await();
            }
            catch (OperationCanceledException)
            {
                Sleep(1).Await(); // not lowered, it was caught, and throws again here
                Add("swallowed");
            }
            catch (Exception)
            {
                Add("swallowed");
            }
        }
        catch (ScopeCancelledException cancelled)
        {
            Add(cancelled.Message);
        }

        Assert.Equal("The scope was cancelled: its deadline of 0.005 s has passed", Trace);
        yield break;
    }

    [Coroutine]
    private IEnumerator<Yield> CatchesOutside()
    {
        try
        {
            using var scope = CancelScope.Start(5);
            Sleep(Forever).Await();
        }
        catch (Exception caught)
        {
            Add(caught.GetType().Name);
        }

        Sleep(1).Await();
        Assert.Equal("ScopeCancelledException", Trace);
        yield break;
    }

    [Coroutine]
    private IEnumerator<Yield> CancelsBoth(bool outerFirst)
    {
        CancelScope? outer = null;
        CancelScope? inner = null;
        var worker = Spawn(OpensTwo((one, two) => (outer, inner) = (one, two)));
        Sleep(1).Await();
        (outerFirst ? outer : inner)!.Cancel();
        (outerFirst ? inner : outer)!.Cancel();
        worker.Await();
        Assert.Equal("outer False", Trace);
        yield break;
    }

    [Coroutine]
    private IEnumerator<Yield> OpensTwo(Action<CancelScope, CancelScope> opened)
    {
        Add($"outer {CancelScope.Run(outer => OpensInner(outer, opened)).Await()}");
        yield break;
    }

    [Coroutine]
    private IEnumerator<Yield> OpensInner(CancelScope outer, Action<CancelScope, CancelScope> opened)
    {
        Add($"inner {CancelScope.Run(inner => Opens(inner, scope => opened(outer, scope))).Await()}");
        yield break;
    }

    [Coroutine]
    private IEnumerator<Yield> Nests(int outer, int inner, string expected)
    {
        Add($"outer {CancelScope.Run(_ => NestsInner(inner), outer).Await()}");
        Assert.Equal(expected, string.Join("; ", Log));
        yield break;
    }

    [Coroutine]
    private IEnumerator<Yield> NestsInner(int milliseconds)
    {
        Add($"inner {CancelScope.Run(_ => Bodies.SleepsFor(Forever), milliseconds).Await()}");
        yield break;
    }

    [Coroutine]
    private IEnumerator<Yield> RunsAShieldedScope()
    {
        Add($"shielded {CancelScope.Run(_ => Bodies.SleepsFor(10), isShielded: true).Await()}");
        Sleep(1).Await();
        Add("not reached");
        yield break;
    }

    [Coroutine]
    private static IEnumerator<Yield> Leaves(CancelScope scope)
    {
        yield return Sleep(0);
        scope.Dispose();
    }

    [Coroutine]
    private IEnumerator<Yield> CleansUp()
    {
        Assert.False(CancelScope.Run(_ => CleansSlowly(), 5).Await());
        Assert.Equal("cleaned", Trace);
        Assert.Equal(0.010, Now, 6);
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
            Sleep(5).Await();
            Add("cleaned");
        }

        yield break;
    }

    [Coroutine]
    private IEnumerator<Yield> CatchesItsDeadlineAndWaits()
    {
        using var timeout = CoTimeout.Start(5);
        try
        {
            Sleep(Forever).Await();
        }
        catch (CoTimeoutException passed) when (passed.Timeout == timeout)
        {
            Add("passed");
        }

        Sleep(5).Await();
        Assert.Equal(0.010, Now, 6);
        yield break;
    }
}
