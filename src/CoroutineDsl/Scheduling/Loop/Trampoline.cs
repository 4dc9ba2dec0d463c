using System.Runtime.CompilerServices;

namespace CoroutineDsl;

/// <summary>
/// Runs the greenlets that are ready, step by step. It resumes a greenlet's leaf frame and, when a frame ends, the frame that called it, until one waits; then the next greenlet, until the batch's budget is used up.
/// </summary>
[System.Diagnostics.StackTraceHidden]
internal sealed class Trampoline
{
    /// <summary>How many greenlets run before timers, posts and sockets are looked at again, where real time has no part in it.</summary>
    private const int BatchSize = 256;

    /// <summary>How many frames an exception may leave before the others have their turn.</summary>
    private const int UnwindBatch = 64;

    private readonly Hub _hub;
    private readonly Random? _shuffle;
    private readonly bool _isPaced;
    private BatchPace _pace = new();
    private readonly bool _readsContextField = FlowingContext.ReadsField;
    private int _heldBudget; // what was left when the batch was ended early
    private bool _endsEarly;

    public Trampoline(Hub hub)
    {
        _hub = hub;
        if (hub.Options.Seed is { } seed) _shuffle = new Random(seed);
        _isPaced = _shuffle is null && hub.Clock.Virtual is null;
        hub.Ready.Budget = BatchSize;
    }

    /// <summary>How many steps have been run in batches that are over.</summary>
    public long Steps { get; private set; }

    /// <summary>Runs what is ready. <c>false</c>: another thread runs the hub now, and nothing of it may be touched any more.</summary>
    public bool RunBatch(Thread thread)
    {
        if (_isPaced) _pace.Begins();
        if (!(_shuffle is null ? RunInOrder(thread) : RunShuffled(_shuffle, thread))) return false;
        while (_isPaced && _hub.Ready.Budget <= 0 && !_hub.Ready.IsEmpty && _pace.Extend() is > 0 and var more)
        {
            _hub.Ready.Budget = more;
            if (!RunInOrder(thread)) return false;
        }

        Steps += (_isPaced ? _pace.Given : BatchSize) - _hub.Ready.Budget;
        if (_isPaced) _pace.Ended(_hub.Ready.Budget);
        _hub.Ready.Budget = _isPaced ? _pace.Size : BatchSize;
        return true;
    }

    /// <summary>
    /// The current step is the last before the loop looks around: the hub is to be handed over, or was, or hooks are to be raised. A batch looks at nothing between two steps but its budget, so the budget is taken away; <see cref="GoOn"/> gives it back.
    /// </summary>
    public void EndBatchEarly()
    {
        if (_endsEarly) return;
        _endsEarly = true;
        _heldBudget = _hub.Ready.Budget;
        _hub.Ready.Budget = 0;
    }

    private void GoOn()
    {
        _hub.CurrentIsTaken();
        if (!_endsEarly) return;
        _endsEarly = false;
        _hub.Ready.Budget = _heldBudget;
    }

    /// <summary>Runs a batch of so many steps at most, on a hub that hands itself over to no thread. How many it were.</summary>
    public int RunSome(Thread thread, int steps)
    {
        steps = Math.Min(steps, BatchSize);
        _hub.Ready.Budget = steps;
        _ = _shuffle is null ? RunInOrder(thread) : RunShuffled(_shuffle, thread);
        var ran = Math.Max(1, steps - _hub.Ready.Budget);
        _hub.Ready.Budget = BatchSize;
        return ran;
    }

    private bool RunInOrder(Thread thread)
    {
        do
        {
            GoOn();
            if (_hub.Hooks.AreStepsRaised) return RunRaising(_hub.Ready.Budget, thread);
            RunSteps(thread);
            if (_hub.HandOff.IsRequested) return CompleteHandOff();
            if (_hub.Hooks.AreStepsRaised) _hub.Hooks.RaiseStepped(_hub.CurrentGreenlet); // this step added the first handler
        }
        while (_endsEarly);
        return true;
    }

    /// <summary>As <see cref="RunInOrder"/>, one step at a time, with hooks raised around each.</summary>
    private bool RunRaising(int steps, Thread thread)
    {
        for (; steps > 0 && !_hub.Ready.IsEmpty; steps--)
        {
            var greenlet = _hub.Ready.Next;
            _hub.Hooks.RaiseStepping(greenlet);
            _hub.Ready.Budget--;
            EndBatchEarly();
            _hub.Ready.Budget = 1;
            RunSteps(thread);
            GoOn();
            if (_hub.HandOff.IsRequested) return CompleteHandOff(); // its step goes on there
            _hub.Hooks.RaiseStepped(greenlet);
        }

        return true;
    }

