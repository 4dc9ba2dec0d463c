using Xunit;
using static CoroutineDsl.Greenlet;
using static CoroutineDsl.Tests.Bodies;

namespace CoroutineDsl.Tests.Scheduling;

/// <summary>Deadlines for scopes: identity, nesting, and what they pass through (S-080 to S-093).</summary>
public sealed partial class CoTimeoutTests : HubTest
{
    [Fact, Trait("Row", "125"), Trait("Row", "133")]
    public void A_block_that_is_too_slow_gets_the_scopes_own_exception() => Run(TooSlow());

    [Fact, Trait("Row", "132"), Trait("Row", "128")]
    public void A_block_that_is_fast_enough_gets_nothing_and_nothing_comes_later() => Run(FastEnough());

    [Fact, Trait("Row", "135")]
    public void A_scope_that_is_closed_inside_its_block_throws_nothing() => Run(ClosedInside());

    [Fact, Trait("Row", "137")]
    public void No_timeout_is_no_deadline() => Run(NoDeadline());

    [Fact]
    public void Zero_is_as_soon_as_the_greenlet_waits() => Run(Zero());

    [Fact, Trait("Row", "134")]
    public void A_customised_exception_is_thrown_instead_and_is_an_ordinary_one() => Run(Customised());

    [Fact]
    public void A_deadline_passes_through_catch_Exception()
    {
        using var hub = Start();
        var greenlet = Spawn(CatchesAnything());
        greenlet.Join().Await();
        Assert.Equal("deadline", Trace);
    }

    [Fact]
    public void A_result_that_came_first_beats_the_deadline() => Run(ResultFirst());

    [Fact]
    public void A_deadline_that_passed_while_the_greenlet_was_busy_comes_at_its_next_wait() => Run(Busy());

    [Theory, Trait("Row", "142"), Trait("Row", "24"), Trait("Row", "98"), Trait("Row", "217"), Trait("Row", "285")]
    [InlineData("Sleep")]
    [InlineData("Event")]
    [InlineData("Get")]
    [InlineData("Put")]
    [InlineData("Join")]
    [InlineData("Result")]
    [InlineData("JoinAll")]
    [InlineData("Receive")]
    [InlineData("Idle")]
    [InlineData("Task")]
    public void An_outer_deadline_escapes_from_every_wait_and_leaves_no_waiter(string what) => Run(OuterEscapes(what));

    [Fact]
    public void The_main_program_has_deadlines_too()
    {
        using var hub = Start();
        using var scope = CoTimeout.Start(Seconds(1));
        Assert.Same(scope, Assert.Throws<CoTimeoutException>(() => Sleep(Seconds(2)).Await()).Timeout);
        Assert.Equal(1, Now);
    }

    [Fact]
    public void A_scope_left_open_throws_later_in_the_same_greenlet_only() => Run(LeftOpen());

    [Fact]
    public void A_negative_timeout_is_refused_at_the_call()
    {
        using var hub = Start();
        Assert.Throws<ArgumentOutOfRangeException>(() => CoTimeout.Start(Seconds(-1)));
        Assert.Equal(0, hub.Timers.Count);
    }

    [Fact, Trait("Row", "123"), Trait("Row", "127")]
    public void The_message_says_how_long()
    {
        using var hub = Start();
        using var scope = CoTimeout.Start(1500);
        Assert.Contains("1.5 s", Assert.Throws<CoTimeoutException>(() => Sleep(Seconds(2)).Await()).Message, StringComparison.Ordinal);
    }

    [Coroutine]
    private IEnumerator<Yield> TooSlow()
    {
        using var scope = CoTimeout.Start(Seconds(1));
        Assert.True(scope.IsPending);
        CoTimeoutException? caught = null;
        try
        {
            Sleep(Seconds(2)).Await();
        }
        catch (CoTimeoutException e) when (e.Timeout == scope)
        {
            caught = e;
        }

        Assert.NotNull(caught);
        Assert.False(scope.IsPending);
        Assert.Equal(1, Now);
        scope.Close();
        yield return Sleep(Seconds(5));
    }

    [Coroutine]
    private IEnumerator<Yield> FastEnough()
    {
        CoTimeout kept;
        using (var scope = CoTimeout.Start(Seconds(2)))
        {
            kept = scope;
            yield return Sleep(Seconds(1));
            Assert.True(scope.IsPending);
        }

        Assert.False(kept.IsPending);
        Assert.Equal(0, Current.Hub.Timers.Count);
        yield return Sleep(Seconds(5));
        Assert.Equal(6, Now);
    }

    [Coroutine]
    private IEnumerator<Yield> ClosedInside()
    {
        using (var scope = CoTimeout.Start(Seconds(1)))
        {
            scope.Close();
            scope.Close();
            Assert.False(scope.IsPending);
            yield return Sleep(Seconds(2));
        }

        Assert.Equal(2, Now);
    }

    [Coroutine]
    private IEnumerator<Yield> NoDeadline()
    {
        using var scope = CoTimeout.Start(null);
        Assert.False(scope.IsPending);
        Assert.Equal(0, Current.Hub.Timers.Count);
        yield return Sleep(Forever);
    }

