using System.Runtime.ExceptionServices;
using CoroutineDsl.Runtime;

namespace CoroutineDsl;

/// <summary>Results of a function over items, one by one: a feeding greenlet begins the calls in members of a group, and the loop takes what they give.</summary>
internal sealed class MapSequence<T, TResult> : CoEnumerable<TResult>
{
    private readonly GroupBase _group;
    private readonly Func<T, Coroutine<TResult>> _function;
    private readonly IEnumerable<T> _source;
    private readonly int? _maxSize;
    private readonly bool _isOrdered;

    public MapSequence(GroupBase group, Func<T, Coroutine<TResult>> function, IEnumerable<T> source, int? maxSize, bool isOrdered)
    {
        ArgumentNullException.ThrowIfNull(function);
        ArgumentNullException.ThrowIfNull(source);
        if (maxSize is { } size) ArgumentOutOfRangeException.ThrowIfNegativeOrZero(size, nameof(maxSize));
        _group = group;
        _function = function;
        _source = source;
        _maxSize = maxSize;
        _isOrdered = isOrdered;
    }

    public override CoEnumerator<TResult> GetEnumerator() => new Enumerator(this);

    /// <summary>What is there to take: a member that has ended, or is next; or the failure of the source.</summary>
    private readonly record struct Begun(Greenlet<TResult>? Member, ExceptionDispatchInfo? Failure);

    private sealed class Enumerator(MapSequence<T, TResult> sequence) : CoEnumerator<TResult>
    {
        private readonly CoQueue<Begun> _begun = new();
        private readonly CoSemaphore? _room = sequence._maxSize is { } size ? new CoSemaphore(size) : null;
        private CoEnumerator<Begun>? _taken;
        private Greenlet? _feeder;
        private Greenlet<TResult>? _next; // taken, and its result is not: a step that is interrupted leaves it to the next one
        private TResult _current = default!;

        public override TResult Current => _current;

        public override Suspension<bool> Step() => Waitables.From(new StepCall(sequence, this));

        public override void Dispose() => _ = _feeder?.Kill();

        /// <summary>Takes what comes next, and waits for its result.</summary>
        private sealed class StepCall(MapSequence<T, TResult> sequence, Enumerator owner) : Coroutine<bool>
        {
            public override FrameLocation Location => new("IMap", 0, "");

            public override bool Resume(Greenlet greenlet)
            {
                switch (State)
                {
                    case 0 when owner._next is not null:
                        Result = true;
                        return BeginJoin(greenlet) && Take();
                    case 0:
                        State = 1;
                        owner._feeder ??= Greenlet.Spawn(new Feeder(sequence, owner._begun, owner._room));
                        owner._taken ??= owner._begun.GetEnumerator();
                        if (!owner._taken.BeginStep(greenlet, this, out Result)) return false;
                        break;
                    case 1:
                        greenlet.End(out Result);
                        break;
                    default:
                        greenlet.End();
                        return Take();
                }

                if (!Result) return true;
                owner._room?.Release();
                var begun = owner._taken!.Current;
                begun.Failure?.Throw();
                owner._next = begun.Member!;
                return BeginJoin(greenlet) && Take();
            }

            private bool BeginJoin(Greenlet greenlet)
            {
                State = 2;
                return greenlet.Begin(this, owner._next!.Join());
            }

            private bool Take()
            {
                var member = owner._next!;
                owner._next = null;
                member.State.Observe();
                member.ThrowIfNoResult();
                owner._current = member.Value!;
                return true;
            }
        }
    }

    /// <summary>Begins the calls.</summary>
    private sealed class Feeder(MapSequence<T, TResult> sequence, CoQueue<Begun> begun, CoSemaphore? room) : Coroutine
    {
        private IEnumerator<T>? _items;
        private int _running;
        private bool _isDone;

        public override FrameLocation Location => new("IMap", 0, "");

        public override bool Resume(Greenlet greenlet)
        {
            var isOver = true;
            try
            {
                isOver = Feed(greenlet);
            }
            catch (Exception exception) when (!greenlet.IsExit(exception) && greenlet.PassesThrough(exception))
            {
                greenlet.Arrived();
                begun.PutNoWait(new Begun(null, ExceptionDispatchInfo.Capture(exception)));
            }
            finally
            {
                if (isOver)
                {
                    _items?.Dispose();
                    _isDone = true;
                    EndIfDone();
                }
            }

            return isOver;
        }

        private bool Feed(Greenlet greenlet)
        {
            _items ??= sequence._source.GetEnumerator();
            var moved = false;
            var state = State;
            if (state == 1) greenlet.End(out bool _);
            else if (state == 2) greenlet.End(out moved);
            else if (state == 3)
            {
                greenlet.End(out Greenlet<TResult> member);
                Began(member);
                state = 0;
            }

            while (true)
            {
                if (state == 0)
                {
                    State = 1;
                    if (room is not null && !room.BeginAcquire(greenlet, this, out _)) return false;
                    state = 1;
                }

                if (state == 1)
                {
                    State = 2;
                    if (_items is not CoEnumerator<T> items) moved = _items.MoveNext();
                    else if (!items.BeginStep(greenlet, this, out moved)) return false;
                }

                if (!moved) return true;
                State = 3;
                if (!sequence._group.BeginSpawnWhenFree(greenlet, this, out var begun, sequence._function(_items.Current))) return false;
                Began(begun);
                state = 0;
            }
        }

        private void Began(Greenlet<TResult> member)
        {
            if (sequence._isOrdered)
            {
                begun.PutNoWait(new Begun(member, null));
                return;
            }

            _running++;
            member.OnEnd(_ =>
            {
                _running--;
                begun.PutNoWait(new Begun(member, null));
                EndIfDone();
            });
        }

        private void EndIfDone()
        {
            if (_isDone && _running == 0) begun.ShutDown();
        }
    }
}
