using CoroutineDsl.Runtime;

namespace CoroutineDsl;

/// <summary>
/// <c>Await()</c> in code that is not lowered: the main program, plain methods called from coroutines, iterators without the generator. This OS thread parks with its stack, a spare thread takes over the hub,
/// and hands it back when the wait is over. Exactly one thread runs a hub at any moment.
/// </summary>
internal static class Baton
{
    public static void Wait(Suspension wait)
    {
        if (wait.IsCompleted) return;
        var greenlet = Hub.Current.CurrentGreenlet;
        var caller = greenlet.Frame;
        var context = FlowingContext.Current;
        try
        {
            if (Wait(greenlet, caller, wait)) wait.Source?.End(greenlet);
            else LoweredCode.End(greenlet);
        }
        finally
        {
            Leave(greenlet, caller, context);
        }
    }

    public static T Wait<T>(Suspension<T> wait)
    {
        if (wait.Source is not { } source) return wait.Value;
        var greenlet = Hub.Current.CurrentGreenlet;
        var caller = greenlet.Frame;
        var context = FlowingContext.Current;
        try
        {
            if (Wait(greenlet, caller, wait)) return source.Take(greenlet);
            LoweredCode.End(greenlet, out T value);
            return value;
        }
        finally
        {
            Leave(greenlet, caller, context);
        }
    }

    /// <summary>As <see cref="Wait(Suspension)"/>, for the end of a resource: a kill does not disturb it, nor an exit that is on its way.</summary>
    public static void WaitShielded(Suspension wait)
    {
        if (wait.IsCompleted) return;
        var greenlet = Hub.Current.CurrentGreenlet;
        var extras = greenlet.More;
        var exit = extras.Exit;
        extras.Exit = null;
        greenlet.Shield();
        try
        {
            Wait(wait);
        }
        finally
        {
            greenlet.Unshield();
            extras.Exit = exit;
        }
    }

    /// <summary>Waits. <c>true</c>: completed at once, the source has the outcome. <c>false</c>: the greenlet has been resumed, and has it.</summary>
    private static bool Wait(Greenlet greenlet, Coroutine? caller, Suspension wait)
    {
        var hub = greenlet.Hub;
        DeliverExitAgain(greenlet);
        var frame = new ThreadFrame(greenlet.State.IsMain ? null : caller);
        hub.HandOff.CheckMayPark(greenlet);
        if (wait.Source is { } source ? greenlet.BeginWait(frame, source, wait.State, wait.Argument) : greenlet.BeginTurn(frame)) return true;
        greenlet.Schedule();
        hub.HandOff.Park(frame, greenlet);
        RememberExit(greenlet);
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

    // Nobody can put the exit filter on a catch clause of this code. It may have swallowed the last exit: so it gets it again at every wait.
    private static void DeliverExitAgain(Greenlet greenlet)
    {
        if (greenlet.Extras?.Exit is not { } exit || greenlet.State.IsMain) return;
        if (Exits.IsExit(exit)) System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(exit);
        greenlet.Extras.Exit = null;
    }

    private static void RememberExit(Greenlet greenlet)
    {
        if (greenlet.State.ThrowsNow && greenlet.Extras!.Thrown is { } thrown && Exits.IsExit(thrown)) greenlet.Extras.Exit = thrown;
    }
}
