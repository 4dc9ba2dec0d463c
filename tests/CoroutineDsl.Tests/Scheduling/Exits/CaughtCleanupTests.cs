#pragma warning disable CORO006, CORO025 // plain code that waits is what is tested
using Xunit;
using static CoroutineDsl.Greenlet;

namespace CoroutineDsl.Tests.Scheduling.Exits;

/// <summary>Cleanup in plain code where a catch clause takes the exit: what CORO025 tells of, and what it has the user write.</summary>
public sealed class CaughtCleanupTests : HubTest
{
    [Theory]
    [InlineData("below", "")]
    [InlineData("below, shielded", "closed")]
    [InlineData("in the clause", "")]
    [InlineData("in the clause, shielded", "closed")]
    [InlineData("by name", "")]
    [InlineData("by name, shielded", "closed")]
    [InlineData("outside", "closed")]
    [InlineData("of one statement", "closed")]
    public void A_second_kill_ends_the_wait_of_a_cleanup_that_nothing_shields(string place, string trace)
    {
        using var hub = Start();
        var isShielded = place.EndsWith("shielded", StringComparison.Ordinal);
        var greenlet = Spawn(place switch
        {
            "below" or "below, shielded" => () => Below(isShielded),
            "in the clause" or "in the clause, shielded" => () => InClause(isShielded),
            "by name" or "by name, shielded" => () => ByName(isShielded),
            "outside" => Outside,
            _ => (Action)OfOneStatement,
        });
        Sleep(1).Await();
        _ = greenlet.Kill();
        Sleep(1).Await();
        greenlet.Kill().Await();
        Assert.Equal(trace, Trace);
        Assert.True(greenlet.IsKilled);
    }

    private void Below(bool isShielded)
    {
        try
        {
            try
            {
                Sleep(Forever).Await();
            }
            finally
            {
                Close(isShielded);
            }
        }
        catch (Exception)
        {
            throw;
        }
    }

    private void InClause(bool isShielded)
    {
        try
        {
            Sleep(Forever).Await();
        }
        catch (Exception)
        {
            Close(isShielded);
            throw;
        }
    }

    private void ByName(bool isShielded)
    {
        try
        {
            Sleep(Forever).Await();
        }
        catch (GreenletExit)
        {
            Close(isShielded);
            throw;
        }
    }

    private void Outside()
    {
        try
        {
            try
            {
                Sleep(Forever).Await();
            }
            catch (Exception)
            {
                throw;
            }
        }
        finally
        {
            Close(isShielded: false);
        }
    }

    private void OfOneStatement()
    {
        try
        {
            Sleep(Forever).Await();
        }
        catch (Exception)
        {
            throw;
        }
        finally
        {
            Close(isShielded: false);
        }
    }

    private void Close(bool isShielded)
    {
        using var shield = CancelScope.Start(isShielded: isShielded);
        Sleep(10).Await();
        Add("closed");
    }
}
