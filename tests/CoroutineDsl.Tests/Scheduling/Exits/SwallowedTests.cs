using Xunit;
using static CoroutineDsl.Greenlet;

#pragma warning disable CORO006 // plain code that waits is what is tested

namespace CoroutineDsl.Tests.Scheduling.Exits;

/// <summary>Plain code that catches an exit by accident: its cleanup below that ends, and the exit ends the greenlet all the same.</summary>
public sealed partial class SwallowedTests : HubTest
{
    [Fact]
    public void A_loop_that_tries_again_after_a_pause_ends_with_the_second_pause()
    {
        using var hub = Start();
        var greenlet = Spawn(() => TriesAgain());
        Sleep(1).Await();
        greenlet.Kill(timeout: Seconds(60)).Await();
        Assert.True(greenlet.IsKilled);
        Assert.Equal("paused", Trace);
    }

    [Fact]
    public void A_scope_ends_such_a_loop_too()
    {
        using var hub = Start();
        Assert.False(CancelScope.Run(_ => CallsLoop(), 1).Await());
        Assert.Equal("paused", Trace);
    }

    [Fact]
    public void A_clause_that_waits_for_ever_is_ended_by_another_kill()
    {
        using var hub = Start();
        var greenlet = Spawn(() => StaysInClause());
        Sleep(1).Await();
        greenlet.Kill(timeout: Seconds(60)).Await();
        Assert.False(greenlet.IsReady);
        greenlet.Kill(timeout: Seconds(60)).Await();
        Assert.True(greenlet.IsKilled);
    }

    [Fact]
    public void A_clause_that_waits_again_and_again_is_let_do_so_for_the_grace_of_the_hub()
    {
        using var hub = Start(new HubOptions { AbandonGrace = Seconds(3) });
        var greenlet = Spawn(() => WaitsInClause());
        Sleep(1).Await();
        greenlet.Kill(timeout: Seconds(60)).Await();
        Assert.True(greenlet.IsKilled);
        Assert.Equal("1 2 3", Trace);
    }

    [Fact]
    public void An_exit_in_a_clause_that_runs_for_another_failure_comes_again_at_once()
    {
        using var hub = Start();
        var greenlet = Spawn(() => SwallowsInClause());
        Sleep(1).Await();
        greenlet.Kill(timeout: Seconds(60)).Await();
        Assert.True(greenlet.IsKilled);
        Assert.Equal("", Trace);
    }

    private void TriesAgain()
    {
        while (true)
        {
            try
            {
                Sleep(Forever).Await();
            }
            catch (Exception)
            {
                Sleep(Seconds(1)).Await();
                Add("paused");
            }
        }
    }

    [Coroutine]
    private IEnumerator<Yield> CallsLoop()
    {
        TriesAgain();
        yield break;
    }

    private static void StaysInClause()
    {
        try
        {
            Sleep(Forever).Await();
        }
        catch (Exception)
        {
            Sleep(Forever).Await();
        }
    }

    private void WaitsInClause()
    {
        try
        {
            Sleep(Forever).Await();
        }
        catch (Exception)
        {
            for (var i = 1; ; i++)
            {
                Sleep(Seconds(1)).Await();
                Add($"{i}");
            }
        }
    }

    private void SwallowsInClause()
    {
        try
        {
            throw new FormatException();
        }
        catch (FormatException)
        {
            try
            {
                Sleep(Forever).Await();
            }
            catch (Exception)
            {
                // swallowed
            }

            Sleep(Seconds(1)).Await();
            Add("went on");
        }
    }
}
