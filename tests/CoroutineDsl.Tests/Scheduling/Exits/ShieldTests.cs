#pragma warning disable CORO006 // plain code that waits is what is tested
using Xunit;
using static CoroutineDsl.Greenlet;

namespace CoroutineDsl.Tests.Scheduling.Exits;

/// <summary>A <c>finally</c> that an exit runs through is shielded from everything outside it, and never from what is opened inside.</summary>
public sealed partial class ShieldTests : HubTest
{
    [Fact]
    public void A_deadline_inside_a_finally_that_runs_for_a_kill_fires()
    {
        using var hub = Start();
        var greenlet = Spawn(BoundsItsCleanup());
        Sleep().Await();
        greenlet.Kill().Await();
        Assert.Equal("too slow", Trace);
        Assert.Equal(0.005, Now);
        Assert.True(greenlet.IsKilled);
    }

    [Fact]
    public void WithTimeout_inside_a_finally_that_runs_for_a_kill_fires()
    {
        using var hub = Start();
        var greenlet = Spawn(CleansWithTimeout());
        Sleep().Await();
        greenlet.Kill().Await();
        Assert.Equal("cleanup -1", Trace);
        Assert.Equal(0.005, Now);
    }

    [Fact]
    public void A_scope_inside_a_shield_is_cancelled_by_its_deadline()
    {
        using var hub = Start();
        var greenlet = Spawn(ShieldsAScope());
        Sleep().Await();
        greenlet.Kill().Await();
        Assert.Equal("False", Trace);
        Assert.Equal(0.005, Now);
        Assert.True(greenlet.IsKilled);
    }

    [Fact]
    public void A_second_kill_waits_for_the_finally_and_is_one_more_exit()
    {
        using var hub = Start();
        var greenlet = Spawn(CleansTwice());
        Sleep().Await();
        _ = greenlet.Kill();
        Sleep().Await();
        greenlet.Kill().Await();
        Assert.Equal("first second", Trace);
        Assert.True(greenlet.IsKilled);
    }

    [Fact]
    public void A_scope_outside_a_finally_that_runs_for_a_kill_waits()
    {
        using var hub = Start();
        var greenlet = Spawn(CleansInsideAScope());
        Sleep().Await();
        greenlet.Kill().Await();
        Assert.Equal("cleaned", Trace);
        Assert.Equal(0.010, Now);
    }

    [Fact]
    public void A_finally_in_plain_code_may_wait_after_a_kill()
    {
        using var hub = Start();
        var greenlet = Spawn(CallsPlainCode());
        Sleep().Await();
        greenlet.Kill().Await();
        Assert.Equal("inner outer", Trace);
        Assert.Equal(0.015, Now);
        Assert.True(greenlet.IsKilled);
    }

    [Fact]
    public void A_deadline_inside_a_finally_in_plain_code_fires()
    {
        using var hub = Start();
        var greenlet = Spawn(CallsPlainCodeThatBoundsItsCleanup());
        Sleep().Await();
        greenlet.Kill().Await();
        Assert.Equal("too slow cleaned", Trace);
        Assert.Equal(0.007, Now);
        Assert.True(greenlet.IsKilled);
    }

    [Fact]
    public void What_a_finally_in_plain_code_throws_after_a_wait_is_not_lost()
    {
        using var hub = Start();
        var greenlet = Spawn(CallsPlainCodeThatFailsInItsCleanup());
        Sleep().Await();
        greenlet.Kill().Await();
        Assert.IsType<InvalidDataException>(greenlet.Exception);
    }

    [Fact]
    public void After_a_finally_in_plain_code_has_replaced_the_exit_kills_are_heard_again()
    {
        using var hub = Start();
        var greenlet = Spawn(CallsPlainCodeThatReplacesTheExit());
        Sleep().Await();
        _ = greenlet.Kill();
        Sleep(1).Await();
        Assert.Equal("replaced", Trace);
        greenlet.Kill().Await();
        Assert.True(greenlet.IsKilled);
        Assert.Equal(0.001, Now);
    }

