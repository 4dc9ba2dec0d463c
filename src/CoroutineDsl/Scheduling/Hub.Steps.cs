using System.Runtime.CompilerServices;

namespace CoroutineDsl;

public sealed partial class Hub
{
    /// <summary>
    /// The trampoline: resumes a greenlet's leaf frame, and on its end the frame that called it, until one is parked; then the next greenlet, while the budget lasts. The one try block of all is here: an exception
    /// that leaves a frame becomes the outcome of its caller's wait. It is around all steps and not around each: to enter one costs a method of its own, and what lives in it is kept in memory.
    /// </summary>
    private void RunSteps(Thread thread)
    {
        Greenlet? failed = null;
        while (true)
        {
            try
            {
                RunSteps(thread, failed);
                return;
            }
            catch (Exception exception)
            {
                failed = CurrentGreenlet;
                Fail(failed, exception);
            }
        }
    }

    /// <param name="thread">The current one.</param>
    /// <param name="greenlet">The one whose step has not ended, if any.</param>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private void RunSteps(Thread thread, Greenlet? greenlet)
    {
        ref var context = ref FlowingContext.Of(thread);
        if (greenlet is not null)
        {
            EndStep(greenlet, ref context);
            greenlet.Schedule();
        }

        while (_budget > 0 && !Ready.IsEmpty)
        {
            _budget--;
            greenlet = Ready.Take();
            if ((!greenlet.State.IsPlain || context is not null) && !BeginStep(greenlet, context)) continue;
            var frame = greenlet.Leaf!;
            if (frame.Resume(greenlet)) Return(greenlet, frame);
            var state = greenlet.State;
            if (state.HasStepEnd || context is not null)
            {
                EndStep(greenlet, ref context);
                state = greenlet.State;
            }

            if (!state.IsYielding) continue;
            greenlet.State = state.AfterYield();
            Ready.Add(greenlet);
        }
    }

    /// <summary>What few steps begin with. <c>false</c>: there is nothing to run.</summary>
    private static bool BeginStep(Greenlet greenlet, ExecutionContext? context)
    {
        if (greenlet.State.IsDead) return false; // killed before its first run
        greenlet.State.BeginFirstStep();
        var own = greenlet.OwnContext;
        if (!ReferenceEquals(context, own)) FlowingContext.Restore(own);
        return true;
    }

    /// <summary>What few steps end with: other frames of the same greenlet; a context that is the greenlet's own from now on.</summary>
    private void EndStep(Greenlet greenlet, ref ExecutionContext? context)
    {
        while (greenlet.State.TakeCall())
        {
            var frame = greenlet.Frame!;
            if (frame.Resume(greenlet)) Return(greenlet, frame);
        }

        if (_handTo is not null || ReferenceEquals(context, greenlet.OwnContext)) return;
        greenlet.More.Context = context;
        greenlet.State.SetOwnContext();
    }

    private static void Return(Greenlet greenlet, Coroutine frame)
    {
        if (frame.Caller is not null) greenlet.Return(frame);
        else greenlet.Finish(frame, null);
    }

    private static void Fail(Greenlet greenlet, Exception exception)
    {
        var frame = greenlet.Frame!;
        while (frame.IsDirect) frame = frame.Caller!; // these were on the stack of the one that was resumed here
        greenlet.State.AbandonCall();
        if (frame.Caller is { } caller) greenlet.ThrowTo(caller, exception);
        else greenlet.Finish(frame, exception);
    }
}
