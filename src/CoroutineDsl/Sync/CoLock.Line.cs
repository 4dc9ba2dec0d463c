namespace CoroutineDsl;

public sealed partial class CoLock
{
    /// <summary>Those who wait.</summary>
    private sealed class Line : TakingLine<Held>
    {
        /// <summary>How long the first in line lets others be quicker: a millisecond, on the hub's coarse clock.</summary>
        private const uint Patience = 10;

        private readonly CoLock _lock;
        private readonly OwnersEnd _end;
        private readonly WaitTimes _times = new();

        public Line(CoLock owned)
        {
            _lock = owned;
            _end = new OwnersEnd(this);
        }

        public override FrameLocation Location => new("lock", 0, "");

        protected override Held Held => new(_lock);

        protected override string What => "a lock";

        protected override Greenlet? Owner => _lock.Owner;

        protected override bool IsOwned => true;

        protected override string OnlyGreenlets => $"An async method is no greenlet, and cannot own a CoLock: another that was started in the same greenlet would take it again. {Instead}";

        /// <summary>The lock was given back, and somebody waits.</summary>
        public void HandOn()
        {
            Schedule();
            _end.Watch(null);
            var first = (Greenlet)Waiters.First!;
            if (_times.SinceOf(first) is not { } since || unchecked((uint)(first.Hub.Clock.Coarse - since)) < Patience) return;
            GiveToFirst()?.Wake();
        }

        /// <summary>It has an owner again, and somebody waits.</summary>
        public void Taken(Greenlet owner) => _end.Watch(owner);

        protected override bool IsHeldBy(Greenlet greenlet) => ReferenceEquals(_lock.Owner, greenlet);

        protected override bool TryTake(Greenlet greenlet) => _lock.TryAcquire(greenlet);

        protected override void Joins(Greenlet greenlet)
        {
            _times.Add(greenlet, greenlet.Hub.Clock.Coarse, isFirst: Waiters.IsEmpty);
            _end.Watch(_lock.Owner);
        }

        protected override Waiter? Next() => _lock.IsLocked || Waiters.IsEmpty ? null : GiveToFirst();

        private Waiter? GiveToFirst()
        {
            if (!Waiters.TryTake(out var waiter)) return null;
            _lock.TryAcquire(waiter.WaitingGreenlet!);
            return waiter;
        }

        /// <summary>Stands among the hub's contended locks, for the end of the owner, while somebody waits.</summary>
        private sealed class OwnersEnd(Line line) : OwnerWatch
        {
            private Greenlet? _owner;

            public void Watch(Greenlet? owner)
            {
                if (ReferenceEquals(owner, _owner)) return;
                if (_owner is { } before) before.Hub.Loop.ContendedLocks.Remove(this);
                _owner = owner is { State.IsMain: false } ? owner : null;
                if (_owner is null) return;
                _owner.State.Watch();
                _owner.Hub.Loop.ContendedLocks.Add(this);
            }

            public override void OwnerEnded(Greenlet owner)
            {
                if (!ReferenceEquals(owner, _owner)) return;
                Watch(null);
                if (!ReferenceEquals(line._lock.Owner, owner)) return;
                line._lock.Abandoned(owner, owner.Hub);
                line.Schedule();
            }
        }
    }
}
