namespace CoroutineDsl;

/// <summary>Takes items until the queue has been shut down and is empty.</summary>
internal sealed class QueueEnumerator<T>(CoQueueBase<T> queue) : CoEnumerator<T>
{
    private StepSource? _source;
    private T _current = default!;

    public override T Current => _current;

    public override Suspension<bool> Step()
    {
        if (queue.TryGet(out var item))
        {
            _current = item;
            return new Suspension<bool>(true);
        }

        return queue.IsShutDown ? new Suspension<bool>(false) : new Suspension<bool>(_source ??= new StepSource(this, queue.LineOf()), Timeouts.None);
    }

    /// <summary>Waits for an item or the end.</summary>
    internal sealed class StepSource(QueueEnumerator<T> owner, QueueLine<T> line) : WaitSource<bool>
    {
        /// <summary>The queue was shut down meanwhile.</summary>
        public bool IsOver { get; set; }

        internal override bool Begin(Greenlet greenlet, object? state, long argument) => line.BeginGet(greenlet, this, argument);

        internal override void Cancel(Greenlet greenlet) => line.Getters.Remove(greenlet);

        internal override bool Take(Greenlet greenlet)
        {
            if (IsOver) return false;
            owner._current = line.TakeGranted(takes: true);
            return true;
        }

        internal override string Describe(Greenlet greenlet) => "the next item of a queue";
    }
}
