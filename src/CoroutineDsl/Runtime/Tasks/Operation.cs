namespace CoroutineDsl.Runtime;

/// <summary>
/// A task that the wait itself begins, with a token of its own. A wait that is given up has two phases: the token is cancelled, never on the hub's thread, and the greenlet stays parked until the task
/// has ended; what the task gave in spite of that is given back. The idea is trio's: a cancelled operation has either happened or not, and nobody has to guess which.
/// </summary>
[System.Diagnostics.StackTraceHidden]
internal abstract class Operation<T> : CopiedSource<T>
{
    private Hub _hub = null!;
    private Greenlet _greenlet = null!;
    private CancellationTokenSource? _cancellation;
    private Task? _task;
    private T _value = default!;
    private volatile Stage _stage;
    private int _isForgotten;

    private enum Stage
    {
        Waiting,
        Abandoned,
        LetGo,
        Over,
    }

    internal sealed override void Cancel(Greenlet greenlet)
    {
        if (Abandon(greenlet) == Abandonment.Begun) LetGo(greenlet);
    }

    internal sealed override Abandonment Abandon(Greenlet greenlet)
    {
        if (_task!.IsCompleted)
        {
            _stage = Stage.Over;
            return Abandonment.Come;
        }

        _stage = Stage.Abandoned;
        _ = CancelElsewhere(_cancellation!);
        return Abandonment.Begun;
    }

    internal sealed override Abandonment Lose(Greenlet greenlet)
    {
        if (!_task!.IsCompleted) return Abandon(greenlet);
        _stage = Stage.Over;
        if (_task.IsCompletedSuccessfully) _ = Return(null);
        else _ = _task.Exception;
        return Abandonment.LetGo;
    }

    internal sealed override void LetGo(Greenlet greenlet) => _stage = Stage.LetGo;

    internal sealed override void HubIsGone(Greenlet greenlet)
    {
        if (_stage is not (Stage.Waiting or Stage.Abandoned)) return;
        if (_stage == Stage.Waiting) _ = CancelElsewhere(_cancellation!);
        _stage = Stage.LetGo;
        Interlocked.MemoryBarrier(); // either this sees that the task has ended, or whoever ends it sees the stage
        if (_task!.IsCompleted) Forget();
    }

    internal override Work WorkFor(Greenlet greenlet) => _stage == Stage.Waiting ? TaskWork.Of(_task!) : Work.Promised; // of one that was cancelled, nobody knows

    internal override string Describe(Greenlet greenlet) => "a cancellable task";

    /// <summary>Begins the task. Where it completes at once with a value, gives that, and <c>null</c>.</summary>
    protected abstract Task? Start(CancellationToken token, out T value);

    /// <summary>The value of a task that has completed; throws its failure.</summary>
    protected abstract T ResultOf(Task task);

    /// <summary>The task has completed although it was cancelled: this is what nobody takes. <c>false</c>: it cannot be given back, and so the wait has it.</summary>
    protected virtual ValueTask<bool> GiveBack(T value) => new(true);

    /// <summary>The wait's own timeout has passed.</summary>
    protected virtual T TimedOut() => throw new TimeoutException();

    /// <summary>The source of the token.</summary>
    protected virtual CancellationTokenSource Cancellation(Hub hub) => new();

    /// <summary>The task has ended, and its token was not cancelled.</summary>
    protected virtual void Spare(Hub hub, CancellationTokenSource cancellation)
    {
    }

    protected sealed override bool BeginOnce(Greenlet greenlet, long argument)
    {
        _hub = greenlet.Hub;
        _greenlet = greenlet;
        _stage = Stage.Waiting;
        _isForgotten = 0;
        _cancellation = Cancellation(_hub);
        _task = Start(_cancellation.Token, out _value);
        if (_task is null or { IsCompleted: true }) return true;
        greenlet.ParkExternal(this, argument);
        if (greenlet.State.ThrowsNext) greenlet.InterruptByPending(); // what has begun the task has interrupted the greenlet: this is the next wait
        // an awaiter's continuation would take the way through the pool where the task completes on the hub: its synchronization context is none that it may run in
        _task.ContinueWith(
            static (_, operation) => ((Operation<T>)operation!).Continue(),
            this,
            CancellationToken.None,
            TaskContinuationOptions.ExecuteSynchronously | TaskContinuationOptions.DenyChildAttach,
            TaskScheduler.Default);
        return false;
    }

    protected sealed override T TakeOnce(Greenlet greenlet)
    {
        if (greenlet.TakeTimedOut()) return TimedOut();
        var (task, value) = (_task, _value);
        (_task, _value) = (null, default!);
        if (!_cancellation!.IsCancellationRequested) Spare(_hub, _cancellation);
        _cancellation = null;
        return task is null ? value : ResultOf(task);
    }

    /// <summary>Stops a task that nobody has begun to wait for, and gives back what it gives.</summary>
    protected void Forsake(Task task)
    {
        _ = CancelElsewhere(Cancellation(Hub.Current));
        _ = GiveBackAtEnd();

        async Task GiveBackAtEnd()
        {
            await task.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (task.IsCompletedSuccessfully) await GiveBack(ResultOf(task)).ConfigureAwait(false);
        }
    }

    private static async Task CancelElsewhere(CancellationTokenSource cancellation)
    {
        try
        {
            await cancellation.CancelAsync().ConfigureAwait(false);
        }
        catch (AggregateException)
        {
            // a callback that the operation itself has registered failed: whether it stops is seen by its task
        }
    }

    private void Continue()
    {
        if (_hub.IsCurrent) Ended();
        else if (_stage == Stage.Waiting) _hub.Post(Ended); // where the hub is disposed of before, its greenlet tells this operation
        else _hub.Post(Ended, Forget); // perhaps nobody waits any more who could
    }

    // the end of the task and that of the hub may come at once, on two threads
    private void Forget()
    {
        if (Interlocked.Exchange(ref _isForgotten, 1) == 0) ThreadPool.UnsafeQueueUserWorkItem(static operation => operation.Ended(), this, preferLocal: false);
    }

    private void Ended()
    {
        switch (_stage)
        {
            case Stage.Waiting:
                _stage = Stage.Over;
                _greenlet.Wake();
                break;
            case Stage.Abandoned when _task!.IsCompletedSuccessfully:
                _ = Return(_greenlet);
                break;
            case Stage.Abandoned:
                _ = _task.Exception; // nobody is to be told: the wait throws what it was given up for
                GoOn(true);
                break;
            case Stage.LetGo when _task!.IsCompletedSuccessfully:
                _ = Return(null);
                break;
            case Stage.LetGo:
                _ = _task.Exception;
                break;
        }
    }

    /// <summary>Gives back what has come too late; then the greenlet, if it still waits for that, goes on.</summary>
    private async Task Return(Greenlet? waiting)
    {
        var isGivenBack = true;
        try
        {
            isGivenBack = await GiveBack(ResultOf(_task!)).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            if (_hub.IsCurrent) _hub.Failures.Report(_greenlet, exception);
            else _hub.Post(() => _hub.Failures.Report(_greenlet, exception));
        }

        if (waiting is null) return;
        if (_hub.IsCurrent) GoOn(isGivenBack);
        else _hub.Post(() => GoOn(isGivenBack));
    }

    private void GoOn(bool isGivenBack)
    {
        if (_stage != Stage.Abandoned) return; // let go meanwhile
        _stage = Stage.Over;
        if (!isGivenBack) _greenlet.KeepOutcome();
        _greenlet.EndAbandonment();
    }
}
