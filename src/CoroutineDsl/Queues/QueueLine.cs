namespace CoroutineDsl;

/// <summary>Those who wait at a queue, and its turn in the run queue.</summary>
internal sealed class QueueLine<T> : Turn
{
    public WaiterList Getters;
    public WaiterList Putters;
    private readonly CoQueueBase<T> _queue;
    private PutSource? _spare; // those that are not in use, each knows the next
    private bool _wasPutter;

    public QueueLine(CoQueueBase<T> queue)
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
            if (getter.AwaitedSource is QueueEnumerator<T>.StepSource step) step.IsOver = true;
            else getter.SetThrown(new QueueShutDownException());
            getter.Wake();
        }

        while (Putters.TryTake(out var waiter))
        {
            ((Greenlet)waiter).SetThrown(new QueueShutDownException());
            waiter.Wake();
        }
    }

    /// <summary>Promises an item, if there is one.</summary>
    public bool TryPromise(Greenlet greenlet)
    {
        _queue.CheckHub(greenlet.Hub);
        if (!_queue.HasItem) return false;
        Granted++;
        return true;
    }

    /// <summary>Whether one whose turn it is not takes an item nevertheless, if there is one: where it cannot stand in line for it.</summary>
    public bool MayGetSpent(long timeout) => timeout == 0 || _queue.IsShutDown;

    /// <summary>As <see cref="TryPromise"/>, unless it is the others' turn.</summary>
    public bool TryPromiseInTurn(Greenlet greenlet, long timeout) => (!greenlet.State.IsSpent || MayGetSpent(timeout)) && TryPromise(greenlet);

    /// <summary>Waits for an item; always <c>false</c>, as a begin that has not ended.</summary>
    public bool ParkGetter(Greenlet greenlet, WaitSource source, long timeout)
    {
        _queue.ThrowIfShutDown();
        Enter(greenlet.Hub);
        var isTurn = greenlet.State.IsSpent; // there may be an item, and those who stand in line go first
        Getters.Add(greenlet);
        greenlet.Park(source, timeout);
        if (isTurn) ScheduleLast();
        return false;
    }

    /// <summary>Waits for room, with a source that is used again; always <c>false</c>, as a begin that has not ended.</summary>
    public bool ParkPutter(Greenlet greenlet, T item, long timeout)
    {
        _queue.ThrowIfShutDown();
        var source = _spare ?? new PutSource(this) { IsPooled = true };
        _spare = source.NextSpare;
        source.Item = item;
        return ParkPutter(greenlet, source, timeout);
    }

    private bool ParkPutter(Greenlet greenlet, PutSource source, long timeout)
    {
        _queue.ThrowIfShutDown();
        Enter(greenlet.Hub);
        var isTurn = greenlet.State.IsSpent; // there may be room, and those who stand in line go first
        Putters.Add(greenlet);
        greenlet.Park(source, timeout);
        if (isTurn) ScheduleLast();
        return false;
    }

    /// <summary>The item that was promised.</summary>
    public T TakeGranted(bool takes)
    {
        Granted--;
        return takes ? _queue.Take() : _queue.First();
    }

    public override void Forget()
    {
        Getters = Putters = default;
        Granted = 0;
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
            _queue.Add(((PutSource)putter.AwaitedSource!).Item);
        }
        catch (Exception exception)
        {
            putter.SetThrown(exception);
        }

        return putter;
    }

    /// <summary>Waits for an item, to take it or to look at it.</summary>
    [System.Diagnostics.StackTraceHidden]
    public sealed class GetSource(QueueLine<T> line, bool takes) : WaitSource<T>
    {
        internal override bool Try(Greenlet greenlet, object? state, long argument) => line.TryPromise(greenlet);

        internal override bool TryAtOnce(Greenlet greenlet, object? state, long argument)
        {
            if (line.TryPromise(greenlet)) return true;
            line._queue.ThrowIfShutDown();
            return false;
        }

        internal override bool Begin(Greenlet greenlet, object? state, long argument) => line.TryPromiseInTurn(greenlet, argument) || line.ParkGetter(greenlet, this, argument);

        internal override void Cancel(Greenlet greenlet) => line.Getters.Remove(greenlet);

        internal override T Take(Greenlet greenlet) => greenlet.TakeTimedOut() ? throw new QueueEmptyException() : line.TakeGranted(takes);

        internal override string Describe(Greenlet greenlet) => "an item of a queue";
    }

    /// <summary>A put that may have to wait, with its item. Each wait puts the item.</summary>
    [System.Diagnostics.StackTraceHidden]
    public sealed class PutSource(QueueLine<T> line) : WaitSource
    {
        /// <summary>Whether it goes back to those that are not in use: nobody has a suspension of it.</summary>
        public bool IsPooled { get; init; }

        public T Item { get; set; } = default!;

        public PutSource? NextSpare { get; private set; }

        internal override bool Try(Greenlet greenlet, object? state, long argument)
        {
            line._queue.CheckHub(greenlet.Hub);
            return line._queue.PutNow(Item);
        }

        internal override bool TryAtOnce(Greenlet greenlet, object? state, long argument)
        {
            line._queue.ThrowIfShutDown();
            return Try(greenlet, state, argument);
        }

        internal override bool Begin(Greenlet greenlet, object? state, long argument) =>
            ((!greenlet.State.IsSpent || argument == 0) && Try(greenlet, state, argument)) || line.ParkPutter(greenlet, this, argument);

        internal override void Cancel(Greenlet greenlet) => line.Putters.Remove(greenlet);

        internal override void End(Greenlet greenlet)
        {
            if (IsPooled)
            {
                Item = default!;
                NextSpare = line._spare;
                line._spare = this;
            }

            if (greenlet.TakeTimedOut()) throw new QueueFullException();
        }

        internal override string Describe(Greenlet greenlet) => "room in a queue";
    }
}
