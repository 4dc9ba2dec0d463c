using System.Runtime.ExceptionServices;
using CoroutineDsl.Runtime;

namespace CoroutineDsl;

/// <summary>
/// A condition under a lock (Python's <c>threading.Condition</c> under gevent): <see cref="Wait(TimeSpan?)"/> gives the lock back while it waits, and has it again when it goes on, also where it goes on because of a kill.
/// </summary>
/// <remarks>For one hub.</remarks>
/// <param name="gate">The lock; <c>null</c>: one of its own.</param>
public sealed class CoCondition(CoLock? gate = null)
{
    private Source? _source;
    private Waiting? _spare; // those that are not in use, each knows the next

    /// <summary>The lock that must be held to wait and to notify.</summary>
    public CoLock Lock { get; } = gate ?? new CoLock();

    /// <summary>How many wait to be notified.</summary>
    public WaitStatistics Statistics => new(_source?.Waiters.Count ?? 0);

    /// <summary>Gives the lock back, waits to be notified, and takes the lock again: <c>true</c>, or <c>false</c> when the timeout has passed first.</summary>
    /// <exception cref="SynchronizationLockException">The current greenlet does not hold the lock.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The timeout is negative.</exception>
    public Suspension<bool> Wait(TimeSpan? timeout = null)
    {
        var ticks = Timeouts.Ticks(timeout);
        Lock.CheckOwned();
        _source ??= new Source(Hub.Current);
        var waiting = _spare ?? new Waiting(this, _source);
        _spare = waiting.NextSpare;
        return waiting.Begin(ticks);
    }

    /// <inheritdoc cref="Wait(TimeSpan?)"/>
    /// <param name="milliseconds">How long to wait at most.</param>
    public Suspension<bool> Wait(int milliseconds) => Wait(TimeSpan.FromMilliseconds(milliseconds));

    /// <summary>Wakes those who have waited longest; they go on when the lock is given back.</summary>
    /// <param name="count">How many.</param>
    /// <exception cref="SynchronizationLockException">The current greenlet does not hold the lock.</exception>
    public void Notify(int count = 1)
    {
        Lock.CheckOwned();
        if (_source is null) return;
        for (; count > 0 && _source.Waiters.TryTake(out var waiter); count--) waiter.Wake();
    }

    /// <summary>Wakes all who wait.</summary>
    /// <exception cref="SynchronizationLockException">The current greenlet does not hold the lock.</exception>
    public void NotifyAll() => Notify(int.MaxValue);

    /// <summary>The wait, as a frame: to be notified, then to take the lock again whatever happens.</summary>
    private sealed class Waiting : Coroutine<bool>
    {
        private readonly CoCondition _condition;
        private readonly Source _source;
        private readonly CallSource<bool> _call;
        private long _timeout;
        private int _depth;
        private ExceptionDispatchInfo? _failure;

        public Waiting(CoCondition condition, Source source)
        {
            _condition = condition;
            _source = source;
            _call = new CallSource<bool>(this);
        }

        public Waiting? NextSpare { get; private set; }

        public Suspension<bool> Begin(long timeout)
        {
            IsStarted = false;
            State = 0;
            _timeout = timeout;
            return new Suspension<bool>(_call);
        }

        public override FrameLocation Location => new("CoCondition.Wait", 0, "");

        public override bool Resume(Greenlet greenlet)
        {
            if (State == 2)
            {
                greenlet.End(out bool _);
                return Finish(greenlet);
            }

            if (State == 0) _depth = _condition.Lock.ReleaseAll();
            try
            {
                if (State == 1)
                {
                    greenlet.End(out Result);
                }
                else
                {
                    State = 1;
                    if (!greenlet.Begin(this, new Suspension<bool>(_source, _timeout), out Result)) return false;
                }
            }
            catch (Exception exception)
            {
                _failure = ExceptionDispatchInfo.Capture(exception);
            }

            State = 2;
            greenlet.Shield();
            return greenlet.Begin(this, _condition.Lock.Acquire(), out bool _) && Finish(greenlet);
        }

        private bool Finish(Greenlet greenlet)
        {
            greenlet.Unshield();
            _condition.Lock.Restore(_depth);
            NextSpare = _condition._spare; // its caller takes the result before anybody else runs
            _condition._spare = this;
            var failure = _failure;
            _failure = null;
            failure?.Throw();
            return true;
        }
    }

    private sealed class Source(Hub hub) : WaitSource<bool>
    {
        public WaiterList Waiters;

        internal override bool Begin(Greenlet greenlet, object? state, long argument)
        {
            hub.CheckThread();
            Waiters.Add(greenlet);
            greenlet.Park(this, argument);
            return false;
        }

        internal override void Cancel(Greenlet greenlet) => Waiters.Remove(greenlet);

        internal override bool Take(Greenlet greenlet) => !greenlet.TakeTimedOut();

        internal override string Describe(Greenlet greenlet) => "a condition";
    }
}
