using System.Diagnostics.CodeAnalysis;

namespace CoroutineDsl;

/// <summary>
/// A rendezvous (gevent's <c>Channel</c>): a put is over when its item has been taken, nothing is ever kept. A <c>foreach</c> takes items until the channel is completed.
/// </summary>
/// <typeparam name="T">The type of the items.</typeparam>
/// <remarks>
/// For one hub, or for several where it was made as shared: then greenlets of any hub may put and get, and, since another hub may always come, a hub whose greenlets wait at it is never out of work.
/// One that is killed or timed out while it waits leaves nothing behind and takes nothing.
/// </remarks>
/// <param name="isShared">Whether hubs of several threads use it.</param>
public sealed class CoChannel<T>(bool isShared = false) : CoEnumerable<T>
{
    private readonly Lock _gate = new();
    private WaiterList _getters;
    private WaiterList _putters;
    private Hub? _hub;
    private bool _isCompleted;
    private Putting? _sparePutting; // those that are not in use, each knows the next; none where hubs share: a late wake-up must know what it was for
    private Getting? _spareGetting;

    private bool IsShared => isShared;

    /// <summary>Whether nothing more can be put.</summary>
    public bool IsCompleted
    {
        get
        {
            lock (_gate) return _isCompleted;
        }
    }

    /// <summary>How many wait to put, less how many wait to get.</summary>
    public int Balance
    {
        get
        {
            lock (_gate) return _putters.Count - _getters.Count;
        }
    }

    /// <summary>Who waits; it never holds an item.</summary>
    public QueueStatistics Statistics
    {
        get
        {
            lock (_gate) return new(0, 0, _getters.Count, _putters.Count);
        }
    }

    /// <summary>Puts an item, and waits until somebody has taken it.</summary>
    /// <exception cref="QueueFullException">Nobody took it within the timeout (from the wait).</exception>
    /// <exception cref="QueueShutDownException">The channel has been completed.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The timeout is negative.</exception>
    public Suspension Put(T item, TimeSpan? timeout = null)
    {
        var ticks = Timeouts.Ticks(timeout);
        if (IsCompleted) throw new QueueShutDownException();
        return new Suspension(PuttingOf(item), ticks);
    }

    /// <inheritdoc cref="Put(T, TimeSpan?)"/>
    public Suspension Put(T item, int milliseconds) => Put(item, TimeSpan.FromMilliseconds(milliseconds));

    /// <summary>Takes an item; waits for somebody to put one.</summary>
    /// <exception cref="QueueEmptyException">Nobody put one within the timeout (from the wait).</exception>
    /// <exception cref="QueueShutDownException">The channel has been completed, or was meanwhile.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The timeout is negative.</exception>
    public Suspension<T> Get(TimeSpan? timeout = null)
    {
        var ticks = Timeouts.Ticks(timeout);
        return TryGet(out var item) ? new Suspension<T>(item) : new Suspension<T>(GettingOf(), ticks);
    }

    /// <inheritdoc cref="Get(TimeSpan?)"/>
    public Suspension<T> Get(int milliseconds) => Get(TimeSpan.FromMilliseconds(milliseconds));

    /// <summary>Hands an item to somebody who waits for one on this hub, if there is one now.</summary>
    public bool TryPut(T item)
    {
        lock (_gate)
        {
            CheckThread();
            if (_isCompleted || _getters.First is not Greenlet getter || !getter.Hub.IsCurrent) return false;
            Hand(getter, item);
            return true;
        }
    }

    /// <summary>Takes the item of somebody who waits to put one, if there is one now.</summary>
    public bool TryGet([MaybeNullWhen(false)] out T item)
    {
        lock (_gate)
        {
            CheckThread();
            if (!_putters.TryTake(out var waiter))
            {
                item = default;
                return false;
            }

            item = Accept(waiter);
            return true;
        }
    }

    /// <summary>Hands an item to somebody who waits for one.</summary>
    /// <exception cref="QueueFullException">Nobody does.</exception>
    /// <exception cref="QueueShutDownException">The channel has been completed.</exception>
    public void PutNoWait(T item)
    {
        if (TryPut(item)) return;
        if (IsCompleted) throw new QueueShutDownException();
        throw new QueueFullException();
    }

    /// <summary>Takes the item of somebody who waits to put one.</summary>
    /// <exception cref="QueueEmptyException">Nobody does.</exception>
    /// <exception cref="QueueShutDownException">Nobody does, and the channel has been completed.</exception>
    public T GetNoWait()
    {
        if (TryGet(out var item)) return item;
        if (IsCompleted) throw new QueueShutDownException();
        throw new QueueEmptyException();
    }

    /// <summary>Nothing can be put any more. Those who wait to put still can be taken from; those who wait to get, and who come when nobody is left, get a <see cref="QueueShutDownException"/>; a <c>foreach</c> ends.</summary>
    public void Complete()
    {
        lock (_gate)
        {
            CheckThread();
            _isCompleted = true;
            while (_getters.TryTake(out var waiter)) waiter.WakeFromAnywhere();
        }
    }

    /// <summary>Takes items until the channel is completed.</summary>
    public override CoEnumerator<T> GetEnumerator() => new Enumerator(this);

    private Putting PuttingOf(T item)
    {
        var putting = _sparePutting ?? new Putting(this);
        _sparePutting = putting.NextSpare;
        putting.Item = item;
        putting.IsTaken = false;
        return putting;
    }

    private Getting GettingOf()
    {
        var getting = _spareGetting ?? new Getting(this);
        _spareGetting = getting.NextSpare;
        return getting;
    }

    private void CheckThread()
    {
        if (!IsShared) (_hub ??= Hub.Current).CheckThread();
    }

