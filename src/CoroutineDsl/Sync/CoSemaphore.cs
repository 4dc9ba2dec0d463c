using CoroutineDsl.Runtime;

namespace CoroutineDsl;

/// <summary>
/// A counter that greenlets take from and give back to (gevent's <c>Semaphore</c>): <see cref="Acquire(TimeSpan?)"/> waits while it is zero. Those who wait are served first come, first served.
/// Between <see cref="Release()"/> and the turn of the first in line, whoever runs may take what was given back, as with gevent; a fair semaphore hands it on directly.
/// </summary>
/// <remarks>For one hub. May be made anywhere; the hub is that whose thread touches it first. A greenlet that is killed or timed out while it waits takes nothing.</remarks>
[System.Diagnostics.DebuggerDisplay("{ToString(),nq}")]
public partial class CoSemaphore : IWaitable
{
    private readonly bool _isFair;
    private Line? _line;
    private HubBinding _home;
    private Greenlet? _taker; // who took one last, if none has been given back since: for reports

    /// <summary>Makes a semaphore.</summary>
    /// <param name="value">How often it can be acquired without waiting.</param>
    /// <param name="isFair">Whether <see cref="Release()"/> hands on to the first in line directly.</param>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative.</exception>
    public CoSemaphore(int value = 1, bool isFair = false)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(value);
        Count = value;
        _isFair = isFair;
    }

    /// <summary>How often it can be acquired now without waiting.</summary>
    public int Count { get; private set; }

    /// <summary>Whether acquiring would wait.</summary>
    public bool IsLocked => Count == 0;

    /// <summary>What can be had, and who waits.</summary>
    public SemaphoreStatistics Statistics => new(Count, _line?.Waiters.Count ?? 0);

    bool IWaitable.HasCome => Count > 0;

    /// <summary>Those who wait. It belongs to no hub before the first does.</summary>
    private Line Waiting => _line ??= new Line(this);

    /// <summary>Takes one; waits while there is none. <c>true</c>, or <c>false</c> when the timeout has passed first.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The timeout is negative.</exception>
    [Begins(nameof(BeginAcquire))]
    public Suspension<bool> Acquire(TimeSpan? timeout = null) => new(Waiting.Taking, Timeouts.Ticks(timeout));

    /// <inheritdoc cref="Acquire(TimeSpan?)"/>
    /// <param name="milliseconds">How long to wait at most.</param>
    [Begins(nameof(BeginAcquire))]
    public Suspension<bool> Acquire(int milliseconds) => Acquire(TimeSpan.FromMilliseconds(milliseconds));

    /// <summary>Takes one, for a <c>using</c> block that gives it back: <c>using (semaphore.Hold().Await()) ...</c></summary>
    [Begins(nameof(BeginHold))]
    public Suspension<Held> Hold() => new(Waiting.Holding, Timeouts.None);

    /// <summary>Takes one if there is one now.</summary>
    public bool TryAcquire()
    {
        Enter();
        if (Count == 0) return false;
        TakeFor(Hub.Here?.CurrentGreenlet);
        return true;
    }

    /// <summary>Waits until one could be acquired, and does not take it: how many there are, which is 0 when the timeout has passed first.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The timeout is negative.</exception>
    public Suspension<int> Wait(TimeSpan? timeout = null) => new(Waiting.Looking, Timeouts.Ticks(timeout));

    /// <summary>Gives one back. Anyone may, also who took none.</summary>
    public virtual void Release() => Release(1);

    /// <summary>Gives several back.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The count is not positive.</exception>
    public virtual void Release(int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(count);
        Enter();
        Count += count;
        _taker = null;
        if (_line is not { Waiters.IsEmpty: false } line) return;
        if (!_isFair)
        {
            line.Schedule();
            return;
        }

        while (line.TakeFirst() is { } waiter) waiter.Wake();
    }

    void IWaitable.Add(Waiter waiter)
    {
        Waiting.Enter(Hub.Current);
        Waiting.Waiters.Add(waiter);
    }

    void IWaitable.Remove(Waiter waiter) => _line!.Waiters.Remove(waiter);

    private void Enter(Hub here)
    {
        if (_home.Check(here)) _line?.Forget();
    }

    private void Enter()
    {
        if (_home.Check()) _line?.Forget();
    }

    private bool TryTake(Greenlet greenlet)
    {
        Enter(greenlet.Hub);
        if (Count == 0) return false;
        TakeFor(greenlet);
        return true;
    }

    private void TakeFor(Greenlet? taker)
    {
        Count--;
        _taker = taker;
    }

    /// <summary>One that is held, until it is disposed of.</summary>
    public readonly struct Held : IDisposable
    {
        private readonly CoSemaphore _semaphore;

        internal Held(CoSemaphore semaphore) => _semaphore = semaphore;

        /// <summary>Gives it back.</summary>
        public void Dispose() => _semaphore.Release();
    }

    /// <summary>Those who wait.</summary>
    private sealed class Line : TakingLine<Held>
    {
        private readonly CoSemaphore _semaphore;

        public Line(CoSemaphore semaphore)
        {
            _semaphore = semaphore;
            Looking = new LookingSource(this);
        }

        public LookingSource Looking { get; }

        public override FrameLocation Location => new("semaphore", 0, "");

        protected override Held Held => new(_semaphore);

        /// <summary>Of a bounded one, which is a lock: whoever took it and has ended. Of another anybody may give back what somebody took.</summary>
        protected override Greenlet? Owner => _semaphore is BoundedSemaphore && _semaphore._taker is { IsDead: true } taker ? taker : null;

        protected override string What => Owner is not null ? "a bounded semaphore" : _semaphore._taker is { } taker ? $"a semaphore (last taken by {taker.Name})" : "a semaphore";

        /// <summary>The first in line with what it waited for, if there is something and somebody.</summary>
        public Waiter? TakeFirst()
        {
            if (_semaphore.Count == 0 || !Waiters.TryTake(out var waiter)) return null;
            if (waiter.AwaitedSource is TakingSource or HoldingSource) _semaphore.TakeFor(waiter.WaitingGreenlet);
            return waiter;
        }

        protected override bool TryTake(Greenlet greenlet) => _semaphore.TryTake(greenlet);

        protected override void Disown(Greenlet greenlet)
        {
            if (ReferenceEquals(_semaphore._taker, greenlet)) _semaphore._taker = null;
        }

        protected override Waiter? Next() => TakeFirst();

        [System.Diagnostics.StackTraceHidden]
        public sealed class LookingSource(Line line) : WaitSource<int>
        {
            internal override bool Try(Greenlet greenlet, object? state, long argument)
            {
                line._semaphore.Enter(greenlet.Hub);
                return line._semaphore.Count > 0;
            }

            internal override bool Begin(Greenlet greenlet, object? state, long argument) => Try(greenlet, state, argument) || line.Park(greenlet, this, argument);

            internal override void Cancel(Greenlet greenlet) => line.Waiters.Remove(greenlet);

            internal override int Take(Greenlet greenlet)
            {
                greenlet.TakeTimedOut();
                return line._semaphore.Count;
            }

            internal override string Describe(Greenlet greenlet) => line.What;
        }
    }

    /// <summary>What it is, and its state now.</summary>
    public override string ToString() => $"{(this is BoundedSemaphore ? "bounded semaphore" : "semaphore")} ({Count} free{InWords.Waiting(Statistics.Waiting)})";
}
