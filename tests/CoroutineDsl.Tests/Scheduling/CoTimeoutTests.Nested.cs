using Xunit;
using static CoroutineDsl.Greenlet;

namespace CoroutineDsl.Tests.Scheduling;

public sealed partial class CoTimeoutTests
{
    [Fact, Trait("Row", "140"), Trait("Row", "139")]
    public void Of_two_nested_scopes_the_outer_runs_out_first() => Run(OuterFirst());

    [Fact, Trait("Row", "141")]
    public void Of_two_nested_scopes_the_inner_runs_out_first() => Run(InnerFirst());

    [Fact]
    public void Two_scopes_due_at_once_throw_one_after_the_other() => Run(BothAtOnce());

    [Fact]
    public void Of_two_scopes_due_at_once_the_one_that_is_left_meanwhile_is_forgotten() => Run(BothAtOnceAndLeft());

    [Coroutine]
    private IEnumerator<Yield> OuterFirst()
    {
        var outer = CoTimeout.Start(Seconds(1));
        var inner = CoTimeout.Start(Seconds(2));
        CoTimeoutException? caught = null;
        try
        {
            try
            {
                Sleep(Seconds(3)).Await();
                Add("not reached");
            }
            catch (CoTimeoutException e) when (e.Timeout == inner)
            {
                Add("taken for the inner one");
            }
            finally
            {
                Add($"{inner.IsPending}");
                inner.Close();
            }
        }
        catch (CoTimeoutException e)
        {
            caught = e;
        }

        Assert.Same(outer, caught!.Timeout);
        Assert.False(outer.IsPending);
        Assert.False(inner.IsPending);
        Assert.Equal("True", Trace);
        outer.Close();
        yield return Sleep(Seconds(5));
    }

    [Coroutine]
    private IEnumerator<Yield> InnerFirst()
    {
        using var outer = CoTimeout.Start(Seconds(2));
        using (var inner = CoTimeout.Start(Seconds(1)))
        {
            CoTimeoutException? caught = null;
            try
            {
                Sleep(Seconds(3)).Await();
            }
            catch (CoTimeoutException e)
            {
                caught = e;
            }

            Assert.Same(inner, caught!.Timeout);
        }

        Assert.True(outer.IsPending);
        yield return Sleep(Seconds(0.5));
    }

    [Coroutine]
    private IEnumerator<Yield> BothAtOnce()
    {
        var first = CoTimeout.Start(Seconds(1), new InvalidOperationException("first"));
        var second = CoTimeout.Start(Seconds(1), new InvalidOperationException("second"));
        for (var i = 0; i < 2; i++)
        {
            try
            {
                Sleep(Seconds(2)).Await();
            }
            catch (InvalidOperationException e)
            {
                Add(e.Message);
            }
        }

        Assert.Equal("first second", Trace);
        Assert.Equal(1, Now);
        first.Close();
        second.Close();
        yield return Sleep();
    }

    [Coroutine]
    private IEnumerator<Yield> BothAtOnceAndLeft()
    {
        var first = CoTimeout.Start(Seconds(1), new InvalidOperationException("first"));
        var second = CoTimeout.Start(Seconds(1), new InvalidOperationException("second"));
        try
        {
            Sleep(Seconds(2)).Await();
        }
        catch (InvalidOperationException e)
        {
            Add(e.Message);
        }

        second.Close();
        yield return Sleep(Seconds(2));
        Assert.Equal("first", Trace);
        Assert.Equal(3, Now);
        first.Close();
    }
}
