namespace CoroutineDsl.Runtime;

/// <summary>
/// Waits for a task that was handed in: nobody here may stop it, so a wait that is given up lets it go at once, and takes its continuation back out of it. A continuation with a token of its own is what .NET
/// takes back when that is cancelled; and unlike an awaiter's it runs at once where the task is completed on the hub, whose synchronization context would send the awaiter's to the pool.
/// </summary>
[System.Diagnostics.StackTraceHidden]
internal abstract class TaskWaiter<T>(Task task) : CopiedSource<T>
{
    private Greenlet? _greenlet;
    private CancellationTokenSource? _takenBack;

    protected Task Task { get; } = task;

    internal sealed override void Cancel(Greenlet greenlet)
    {
        _greenlet = null;
        _takenBack!.Cancel(); // runs nothing but the framework's own clean-up
        _takenBack = null;
        Left();
    }

    internal sealed override Abandonment Abandon(Greenlet greenlet)
    {
        if (HasEnded)
        {
            _greenlet = null;
            return Abandonment.Come;
        }

        Cancel(greenlet);
        return Abandonment.LetGo;
    }

    internal override Work WorkFor(Greenlet greenlet) => TaskWork.Of(Task);

    internal override string Describe(Greenlet greenlet) => "a task";

    /// <summary>Whether there is nothing to wait for.</summary>
    protected virtual bool HasEnded => Task.IsCompleted;

    /// <summary>Sees to it that the wait goes on when the task has completed.</summary>
    protected virtual void Attach(CancellationToken takenBack) => AttachTo(Task, takenBack);

    /// <summary>The wait is over, and its continuation has run.</summary>
    protected virtual void Detach(CancellationTokenSource takenBack, Hub hub) => SpareCancellations.Of(hub).Return(takenBack);

    /// <summary>The task has been let go.</summary>
    protected virtual void Left()
    {
    }

    /// <summary>The outcome of the task, or of the wait's own timeout.</summary>
    protected abstract T Outcome(Greenlet greenlet);

    protected sealed override bool BeginOnce(Greenlet greenlet, long argument)
    {
        if (HasEnded) return true;
        _greenlet = greenlet;
        _takenBack = SpareCancellations.Of(greenlet.Hub).Rent();
        greenlet.ParkExternal(this, argument);
        Attach(_takenBack.Token);
        return false;
    }

    protected void AttachTo(Task task, CancellationToken takenBack) => task.ContinueWith(
        static (_, waiter) => ((TaskWaiter<T>)waiter!).Continue(),
        this,
        takenBack,
        TaskContinuationOptions.ExecuteSynchronously | TaskContinuationOptions.DenyChildAttach,
        TaskScheduler.Default);

    protected sealed override T TakeOnce(Greenlet greenlet)
    {
        if (_takenBack is { } takenBack) Detach(takenBack, greenlet.Hub);
        _takenBack = null;
        return Outcome(greenlet);
    }

    private void Continue()
    {
        if (Volatile.Read(ref _greenlet) is not { } greenlet) return; // given up
        if (!greenlet.Hub.IsCurrent)
        {
            greenlet.Hub.Post(Continue);
            return;
        }

        _greenlet = null;
        greenlet.Wake();
    }
}
