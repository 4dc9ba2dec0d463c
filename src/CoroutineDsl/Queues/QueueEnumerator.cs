namespace CoroutineDsl;

/// <summary>Takes items until the queue has been shut down and is empty.</summary>
internal sealed class QueueEnumerator<T>(CoQueueBase<T> queue) : CoEnumerator<T>
{
    private StepSource? _source;
    private T _current = default!;

    public override T Current => _current;

    public override Suspension<bool> Step() => new(Source, Timeouts.None);

    public override bool BeginStep(Greenlet greenlet, Coroutine frame, out bool moved)
    {
        greenlet.Enter(frame);
        moved = greenlet.Spend() && queue.TryTake(greenlet, out _current!);
        if (moved) return true;
        if (!Source.Begin(greenlet, null, Timeouts.None)) return false;
        if (greenlet.State.IsSpent) return greenlet.TakeTurnWith(frame, Source);
        moved = Source.Take(greenlet);
        return true;
    }

    private StepSource Source => _source ??= new StepSource(this, queue);

    /// <summary>Waits for an item or the end.</summary>
    [System.Diagnostics.StackTraceHidden]
    internal sealed class StepSource(QueueEnumerator<T> owner, CoQueueBase<T> queue) : WaitSource<bool>
    {
        /// <summary>The queue was shut down meanwhile.</summary>
        public bool IsOver { get; set; }

        internal override bool Try(Greenlet greenlet, object? state, long argument)
        {
            IsOver = queue.IsShutDown && !queue.HasItem;
            return IsOver || queue.Line.TryPromiseInTurn(greenlet, argument);
        }

        internal override bool Begin(Greenlet greenlet, object? state, long argument) => Try(greenlet, state, argument) || queue.Line.ParkGetter(greenlet, this, argument);

        internal override void Cancel(Greenlet greenlet) => queue.Line.Getters.Remove(greenlet);

        internal override bool Take(Greenlet greenlet)
        {
            if (IsOver) return false;
            owner._current = queue.Line.TakeGranted(takes: true);
            return true;
        }

        internal override string Describe(Greenlet greenlet) => "the next item of a queue";
    }
}