    [Coroutine]
    private IEnumerator<Yield> Zero()
    {
        using var scope = CoTimeout.Start(0);
        Add("still here");
        CoTimeout? caught = null;
        try
        {
            Sleep(1).Await();
        }
        catch (CoTimeoutException e)
        {
            caught = e.Timeout;
        }

        Assert.Same(scope, caught);
        Assert.Equal("still here", Trace);
        Assert.Equal(0, Now);
        scope.Close();
        yield return Sleep();
    }

    [Coroutine]
    private IEnumerator<Yield> Customised()
    {
        var mine = new InvalidOperationException("mine");
        using var scope = CoTimeout.Start(Seconds(1), mine);
        Exception? caught = null;
        try
        {
            Sleep(Seconds(2)).Await();
        }
        catch (Exception e)
        {
            caught = e;
        }

        Assert.Same(mine, caught);
        yield return Sleep(Seconds(1));
    }

    [Coroutine]
    private IEnumerator<Yield> CatchesAnything()
    {
        using var scope = CoTimeout.Start(Seconds(1));
        try
        {
            try
            {
                Sleep(Seconds(2)).Await();
            }
            catch (Exception)
            {
                Sleep().Await(); // where code is not lowered the exit was caught, and comes again here
                Add("swallowed");
            }
        }
        catch (CoTimeoutException e) when (e.Timeout == scope)
        {
            Add("deadline");
        }

        yield break;
    }

    [Coroutine]
    private IEnumerator<Yield> ResultFirst()
    {
        var set = new CoEvent();
        Spawn(SetsAndWorks(set, Seconds(3)));
        using (CoTimeout.Start(Seconds(1)))
        {
            Assert.True(set.Wait().Await()); // the deadline passes after the event, and before this greenlet runs
        }

        Assert.Equal(3, Now);
        yield return Sleep(Seconds(5));
    }

    [Coroutine]
    private IEnumerator<Yield> SetsAndWorks(CoEvent set, TimeSpan work)
    {
        set.Set();
        Clock.Advance(work);
        for (var i = 0; i < 1000; i++) yield return Sleep();
    }

    [Coroutine]
    private IEnumerator<Yield> Busy()
    {
        using var scope = CoTimeout.Start(Seconds(1));
        Clock.Advance(Seconds(3)); // work that does not wait
        Add("worked");
        var caught = false;
        try
        {
            Sleep(1).Await();
        }
        catch (CoTimeoutException)
        {
            caught = true;
        }

        Assert.True(caught);
        scope.Close();
        yield return Sleep();
    }

    [Coroutine]
    private IEnumerator<Yield> OuterEscapes(string what)
    {
        var set = new CoEvent();
        var queue = new CoQueue<int>(1);
        var full = new CoQueue<int>(1);
        full.PutNoWait(1);
        var sleeper = Spawn(SleepsFor(Forever));
        if (what == "Idle") Spawn(Spins());
        var scope = CoTimeout.Start(Seconds(1));
        CoTimeout? caught = null;
        try
        {
            switch (what)
            {
                case "Sleep": Sleep(Forever).Await(); break;
                case "Event": set.Wait(Forever).Await(); break;
                case "Get": queue.Get(Forever).Await(); break;
                case "Put": full.Put(2, Forever).Await(); break;
                case "Join": sleeper.Join(Forever).Await(); break;
                case "Result": sleeper.Get(Forever).Await(); break;
                case "JoinAll": JoinAll([sleeper], Forever).Await(); break;
                case "Receive": Receive<int>().Await(); break;
                case "Idle": Idle().Await(); break;
                case "Task": new TaskCompletionSource().Task.Await(); break;
            }
        }
        catch (CoTimeoutException e)
        {
            caught = e.Timeout;
        }

        scope.Close();
        Assert.Same(scope, caught);
        Assert.InRange(Now, 1, 1.5);
        queue.PutNoWait(5);
        Assert.Equal(5, queue.GetNoWait());
        Assert.Equal(1, full.GetNoWait());
        Assert.True(full.IsEmpty);
        yield return Sleep(Seconds(1));
        Assert.Equal(0, Current.Hub.ExternalWaits);
        sleeper.Kill().Await();
        Assert.Equal(0, Current.Hub.Timers.Count);
    }

    [Coroutine]
    private IEnumerator<Yield> Spins()
    {
        while (Now < 2) // keeps the hub busy
        {
            Clock.Advance(Seconds(0.001));
            yield return Sleep();
        }
    }

    [Coroutine]
    private IEnumerator<Yield> LeftOpen()
    {
        var other = Spawn(SleepsFor(Seconds(5)));
        var scope = CoTimeout.Start(Seconds(1));
        yield return Sleep(Seconds(0.5));
        var caught = false;
        try
        {
            Sleep(Seconds(3)).Await();
        }
        catch (CoTimeoutException e)
        {
            caught = e.Timeout == scope;
        }

        Assert.True(caught);
        scope.Close();
        yield return other;
        Assert.Equal(5, Now);
    }
}
