using System.Runtime.CompilerServices;
using CoroutineDsl.Runtime;

namespace CoroutineDsl;

/// <summary>
/// <c>Await()</c> in code that is not lowered: the main program, plain methods called from coroutines, iterators without the generator. This OS thread parks with its stack, a spare thread takes over the hub,
/// and hands it back when the wait is over. Exactly one thread runs a hub at any moment.
/// </summary>
[System.Diagnostics.StackTraceHidden]
internal static class Baton
{
    public static void Wait(Suspension wait)
    {
        if (wait.IsCompleted)
        {
            PassCompleted();
            return;
        }

        var greenlet = Hub.Current.CurrentGreenlet;
        var caller = greenlet.Frame;
        var context = FlowingContext.Current;
        var passage = greenlet.SuspendPassage();
        nint inFlight = 0;
        try
        {
            if (Wait(greenlet, caller, wait, ref inFlight)) wait.Source?.End(greenlet);
            else LoweredCode.End(greenlet);
        }
        catch (Exception exception) when (!greenlet.GivesToPlainCode(exception, inFlight))
        {
            StackText.Settle(exception);
            throw;
        }
        finally
        {
            Leave(greenlet, caller, context);
            greenlet.ResumePassage(passage);
        }
    }

    public static T Wait<T>(Suspension<T> wait)
    {
        if (wait.Source is not { } source)
        {
            PassCompleted();
            return wait.Value;
        }

        var greenlet = Hub.Current.CurrentGreenlet;
        var caller = greenlet.Frame;
        var context = FlowingContext.Current;
        var passage = greenlet.SuspendPassage();
        nint inFlight = 0;
        try
        {
            if (Wait(greenlet, caller, wait, ref inFlight)) return source.Take(greenlet);
            LoweredCode.End(greenlet, out T value);
            return value;
        }
        catch (Exception exception) when (!greenlet.GivesToPlainCode(exception, inFlight))
        {
            StackText.Settle(exception);
            throw;
        }
        finally
        {
            Leave(greenlet, caller, context);
            greenlet.ResumePassage(passage);
        }
    }

    /// <summary>A wait that has nothing to wait for: what is to be thrown at it is thrown all the same, and after many such waits the others have their turn.</summary>
    public static void PassCompleted()
    {
        if (Hub.Here is not { CurrentGreenlet: var greenlet } hub) return;
        if (greenlet.State.ThrowsNext) ThrowPending(greenlet);
        if (!greenlet.Spend() && hub.HandOff.MayTakeTurn(greenlet)) Wait(Suspension.Turn);
    }

    /// <summary>Before a wait begins: what is to be thrown at it is thrown here. It never parks, for lowered code asks too.</summary>
    public static void ThrowPending()
    {
        if (Hub.Here is { CurrentGreenlet: var greenlet } && greenlet.State.ThrowsNext) ThrowPending(greenlet);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void ThrowPending(Greenlet greenlet)
    {
        if (greenlet.State.IsParked) return; // a callback of the hub runs in the name of the main program, which waits elsewhere
        var inFlight = greenlet.InFlight;
        try
        {
            greenlet.ThrowIfPending();
        }
        catch (Exception exception) when (greenlet.GivesToPlainCode(exception, inFlight))
        {
            throw;
        }
    }

    /// <summary>As <see cref="Wait(Suspension)"/>, for the end of a resource: a kill does not disturb it, nor an exit that is on its way.</summary>
    public static void WaitShielded(Suspension wait)
    {
        if (wait.IsCompleted) return;
        var greenlet = Hub.Current.CurrentGreenlet;
        greenlet.Shield();
        try
        {
            Wait(wait);
        }
        finally
        {
            greenlet.Unshield();
        }
    }

    /// <summary>Waits. <c>true</c>: completed at once, the source has the outcome. <c>false</c>: the greenlet has been resumed, and has it.</summary>
    private static bool Wait(Greenlet greenlet, Coroutine? caller, Suspension wait, ref nint inFlight)
    {
        var hub = greenlet.Hub;
        if (wait.Source is { } tried)
        {
            if (greenlet.State.ThrowsNext) inFlight = greenlet.InFlight;
            greenlet.ThrowIfPending(tried);
            // without a thread, also where none may be parked; after many such waits, where there are others, it is their turn
            if ((greenlet.Spend() || !hub.HandOff.MayTakeTurn(greenlet)) && tried.Try(greenlet, wait.State, wait.Argument)) return true;
        }

        hub.HandOff.CheckMayPark(greenlet);
        inFlight = greenlet.InFlight;
        var spare = RunnerThread.Rent(); // before the wait begins: nothing is registered yet where there is no thread
        var frame = ThreadFrame.Above(greenlet.State.IsMain ? null : caller, hub);
        var isParking = false;
        try
        {
            if (wait.Source is { } source ? greenlet.BeginWait(frame, source, wait.State, wait.Argument) : greenlet.BeginTurn(frame))
            {
                frame.GiveBack(hub);
                return true;
            }

            isParking = true;
        }
        finally
        {
            if (!isParking) spare.Return();
        }

        greenlet.Schedule();
        hub.HandOff.Park(frame, greenlet, spare);
        return false;
    }

    // After the outcome has been taken, which may be the leaf's result. The context is the caller's: what the awaited coroutine has set ends with it,
    // but where the caller is a coroutine itself, un-lowered: to that one it was a call, as it is to a lowered one.
    private static void Leave(Greenlet greenlet, Coroutine? caller, ExecutionContext? context)
    {
        var isCoroutine = caller is not null && ReferenceEquals(IteratorFrame.Current, caller);
        if (!isCoroutine) FlowingContext.Return(context);
        greenlet.Leaf = caller;
    }
}
