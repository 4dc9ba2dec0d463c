namespace CoroutineDsl;

/// <summary>
/// A counter that greenlets take from and give back to (gevent's <c>Semaphore</c>): <see cref="Acquire(TimeSpan?)"/> waits while it is zero. Those who wait are served first come, first served.
/// Between <see cref="Release()"/> and the turn of the first in line, whoever runs may take what was given back, as with gevent; a fair semaphore hands it on directly.
/// </summary>
/// <remarks>For one hub. May be made anywhere; the hub is that of the first who waits. A greenlet that is killed or timed out while it waits takes nothing.</remarks>
public class CoSemaphore : IWaitable
{
    private readonly bool _isFair;
    private Line? _line;
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

    /// <summary>Takes one; waits while there is none. <c>true</c>, or <c>false</c> when the timeout has passed first.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The timeout is negative.</exception>
    public Suspension<bool> Acquire(TimeSpan? timeout = null)
    {
        var ticks = Timeouts.Ticks(timeout);
        return TryAcquire() ? new Suspension<bool>(true) : new Suspension<bool>(LineOf().Taking, ticks);
    }

    /// <inheritdoc cref="Acquire(TimeSpan?)"/>
    /// <param name="milliseconds">How long to wait at most.</param>
    public Suspension<bool> Acquire(int milliseconds) => Acquire(TimeSpan.FromMilliseconds(milliseconds));

    /// <summary>Takes one, for a <c>using</c> block that gives it back: <c>using (semaphore.Hold().Await()) ...</c></summary>
    public Suspension<Held> Hold() => TryAcquire() ? new Suspension<Held>(new Held(this)) : new Suspension<Held>(LineOf().Holding, Timeouts.None);

    /// <summary>Takes one if there is one now.</summary>
    public bool TryAcquire()
    {
        _line?.Hub.CheckThread();
        if (Count == 0) return false;
        TakeFor(Hub.Here?.CurrentGreenlet);
        return true;
    }

    /// <summary>Waits until one could be acquired, and does not take it: how many there are, which is 0 when the timeout has passed first.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The timeout is negative.</exception>
    public Suspension<int> Wait(TimeSpan? timeout = null)
    {
        var ticks = Timeouts.Ticks(timeout);
        return Count > 0 ? new Suspension<int>(Count) : new Suspension<int>(LineOf().Looking, ticks);
    }

    /// <summary>Gives one back. Anyone may, also who took none.</summary>
    public virtual void Release() => Release(1);

    /// <summary>Gives several back.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The count is not positive.</exception>
    public virtual void Release(int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(count);
        _line?.Hub.CheckThread();
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
        var line = LineOf();
        line.Hub.CheckThread();
        line.Waiters.Add(waiter);
    }

    void IWaitable.Remove(Waiter waiter) => _line!.Waiters.Remove(waiter);

    private void TakeFor(Greenlet? taker)
    {
        Count--;
        _taker = taker;
    }

    private Line LineOf() => _line ??= new Line(this, Hub.Current);

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

        public Line(CoSemaphore semaphore, Hub hub)
            : base(hub)
        {
            _semaphore = semaphore;
            Looking = new LookingSource(this);
        }

        public LookingSource Looking { get; }

        public override FrameLocation Location => new("semaphore", 0, "");

        protected override Held Held => new(_semaphore);

        protected override string What => _semaphore._taker is { } taker ? $"a semaphore (last taken by {taker.Name})" : "a semaphore";

        /// <summary>The first in line with what it waited for, if there is something and somebody.</summary>
        public Waiter? TakeFirst()
        {
            if (_semaphore.Count == 0 || !Waiters.TryTake(out var waiter)) return null;
            if (waiter is Greenlet { Source: TakingSource or HoldingSource } greenlet) _semaphore.TakeFor(greenlet);
            return waiter;
        }

        protected override bool TryTake(Greenlet greenlet) => _semaphore.TryAcquire();

        protected override Waiter? Next() => TakeFirst();

        public sealed class LookingSource(Line line) : WaitSource<int>
        {
            internal override bool Begin(Greenlet greenlet, object? state, long argument)
            {
                if (line._semaphore.Count > 0) return true;
                line.Park(greenlet, this, argument);
                return false;
            }

            internal override void Cancel(Greenlet greenlet) => line.Waiters.Remove(greenlet);

            internal override int Take(Greenlet greenlet)
            {
                greenlet.TakeTimedOut();
                return line._semaphore.Count;
            }

            internal override string Describe(Greenlet greenlet) => line.What;
        }
    }
}
