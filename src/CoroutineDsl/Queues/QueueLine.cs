namespace CoroutineDsl;

/// <summary>Those who wait at a queue, and its turn in the run queue.</summary>
internal sealed class QueueLine<T> : Turn
{
    public WaiterList Getters;
    public WaiterList Putters;
    private readonly CoQueueBase<T> _queue;
    private PutSource? _spare;
    private bool _wasPutter;

    public QueueLine(CoQueueBase<T> queue, Hub hub)
        : base(hub)
    {
        _queue = queue;
        Getting = new GetSource(this, takes: true);
        Peeking = new GetSource(this, takes: false);
    }

    public GetSource Getting { get; }

    public GetSource Peeking { get; }

    /// <summary>How many items are promised to getters that have been woken and have not run yet.</summary>
    public int Granted { get; set; }

    public override FrameLocation Location => new("queue", 0, "");

    public PutSource Putting(T item)
    {
        var source = _spare ?? new PutSource(this);
        _spare = null;
        source.Item = item;
        return source;
    }

    /// <summary>Those for whom there are items get them, the others their end.</summary>
    public void ShutDown()
    {
        while (_queue.HasItem && Getters.TryTake(out var waiter))
        {
            Granted++;
            waiter.Wake();
        }

        while (Getters.TryTake(out var waiter))
        {
            var getter = (Greenlet)waiter;
            if (getter.Source is QueueEnumerator<T>.StepSource step) step.IsOver = true;
            else getter.SetThrown(new QueueShutDownException());
            getter.Wake();
        }

        while (Putters.TryTake(out var waiter))
        {
            ((Greenlet)waiter).SetThrown(new QueueShutDownException());
            waiter.Wake();
        }
    }

    public bool BeginGet(Greenlet greenlet, WaitSource source, long timeout)
    {
        Hub.CheckThread();
        if (_queue.HasItem)
        {
            Granted++;
            return true;
        }

        Getters.Add(greenlet);
        greenlet.Park(source, timeout);
        return false;
    }

    /// <summary>The item that was promised.</summary>
    public T TakeGranted(bool takes)
    {
        Granted--;
        return takes ? _queue.Take() : _queue.First();
    }

    protected override Waiter? Next()
    {
        var putter = _wasPutter ? null : NextPutter();
        _wasPutter = putter is not null;
        if (putter is not null) return putter;
        if (_queue.HasItem && Getters.TryTake(out var getter))
        {
            Granted++;
            return getter;
        }

        putter = NextPutter();
        _wasPutter = putter is not null;
        return putter;
    }

    private Greenlet? NextPutter()
    {
        if (_queue.IsFull || !Putters.TryTake(out var waiter)) return null;
        var putter = (Greenlet)waiter;
        try
        {
            _queue.Add(((PutSource)putter.Source!).Item);
        }
        catch (Exception exception)
        {
            putter.SetThrown(exception);
        }

        return putter;
    }

    /// <summary>Waits for an item, to take it or to look at it.</summary>
    public sealed class GetSource(QueueLine<T> line, bool takes) : WaitSource<T>
    {
        internal override bool Begin(Greenlet greenlet, object? state, long argument) => line.BeginGet(greenlet, this, argument);

        internal override void Cancel(Greenlet greenlet) => line.Getters.Remove(greenlet);

        internal override T Take(Greenlet greenlet) => greenlet.TakeTimedOut() ? throw new QueueEmptyException() : line.TakeGranted(takes);

        internal override string Describe(Greenlet greenlet) => "an item of a queue";
    }

    /// <summary>One waiting put, with its item; one at a time is kept for the next.</summary>
    public sealed class PutSource(QueueLine<T> line) : WaitSource
    {
        public T Item { get; set; } = default!;

        internal override bool Begin(Greenlet greenlet, object? state, long argument)
        {
            if (line._queue.TryPut(Item)) return true;
            if (line._queue.IsShutDown) throw new QueueShutDownException();
            line.Hub.CheckThread();
            line.Putters.Add(greenlet);
            greenlet.Park(this, argument);
            return false;
        }

        internal override void Cancel(Greenlet greenlet) => line.Putters.Remove(greenlet);

        internal override void End(Greenlet greenlet)
        {
            Item = default!;
            line._spare = this;
            if (greenlet.TakeTimedOut()) throw new QueueFullException();
        }

        internal override string Describe(Greenlet greenlet) => "room in a queue";
    }
}
