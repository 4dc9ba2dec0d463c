using System.ComponentModel;
using System.Runtime.ExceptionServices;
using CoroutineDsl.Runtime;

namespace CoroutineDsl;

/// <summary>
/// A condition under a lock (Python's <c>threading.Condition</c> under gevent): <see cref="Wait(TimeSpan?)"/> gives the lock back while it waits, and has it again when it goes on, also where it goes on because of a kill.
/// </summary>
/// <remarks>For one hub.</remarks>
/// <param name="gate">The lock; <c>null</c>: one of its own.</param>
[System.Diagnostics.DebuggerDisplay("{ToString(),nq}")]
public sealed class CoCondition(CoLock? gate = null)
{
    private readonly Source _source = new();
    private Waiting? _spare; // those that are not in use, each knows the next

    /// <summary>The lock that must be held to wait and to notify.</summary>
    public CoLock Lock { get; } = gate ?? new CoLock();

    /// <summary>How many wait to be notified.</summary>
    public WaitStatistics Statistics => new(_source.Waiters.Count);

    /// <summary>Gives the lock back, waits to be notified, and takes the lock again: <c>true</c>, or <c>false</c> when the timeout has passed first.</summary>
    /// <exception cref="SynchronizationLockException">The current greenlet does not hold the lock (from the wait).</exception>
    /// <exception cref="ArgumentOutOfRangeException">The timeout is negative.</exception>
    [Begins(nameof(BeginWait))]
    public Suspension<bool> Wait(TimeSpan? timeout = null) => Waitables.From(new Waiting(this) { Timeout = Timeouts.Ticks(timeout) });

    /// <inheritdoc cref="Wait(TimeSpan?)"/>
    /// <param name="milliseconds">How long to wait at most.</param>
    [Begins(nameof(BeginWait))]
    public Suspension<bool> Wait(int milliseconds) => Wait(TimeSpan.FromMilliseconds(milliseconds));

    /// <summary>The begin of <see cref="Wait(TimeSpan?)"/>, for generated code.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public bool BeginWait(Greenlet greenlet, Coroutine frame, out bool value, TimeSpan? timeout = null)
    {
        var ticks = Timeouts.Ticks(timeout);
        var waiting = _spare ?? new Waiting(this) { IsPooled = true };
        _spare = waiting.NextSpare;
        waiting.Renew(ticks);
        return greenlet.Begin(frame, waiting, out value);
    }

    /// <summary>The begin of <see cref="Wait(int)"/>, for generated code.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public bool BeginWait(Greenlet greenlet, Coroutine frame, out bool value, int milliseconds) =>
        BeginWait(greenlet, frame, out value, TimeSpan.FromMilliseconds(milliseconds));

    /// <summary>Wakes those who have waited longest; they go on when the lock is given back.</summary>
    /// <param name="count">How many.</param>
    /// <exception cref="SynchronizationLockException">The current greenlet does not hold the lock.</exception>
    public void Notify(int count = 1)
    {
        Lock.CheckOwned();
        _source.CheckHub();
        for (; count > 0 && _source.Waiters.TryTake(out var waiter); count--) waiter.Wake();
    }

    /// <summary>Wakes all who wait.</summary>
    /// <exception cref="SynchronizationLockException">The current greenlet does not hold the lock.</exception>
    public void NotifyAll() => Notify(int.MaxValue);

    /// <summary>The wait, as a frame: to be notified, then to take the lock again whatever happens.</summary>
    private sealed class Waiting(CoCondition condition) : Coroutine<bool>
    {
        private int _depth;
        private ExceptionDispatchInfo? _failure;

        /// <summary>Whether it goes back to those that are not in use: nobody has a suspension of it.</summary>
        public bool IsPooled { get; init; }

        public Waiting? NextSpare { get; private set; }

        public long Timeout { get; set; }

        public void Renew(long timeout)
        {
            (IsStarted, IsOver, State) = (false, false, 0);
            Timeout = timeout;
        }

        public override FrameLocation Location => new("CoCondition.Wait", 0, "");

        public override bool Resume(Greenlet greenlet)
        {
            if (State == 2)
            {
                greenlet.End(out bool _);
                return Finish(greenlet);
            }

            if (State == 0) _depth = condition.Lock.ReleaseAll();
            try
            {
                if (State == 1)
                {
                    greenlet.End(out Result);
                }
                else
                {
                    State = 1;
                    if (!greenlet.Begin(this, new Suspension<bool>(condition._source, Timeout), out Result)) return false;
                }
            }
            catch (Exception exception)
            {
                _failure = ExceptionDispatchInfo.Capture(exception);
            }

            State = 2;
            greenlet.Shield();
            return greenlet.Begin(this, condition.Lock.Acquire(), out bool _) && Finish(greenlet);
        }

        private bool Finish(Greenlet greenlet)
        {
            greenlet.Unshield();
            condition.Lock.Restore(_depth);
            if (IsPooled)
            {
                NextSpare = condition._spare; // its caller takes the result before anybody else runs
                condition._spare = this;
            }

            var failure = _failure;
            _failure = null;
            failure?.Throw();
            return true;
        }
    }

    [System.Diagnostics.StackTraceHidden]
    private sealed class Source : WaitSource<bool>
    {
        public WaiterList Waiters;
        private HubBinding _home;

        public void CheckHub()
        {
            if (_home.Check()) Waiters = default;
        }

        internal override bool Begin(Greenlet greenlet, object? state, long argument)
        {
            CheckHub();
            Waiters.Add(greenlet);
            greenlet.Park(this, argument);
            return false;
        }

        internal override void Cancel(Greenlet greenlet) => Waiters.Remove(greenlet);

        internal override bool Take(Greenlet greenlet) => !greenlet.TakeTimedOut();

        internal override string Describe(Greenlet greenlet) => "a condition";
    }

    /// <summary>What it is, and its state now.</summary>
    public override string ToString() => $"condition ({(Lock.IsLocked ? "locked" : "not locked")}{InWords.Waiting(Statistics.Waiting)})";
}
