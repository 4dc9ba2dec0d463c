using System.ComponentModel;
using CoroutineDsl.Runtime;

namespace CoroutineDsl;

/// <summary>A barrier (Python's <c>threading.Barrier</c> under gevent): those who come wait until all parties are there, then all go on, and it can be used again.</summary>
/// <remarks>For one hub. A greenlet that is killed while it waits does not count any more; a wait that times out breaks the barrier for all.</remarks>
[System.Diagnostics.DebuggerDisplay("{ToString(),nq}")]
public sealed class CoBarrier
{
    private readonly Action? _action;
    private readonly TimeSpan? _timeout;
    private WaiterList _waiters;
    private HubBinding _home;
    private int _arrived;
    private Arrival? _spare; // those that are not in use, each knows the next

    /// <summary>Makes a barrier.</summary>
    /// <param name="parties">How many must come.</param>
    /// <param name="action">Runs once a pass, in the greenlet that came last, before any goes on. If it throws, the barrier is broken.</param>
    /// <param name="timeout">How long each waits at most, unless its wait says otherwise.</param>
    /// <exception cref="ArgumentOutOfRangeException">There are no parties, or the timeout is negative.</exception>
    public CoBarrier(int parties, Action? action = null, TimeSpan? timeout = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(parties);
        Timeouts.Ticks(timeout);
        Parties = parties;
        _action = action;
        _timeout = timeout;
    }

    /// <summary>How many must come.</summary>
    public int Parties { get; }

    /// <summary>How many have come and wait.</summary>
    public int WaitingCount => _arrived;

    /// <summary>Whether it was aborted, or a wait timed out: all waits throw until <see cref="Reset"/>.</summary>
    public bool IsBroken { get; private set; }

    /// <summary>How many wait now.</summary>
    public WaitStatistics Statistics => new(_arrived);

    /// <summary>Comes, and waits for the others: the order in which this one came, from 0; each number is given once a pass.</summary>
    /// <exception cref="BrokenBarrierException">The barrier is broken, or was broken or reset meanwhile, or the timeout has passed (from the wait).</exception>
    /// <exception cref="ArgumentOutOfRangeException">The timeout is negative.</exception>
    [Begins(nameof(BeginWait))]
    public Suspension<int> Wait(TimeSpan? timeout = null) => new(new Arrival(this), Timeouts.Ticks(timeout ?? _timeout));

    /// <inheritdoc cref="Wait(TimeSpan?)"/>
    /// <param name="milliseconds">How long to wait at most.</param>
    [Begins(nameof(BeginWait))]
    public Suspension<int> Wait(int milliseconds) => Wait(TimeSpan.FromMilliseconds(milliseconds));

    /// <summary>The begin of <see cref="Wait(TimeSpan?)"/>, for generated code.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public bool BeginWait(Greenlet greenlet, Coroutine frame, out int value, TimeSpan? timeout = null)
    {
        var ticks = Timeouts.Ticks(timeout ?? _timeout);
        greenlet.Enter(frame);
        value = 0;
        var arrival = _spare ?? new Arrival(this) { IsPooled = true };
        _spare = arrival.NextSpare;
        if (!arrival.Come(greenlet, ticks)) return false;
        if (!greenlet.Spend()) return greenlet.TakeTurnWith(frame, arrival);
        value = arrival.Take(greenlet);
        return true;
    }

    /// <summary>The begin of <see cref="Wait(int)"/>, for generated code.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public bool BeginWait(Greenlet greenlet, Coroutine frame, out int value, int milliseconds) =>
        BeginWait(greenlet, frame, out value, TimeSpan.FromMilliseconds(milliseconds));

    /// <summary>Breaks the barrier: those who wait now, and who come until <see cref="Reset"/>, get a <see cref="BrokenBarrierException"/>.</summary>
    public void Abort()
    {
        CheckThread();
        IsBroken = true;
        WakeAll(isBroken: true);
    }

    /// <summary>As new. Those who wait now get a <see cref="BrokenBarrierException"/>.</summary>
    public void Reset()
    {
        WakeAll(isBroken: true);
        IsBroken = false;
    }

    private void CheckThread()
    {
        if (_home.Check()) (_waiters, _arrived) = (default, 0);
    }

    private void WakeAll(bool isBroken)
    {
        CheckThread();
        var index = 0;
        while (_waiters.TryTake(out var waiter))
        {
            var arrival = (Arrival)waiter.AwaitedSource!;
            arrival.Index = index++;
            arrival.IsBroken = isBroken;
            waiter.Wake();
        }

        _arrived = 0;
    }

    /// <summary>One that has come.</summary>
    [System.Diagnostics.StackTraceHidden]
    private sealed class Arrival(CoBarrier barrier) : WaitSource<int>
    {
        private SingleUse _use;

        /// <summary>Whether it goes back to those that are not in use: nobody has a suspension of it.</summary>
        public bool IsPooled { get; init; }

        public int Index { get; set; }

        public bool IsBroken { get; set; }

        public Arrival? NextSpare { get; private set; }

        internal override bool Begin(Greenlet greenlet, object? state, long argument)
        {
            _use.Begin();
            return Come(greenlet, argument);
        }

        public bool Come(Greenlet greenlet, long timeout)
        {
            if (barrier.IsBroken) throw new BrokenBarrierException();
            barrier.CheckThread();
            if (barrier._arrived + 1 < barrier.Parties)
            {
                barrier._arrived++;
                barrier._waiters.Add(greenlet);
                greenlet.Park(this, timeout);
                return false;
            }

            Index = barrier._arrived;
            try
            {
                barrier._action?.Invoke();
            }
            catch
            {
                barrier.Abort();
                throw;
            }

            barrier.WakeAll(isBroken: false);
            return true;
        }

        internal override bool IsOneStep => false; // to come is an act that others see

        internal override void Cancel(Greenlet greenlet)
        {
            barrier._waiters.Remove(greenlet);
            barrier._arrived--;
        }

        internal override int Take(Greenlet greenlet)
        {
            if (greenlet.TakeTimedOut())
            {
                barrier.Abort();
                IsBroken = true;
            }

            if (IsBroken) throw new BrokenBarrierException();
            if (!IsPooled) return Index;
            NextSpare = barrier._spare;
            barrier._spare = this;
            return Index;
        }

        internal override string Describe(Greenlet greenlet) => "a barrier";
    }

    /// <summary>What it is, and its state now.</summary>
    public override string ToString() => $"barrier ({WaitingCount} of {Parties} have come{(IsBroken ? ", broken" : "")})";
}