    private void Park(ref WaiterList list, Greenlet greenlet, WaitSource source, long timeout)
    {
        list.Add(greenlet);
        if (IsShared) greenlet.ParkExternal(source, timeout);
        else greenlet.Park(source, timeout);
    }

    /// <summary>A getter of this hub gets its item.</summary>
    private void Hand(Greenlet getter, T item)
    {
        _getters.Remove(getter);
        ((IHasTaker)getter.Source!).Taker.Give(item);
        getter.Wake();
    }

    /// <summary>A putter of any hub is rid of its item.</summary>
    private static T Accept(Waiter putter)
    {
        var putting = (Putting)((Greenlet)putter).Source!;
        putting.IsTaken = true;
        putter.WakeFromAnywhere();
        return putting.Item;
    }

    /// <summary>On a getter's own hub: it takes from whoever waits to put. A match is always made there, so a getter that is being killed never holds an item.</summary>
    private void Match(Hub hub)
    {
        lock (_gate)
        {
            while (_getters.First is Greenlet getter && !_putters.IsEmpty)
            {
                if (!ReferenceEquals(getter.Hub, hub))
                {
                    PostMatch(getter.Hub);
                    return;
                }

                _putters.TryTake(out var putter);
                Hand(getter, Accept(putter!));
            }
        }
    }

    private void PostMatch(Hub hub) => hub.Post(() => Match(hub));

    private bool BeginGet(Greenlet greenlet, WaitSource source, Taker taker, long timeout)
    {
        lock (_gate)
        {
            CheckThread();
            if (_putters.TryTake(out var putter))
            {
                taker.Give(Accept(putter));
                return true;
            }

            if (_isCompleted) return true;
            Park(ref _getters, greenlet, source, timeout);
            return false;
        }
    }

    private void CancelGet(Greenlet greenlet)
    {
        lock (_gate)
        {
            if (!_isCompleted) _getters.Remove(greenlet); // else it has been woken
        }
    }

    private interface IHasTaker
    {
        Taker Taker { get; }
    }

    /// <summary>Where a getter's item is put.</summary>
    private sealed class Taker
    {
        private T _item = default!;

        public bool HasItem { get; private set; }

        public void Give(T item)
        {
            _item = item;
            HasItem = true;
        }

        public T Take()
        {
            HasItem = false;
            return _item;
        }
    }

    private sealed class Getting(CoChannel<T> channel) : WaitSource<T>, IHasTaker
    {
        private readonly Taker _taker = new();

        public Getting? NextSpare { get; private set; }

        Taker IHasTaker.Taker => _taker;

        internal override bool Begin(Greenlet greenlet, object? state, long argument) => channel.BeginGet(greenlet, this, _taker, argument);

        internal override void Cancel(Greenlet greenlet) => channel.CancelGet(greenlet);

        internal override T Take(Greenlet greenlet)
        {
            if (greenlet.TakeTimedOut()) throw new QueueEmptyException();
            if (!_taker.HasItem) throw new QueueShutDownException();
            var item = _taker.Take();
            if (channel.IsShared) return item;
            NextSpare = channel._spareGetting;
            channel._spareGetting = this;
            return item;
        }

        internal override string Describe(Greenlet greenlet) => "an item of a channel";
    }

    private sealed class Putting(CoChannel<T> channel) : WaitSource
    {
        public T Item { get; set; } = default!;

        public Putting? NextSpare { get; private set; }

        public bool IsTaken { get; set; }

        internal override bool Begin(Greenlet greenlet, object? state, long argument)
        {
            lock (channel._gate)
            {
                channel.CheckThread();
                if (channel._isCompleted) throw new QueueShutDownException();
                if (channel._getters.First is not Greenlet getter)
                {
                    channel.Park(ref channel._putters, greenlet, this, argument);
                    return false;
                }

                if (!getter.Hub.IsCurrent)
                {
                    channel.Park(ref channel._putters, greenlet, this, argument);
                    channel.PostMatch(getter.Hub);
                    return false;
                }

                IsTaken = true;
                channel.Hand(getter, Item);
                greenlet.TakeTurn(this); // goes on when the getter has run
                return false;
            }
        }

        internal override void Cancel(Greenlet greenlet)
        {
            lock (channel._gate)
            {
                if (!IsTaken) channel._putters.Remove(greenlet);
            }
        }

        internal override void End(Greenlet greenlet)
        {
            if (greenlet.TakeTimedOut() && !IsTaken) throw new QueueFullException();
            if (channel.IsShared) return;
            Item = default!;
            NextSpare = channel._sparePutting;
            channel._sparePutting = this;
        }

        internal override string Describe(Greenlet greenlet) => "somebody to take an item from a channel";
    }

    private sealed class Enumerator(CoChannel<T> channel) : CoEnumerator<T>
    {
        private StepSource? _source;
        private T _current = default!;

        public override T Current => _current;

        public override Suspension<bool> Step() => new(_source ??= new StepSource(this, channel), Timeouts.None);

        private sealed class StepSource(Enumerator owner, CoChannel<T> channel) : WaitSource<bool>, IHasTaker
        {
            private readonly Taker _taker = new();

            Taker IHasTaker.Taker => _taker;

            internal override bool Begin(Greenlet greenlet, object? state, long argument) => channel.BeginGet(greenlet, this, _taker, argument);

            internal override void Cancel(Greenlet greenlet) => channel.CancelGet(greenlet);

            internal override bool Take(Greenlet greenlet)
            {
                if (!_taker.HasItem) return false;
                owner._current = _taker.Take();
                return true;
            }

            internal override string Describe(Greenlet greenlet) => "the next item of a channel";
        }
    }
}