    [Coroutine]
    private IEnumerator<Yield> BoundsItsCleanup()
    {
        try
        {
            Sleep(Forever).Await();
        }
        finally
        {
            using var scope = CoTimeout.Start(5);
            try
            {
                Sleep(Forever).Await();
            }
            catch (CoTimeoutException passed) when (passed.Timeout == scope)
            {
                Add("too slow");
            }
        }

        yield break;
    }

    [Coroutine]
    private IEnumerator<Yield> CleansWithTimeout()
    {
        try
        {
            Sleep(Forever).Await();
        }
        finally
        {
            Add($"cleanup {WithTimeout(5, SleepsAndReturns(), -1).Await()}");
        }

        yield break;
    }

    [Coroutine]
    private static IEnumerator<Yield<int>> SleepsAndReturns()
    {
        yield return Sleep(Forever);
        yield return 1;
    }

    [Coroutine]
    private IEnumerator<Yield> ShieldsAScope()
    {
        yield return Nursery.Shield(RunsAScope());
        yield return Sleep(Forever);
    }

    [Coroutine]
    private IEnumerator<Yield> RunsAScope()
    {
        Add($"{CancelScope.Run(_ => Bodies.SleepsFor(Forever), 5).Await()}");
        yield break;
    }

    [Coroutine]
    private IEnumerator<Yield> CleansTwice()
    {
        try
        {
            try
            {
                Sleep(Forever).Await();
            }
            finally
            {
                Sleep(5).Await();
                Add("first");
            }
        }
        finally
        {
            Sleep(5).Await();
            Add("second");
        }

        yield break;
    }

    [Coroutine]
    private IEnumerator<Yield> CleansInsideAScope()
    {
        using var scope = CancelScope.Start(5);
        try
        {
            Sleep(Forever).Await();
        }
        finally
        {
            Sleep(10).Await();
            Add("cleaned");
        }

        yield break;
    }

    [Coroutine]
    private IEnumerator<Yield> CallsPlainCode()
    {
        yield return Sleep(0);
        Plain();
    }

    private void Plain()
    {
        try
        {
            try
            {
                Sleep(Forever).Await();
            }
            finally
            {
                Sleep(5).Await();
                Add("inner");
            }
        }
        finally
        {
            Sleep(5).Await();
            Sleep(5).Await();
            Add("outer");
        }
    }

    [Coroutine]
    private IEnumerator<Yield> CallsPlainCodeThatBoundsItsCleanup()
    {
        PlainBounded();
        yield break;
    }

    private void PlainBounded()
    {
        try
        {
            Sleep(Forever).Await();
        }
        finally
        {
            using (var scope = CoTimeout.Start(5))
            {
                try
                {
                    Sleep(Forever).Await();
                }
                catch (CoTimeoutException passed) when (passed.Timeout == scope)
                {
                    Add("too slow");
                }
            }

            Sleep(2).Await();
            Add("cleaned");
        }
    }

    [Coroutine]
    private static IEnumerator<Yield> CallsPlainCodeThatFailsInItsCleanup()
    {
        PlainFailing();
        yield break;
    }

    private static void PlainFailing()
    {
        try
        {
            Sleep(Forever).Await();
        }
        finally
        {
            Sleep(5).Await();
            Throw(new InvalidDataException());
        }
    }

    private static void Throw(Exception failure) => throw failure;

    [Coroutine]
    private IEnumerator<Yield> CallsPlainCodeThatReplacesTheExit()
    {
        PlainReplacing();
        yield return Sleep(Forever);
    }

    private void PlainReplacing()
    {
        try
        {
            PlainFailingAtOnce();
        }
        catch (InvalidDataException)
        {
            Add("replaced");
        }

        Sleep(Forever).Await();
    }

    private static void PlainFailingAtOnce()
    {
        try
        {
            Sleep(Forever).Await();
        }
        finally
        {
            Throw(new InvalidDataException());
        }
    }
}
