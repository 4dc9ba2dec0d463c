namespace CoroutineDsl;

public sealed partial class HubChannel<T>
{
    /// <summary>Takes an item, or finds the end: <c>true</c>. Else the greenlet is parked.</summary>
    private bool BeginGet(Greenlet greenlet, ItemTaker<T> taker, WaitSource source, long timeout)
    {
        while (!TryGet(taker))
        {
            lock (_gate)
            {
                if (_incoming.Count > 0 || _isCompleted) continue;
                ForgetDisposed();
                (_getters.First as Greenlet)?.Hub.CheckThread();
                _getters.Add(greenlet);
                greenlet.ParkExternal(source, timeout);
                return false;
            }
        }

        return true;
    }

    /// <summary><c>true</c>: the taker has an item, or there will be none.</summary>
    private bool TryGet(ItemTaker<T> taker)
    {
        if (!FillBatch(out var isCompleted)) return isCompleted;
        taker.Give(_batch[_next++]);
        return true;
    }

    private void CancelGet(Greenlet greenlet)
    {
        lock (_gate) _getters.Remove(greenlet);
    }

    private sealed class GetSource(HubChannel<T> channel, TimeSpan? timeout) : WaitSource<T>, IItemGetter<T>
    {
        public ItemTaker<T> Taker { get; } = new();

        internal override bool Try(Greenlet greenlet, object? state, long argument) => channel.TryGet(Taker);

        internal override bool Begin(Greenlet greenlet, object? state, long argument) => channel.BeginGet(greenlet, Taker, this, argument);

        internal override void Cancel(Greenlet greenlet) => channel.CancelGet(greenlet);

        internal override T Take(Greenlet greenlet)
        {
            if (greenlet.TakeTimedOut()) throw new TimeoutException($"There was nothing in the channel within {timeout}.");
            return Taker.HasItem ? Taker.Take() : throw new QueueShutDownException();
        }

        internal override string Describe(Greenlet greenlet) => "an item of a channel between hubs";
    }

    private sealed class PutSource(HubChannel<T> channel, T item, TimeSpan? timeout) : WaitSource
    {
        private bool _isTaken;
        private SingleUse _use;

        internal override bool IsClaimedElsewhere => true;

        /// <summary>The receiver takes the item, with the lock held.</summary>
        public T Take()
        {
            _isTaken = true;
            return item;
        }

        internal override bool Try(Greenlet greenlet, object? state, long argument)
        {
            if (!channel.TryPut(item)) return false;
            _use.Begin();
            _isTaken = true;
            return true;
        }

        internal override bool Begin(Greenlet greenlet, object? state, long argument)
        {
            _use.Begin();
            Hub? receiver;
            lock (channel._gate)
            {
                _isTaken = channel.PutNow(item);
                if (!_isTaken)
                {
                    channel._putters.Add(greenlet);
                    greenlet.ParkExternal(this, argument);
                    return false;
                }

                receiver = channel.ReceiverToTell();
            }

            channel.Tell(receiver);
            return true;
        }

        internal override void Cancel(Greenlet greenlet) => Abandon(greenlet);

        internal override Abandonment Abandon(Greenlet greenlet)
        {
            lock (channel._gate)
            {
                if (_isTaken) return Abandonment.Come; // by the receiver's thread: it is on its way to be woken
                if (!channel._isCompleted) channel._putters.Remove(greenlet); // else it was taken out to be told
                _use.TakeBack();
                return Abandonment.LetGo;
            }
        }

        internal override void End(Greenlet greenlet)
        {
            var isTimedOut = greenlet.TakeTimedOut();
            if (_isTaken) return;
            if (isTimedOut) throw new TimeoutException($"There was no room in the channel within {timeout}.");
            throw new QueueShutDownException();
        }

        internal override string Describe(Greenlet greenlet) => "room in a channel between hubs";
    }

    private sealed class Enumerator(HubChannel<T> channel) : CoEnumerator<T>
    {
        private readonly ItemTaker<T> _taker = new();
        private StepSource? _source;
        private T _current = default!;

        public override T Current => _current;

        public override Suspension<bool> Step() => new(Source, Timeouts.None);

        public override bool BeginStep(Greenlet greenlet, Coroutine frame, out bool moved)
        {
            greenlet.Enter(frame);
            moved = false;
            if (!Source.Begin(greenlet, null, Timeouts.None)) return false;
            if (!greenlet.Spend()) return greenlet.TakeTurnWith(frame, Source);
            moved = Source.Take(greenlet);
            return true;
        }

        private StepSource Source => _source ??= new StepSource(this, channel);

        private sealed class StepSource(Enumerator owner, HubChannel<T> channel) : WaitSource<bool>, IItemGetter<T>
        {
            public ItemTaker<T> Taker => owner._taker;

            internal override bool Try(Greenlet greenlet, object? state, long argument) => channel.TryGet(Taker);

            internal override bool Begin(Greenlet greenlet, object? state, long argument) => channel.BeginGet(greenlet, Taker, this, argument);

            internal override void Cancel(Greenlet greenlet) => channel.CancelGet(greenlet);

            internal override bool Take(Greenlet greenlet)
            {
                if (!Taker.HasItem) return false;
                owner._current = Taker.Take();
                return true;
            }

            internal override string Describe(Greenlet greenlet) => "the next item of a channel between hubs";
        }
    }
}
