namespace CoroutineDsl;

public sealed partial class CoChannel<T>
{
    [System.Diagnostics.StackTraceHidden]
    private sealed class Getting(CoChannel<T> channel) : WaitSource<T>, IItemGetter<T>
    {
        private readonly ItemTaker<T> _taker = new();
        private SingleUse _use;

        /// <summary>Whether it goes back to those that are not in use: nobody has a suspension of it.</summary>
        public bool IsPooled { get; init; }

        public Getting? NextSpare { get; private set; }

        ItemTaker<T> IItemGetter<T>.Taker => _taker;

        internal override bool Begin(Greenlet greenlet, object? state, long argument)
        {
            _use.Begin();
            return BeginNow(greenlet, argument);
        }

        public bool BeginNow(Greenlet greenlet, long timeout) => channel.BeginGet(greenlet, this, _taker, timeout);

        internal override bool TryAtOnce(Greenlet greenlet, object? state, long argument)
        {
            if (!channel.TryGet(greenlet, _taker)) return false;
            _use.Begin();
            return true;
        }

        internal override void Cancel(Greenlet greenlet)
        {
            channel.CancelGet(greenlet);
            _use.TakeBack();
        }

        internal override T Take(Greenlet greenlet)
        {
            if (greenlet.TakeTimedOut()) throw new QueueEmptyException();
            if (!_taker.HasItem) throw new QueueShutDownException();
            var item = _taker.Take();
            if (!IsPooled) return item;
            NextSpare = channel._spareGetting;
            channel._spareGetting = this;
            return item;
        }

        internal override string Describe(Greenlet greenlet) => "an item of a channel";
    }

    [System.Diagnostics.StackTraceHidden]
    private sealed class Putting(CoChannel<T> channel) : WaitSource
    {
        private SingleUse _use;

        public T Item { get; set; } = default!;

        /// <summary>Whether it goes back to those that are not in use: nobody has a suspension of it.</summary>
        public bool IsPooled { get; init; }

        public Putting? NextSpare { get; private set; }

        public bool IsTaken { get; set; }

        internal override bool Begin(Greenlet greenlet, object? state, long argument)
        {
            _use.Begin();
            return BeginNow(greenlet, argument);
        }

        public bool BeginNow(Greenlet greenlet, long argument)
        {
            lock (channel._gate)
            {
                channel.CheckHub(greenlet.Hub);
                if (channel._isCompleted) throw new QueueShutDownException();
                if (TryHand(greenlet))
                {
                    greenlet.TakeTurn(this); // goes on when the getter has run
                    return false;
                }

                channel.Park(ref channel._putters, greenlet, this, argument);
                if (!channel._getters.IsEmpty) channel.PostMatches();
                return false;
            }
        }

        internal override bool IsClaimedElsewhere => channel.IsShared;

        internal override bool TryAtOnce(Greenlet greenlet, object? state, long argument)
        {
            lock (channel._gate)
            {
                channel.CheckHub(greenlet.Hub);
                if (channel._isCompleted) throw new QueueShutDownException();
                if (!TryHand(greenlet)) return false;
                _use.Begin();
                return true;
            }
        }

        internal override void Cancel(Greenlet greenlet)
        {
            lock (channel._gate)
            {
                if (IsTaken) return;
                channel._putters.Remove(greenlet);
                _use.TakeBack();
            }
        }

        // taken on another hub, and only the wake-up was still on its way: who is killed now is told at its next wait, and knows that the item is gone
        internal override Abandonment Abandon(Greenlet greenlet)
        {
            Cancel(greenlet);
            return IsTaken ? Abandonment.Come : Abandonment.LetGo;
        }

        internal override void End(Greenlet greenlet)
        {
            if (greenlet.TakeTimedOut() && !IsTaken) throw new QueueFullException();
            if (!IsPooled) return;
            Item = default!;
            NextSpare = channel._sparePutting;
            channel._sparePutting = this;
        }

        internal override string Describe(Greenlet greenlet) => "somebody to take an item from a channel";

        /// <summary>Hands the item to a getter of this hub, also where those of others came before: they may be busy.</summary>
        private bool TryHand(Greenlet putter)
        {
            for (var waiter = channel._getters.First; waiter is not null; waiter = waiter.Next)
            {
                var getter = (Greenlet)waiter;
                if (!ReferenceEquals(getter.Hub, putter.Hub) || !Claims.Take(getter, putter)) continue;
                IsTaken = true;
                channel.Hand(getter, Item);
                return true;
            }

            return false;
        }
    }

    private sealed class Enumerator(CoChannel<T> channel) : CoEnumerator<T>
    {
        private StepSource? _source;
        private T _current = default!;

        public override T Current => _current;

        public override Suspension<bool> Step() => new(_source ??= new StepSource(this, channel), Timeouts.None);

        [System.Diagnostics.StackTraceHidden]
        private sealed class StepSource(Enumerator owner, CoChannel<T> channel) : WaitSource<bool>, IItemGetter<T>
        {
            private readonly ItemTaker<T> _taker = new();

            ItemTaker<T> IItemGetter<T>.Taker => _taker;

            internal override bool TryAtOnce(Greenlet greenlet, object? state, long argument) => channel.TryGet(greenlet, _taker);

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
