using Xunit;
using static CoroutineDsl.Greenlet;

namespace CoroutineDsl.Tests.Scheduling;

public sealed partial class GreenletStateTests : HubTest
{
    [Fact]
    public void A_park_ends_with_the_state_before_it()
    {
        var state = GreenletState.ForCallback;
        state.ParkExternal();
        Assert.True(state.IsParked && state.IsExternal);
        var before = state.Unpark();
        Assert.True(before.IsParked && before.IsCounted);
        Assert.False(state.IsParked || state.IsExternal || state.IsCounted);
        Assert.False(state.HasNothingToTake); // the source has the outcome
    }

    [Fact]
    public void A_yield_has_no_outcome_and_is_refused_while_something_is_pending()
    {
        var state = GreenletState.ForCallback;
        Assert.True(state.TryBeginYield());
        Assert.True(state.IsYielding && state.HasNothingToTake);
        Assert.True(state.TakeYield());
        Assert.False(state.TakeYield());
        state.SetThrowsNext();
        Assert.False(state.TryBeginYield());
        Assert.False(state.IsYielding);
        state.ClearThrowsNext();
        state.Park();
        state.Unpark();
        Assert.False(state.TryBeginYield());
        state.BeginYieldAfterSource();
        Assert.True(state.AfterYield().HasNothingToTake);
    }

    [Fact]
    public void A_throw_takes_everything_else_of_the_wait_with_it()
    {
        var state = GreenletState.ForCallback;
        state.Return();
        state.TimeOut();
        state.Throw();
        Assert.True(state.TakeCall() && state.HasOutcome && state.TakeThrow());
        Assert.False(state.HasOutcome || state.TakeTimedOut() || state.TakeThrow());
    }

    [Fact]
    public void The_end_leaves_nothing_to_throw_or_call()
    {
        var state = GreenletState.ForCallback;
        state.Park();
        state.SetThrowsNext();
        state.ThrowToCaller();
        state.Finish(isFailure: true);
        Assert.True(state.IsDead && state.HasFailed);
        Assert.False(state.IsParked || state.ThrowsNext || state.ThrowsNow || state.IsCalling || state.IsAlive || state.HasSucceeded);
    }

    /// <summary>The frame of a condition's wait is kept for the next: it is entered anew after it has ended.</summary>
    [Fact]
    public void A_frame_that_is_used_again_is_on_the_stack_again()
    {
        using var hub = Start();
        var condition = new CoCondition();
        var waiter = Spawn(WaitsThrice(condition));
        for (var round = 0; round < 3; round++)
        {
            Sleep().Await();
            Assert.Equal(["CoCondition.Wait", nameof(WaitsThrice)], waiter.StackFrames.Select(frame => frame.Method));
            Spawn(Notifies(condition)).Await();
        }

        waiter.Await();
    }

    [Fact]
    public void The_order_of_the_ends_and_a_timer_are_apart()
    {
        using var hub = Start(new HubOptions { TimeProvider = new VirtualTime() });
        var greenlets = Enumerable.Range(1, 3).Select(i => Spawn(Sleeps(40 - (10 * i)))).ToArray();
        JoinAll(greenlets).Await();
        Assert.Equal([3, 2, 1], greenlets.Select(greenlet => greenlet.EndOrder));
        Assert.All(greenlets, greenlet => Assert.Equal(-1, greenlet.TimerIndex));
    }

    [Coroutine]
    private IEnumerator<Yield> WaitsThrice(CoCondition condition)
    {
        using var held = condition.Lock.Hold().Await();
        for (var i = 0; i < 3; i++) condition.Wait().Await();
        yield break;
    }

    [Coroutine]
    private IEnumerator<Yield> Notifies(CoCondition condition)
    {
        using var held = condition.Lock.Hold().Await();
        condition.Notify();
        yield return Sleep(); // with the lock: the wait goes on in the trampoline, to take it again
    }

    [Coroutine]
    private IEnumerator<Yield> Sleeps(int milliseconds)
    {
        yield return Sleep(milliseconds);
    }
}