    /// <summary>
    /// Runs those that are ready now in a random order. Those that they make ready run in the next batch, in an order of its own, but for those that go first (a switch, the first of a wait queue).
    /// </summary>
    private bool RunShuffled(Random random, Thread thread)
    {
        GoOn();
        _hub.Ready.Shuffle(random);
        _hub.Ready.TakeFirsts();
        for (var left = Math.Min(_hub.Ready.Budget, _hub.Ready.Count); left > 0; left += _hub.Ready.TakeFirsts() - 1)
        {
            if (!RunRaising(1, thread)) return false;
        }

        return true;
    }

    private bool CompleteHandOff()
    {
        GoOn();
        _hub.HandOff.Complete();
        return false;
    }

    /// <summary>
    /// The one try block of all steps: an exception that leaves a frame becomes the outcome of its caller's wait. It is around all steps and not around each, since entering one costs a method of its own, and what lives in it is kept in memory.
    /// </summary>
    private void RunSteps(Thread thread)
    {
        Greenlet? failed = null;
        var unwound = 0;
        while (true)
        {
            try
            {
                if (_readsContextField) RunSteps(ref _hub.Ready, thread, failed);
                else RunStepsCapturing(failed);
                return;
            }
            catch (Exception exception) when (_hub.CurrentGreenlet.PassesThrough(exception))
            {
                failed = _hub.CurrentGreenlet;
                Fail(failed, exception);
                if (++unwound % UnwindBatch != 0 || !failed.State.IsCalling || _hub.HandOff.IsRequested) continue;
                failed.State.TakeCall(); // it goes on behind the others: a deep recursion is unwound in many steps
                SaveContext(failed, FlowingContext.Current);
                _hub.Ready.Add(failed);
                failed = null;
            }
        }
    }

    /// <summary>Without an instance: the queue, the context, the greenlet and its frame fill the registers that outlive a call.</summary>
    /// <param name="ready">The hub's.</param>
    /// <param name="thread">The current one.</param>
    /// <param name="greenlet">The one whose step has not ended, if any.</param>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void RunSteps(ref RunQueue ready, Thread thread, Greenlet? greenlet)
    {
        ref var context = ref FlowingContext.Of(thread);
        if (greenlet is not null)
        {
            EndStep(greenlet, ref context);
            greenlet.Schedule();
        }

        while (ready.HasTurn)
        {
            greenlet = ready.Take();
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
            ready.Add(greenlet);
        }
    }

    /// <summary>As <see cref="RunSteps(ref RunQueue, Thread, Greenlet)"/>, where the context of a thread can be had by the public members only.</summary>
    private void RunStepsCapturing(Greenlet? greenlet)
    {
        if (greenlet is not null)
        {
            EndStep(greenlet);
            SaveContext(greenlet, FlowingContext.Current);
            greenlet.Schedule();
        }

        while (_hub.Ready.HasTurn)
        {
            greenlet = _hub.Ready.Take();
            if (!BeginStep(greenlet, FlowingContext.Current)) continue;
            var frame = greenlet.Leaf!;
            if (frame.Resume(greenlet)) Return(greenlet, frame);
            EndStep(greenlet);
            SaveContext(greenlet, FlowingContext.Current);
            if (greenlet.State.TakeYield()) _hub.Ready.Add(greenlet);
        }
    }

    /// <summary>What few steps begin with. <c>false</c>: there is nothing to run.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static bool BeginStep(Greenlet greenlet, ExecutionContext? context)
    {
        if (greenlet.State.IsDead) return false; // killed before its first run
        greenlet.State.BeginFirstStep();
        var own = greenlet.OwnContext;
        if (!ReferenceEquals(context, own)) FlowingContext.Restore(own);
        return true;
    }

    /// <summary>What few steps end with: other frames of the same greenlet; a context that is the greenlet's own from now on.</summary>
    private static void EndStep(Greenlet greenlet, ref ExecutionContext? context)
    {
        EndStep(greenlet);
        SaveContext(greenlet, context);
    }

    private static void EndStep(Greenlet greenlet)
    {
        while (greenlet.State.TakeCall())
        {
            var frame = greenlet.Frame!;
            if (frame.Resume(greenlet)) Return(greenlet, frame);
        }
    }

    // a step that another thread goes on with saves its context there
    private static void SaveContext(Greenlet greenlet, ExecutionContext? context)
    {
        if (!greenlet.Hub.HandOff.IsRequested && !greenlet.State.IsDead) greenlet.SaveContext(context);
    }

    private static void Return(Greenlet greenlet, Coroutine frame)
    {
        if (frame.Caller is { } caller && (!caller.IsOver || Greenlet.CallerOf(caller) is not null)) greenlet.Return(frame);
        else greenlet.Finish(frame, null);
    }

    private static void Fail(Greenlet greenlet, Exception exception)
    {
        greenlet.Arrived();
        var frame = greenlet.Frame!;
        while (frame.IsDirect) frame = frame.Caller!; // these were on the stack of the one that was resumed here
        greenlet.State.AbandonCall();
        if (Greenlet.PassesTails(frame, exception) is { } caller) greenlet.ThrowTo(caller, exception);
        else greenlet.Finish(frame, exception);
    }
}
