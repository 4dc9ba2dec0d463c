using CoroutineDsl.Runtime;

namespace CoroutineDsl;

/// <summary>So many tokens, each held by one greenlet (trio's <c>CapacityLimiter</c>): a semaphore that knows who holds it, hands on strictly first come, first served, and whose size can change.</summary>
/// <remarks>For one hub. A greenlet that is killed or timed out while it waits takes nothing. The token of one that has ended goes to the next.</remarks>
[System.Diagnostics.DebuggerDisplay("{ToString(),nq}")]
public sealed partial class CapacityLimiter
{
    private const string Instead = "Use a CoSemaphore, which nobody owns, or spawn a greenlet in it that takes one.";

    private readonly HashSet<Greenlet> _holders = [];
    private readonly HoldersEnd _ends;
    private WaiterList _waiters;
    private HubBinding _home;
    private int _total;

    /// <summary>Makes a limiter.</summary>
    /// <param name="total">How many tokens there are.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is not one.</exception>
    public CapacityLimiter(int total)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(total);
        _total = total;
        _ends = new HoldersEnd(this);
    }

    /// <summary>How many tokens there are. More let in those who wait; fewer take nothing away, and let nobody in until so many have been given back.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is not one.</exception>
    public int Total
    {
        get => _total;
        set
        {
            ArgumentOutOfRangeException.ThrowIfNegativeOrZero(value, nameof(Total));
            if (_home.Check()) Forget();
            _total = value;
            HandOn();
        }
    }

    /// <summary>How many are held.</summary>
    public int BorrowedCount => _holders.Count;

    /// <summary>How many are free.</summary>
    public int AvailableCount => Math.Max(0, _total - _holders.Count);

    /// <summary>What can be had, and how many wait.</summary>
    public SemaphoreStatistics Statistics => new(AvailableCount, _waiters.Count);

    /// <summary>Takes a token for the current greenlet; waits while there is none. <c>true</c>, or <c>false</c> when the timeout has passed first.</summary>
    /// <exception cref="InvalidOperationException">The greenlet holds one already (from the wait).</exception>
    /// <exception cref="ArgumentOutOfRangeException">The timeout is negative.</exception>
    [Begins(nameof(BeginAcquire))]
    public Suspension<bool> Acquire(TimeSpan? timeout = null) => new(Waiting, Timeouts.Ticks(timeout));

    /// <inheritdoc cref="Acquire(TimeSpan?)"/>
    [Begins(nameof(BeginAcquire))]
    public Suspension<bool> Acquire(int milliseconds) => Acquire(TimeSpan.FromMilliseconds(milliseconds));

    /// <summary>Takes a token, for a <c>using</c> block that gives it back: <c>using (limiter.Hold().Await()) ...</c></summary>
    /// <exception cref="InvalidOperationException">The greenlet holds one already (from the wait).</exception>
    [Begins(nameof(BeginHold))]
    public Suspension<Held> Hold() => new(Holding, Timeouts.None);

    /// <summary>Takes a token for the current greenlet if there is one now.</summary>
    /// <exception cref="InvalidOperationException">The greenlet holds one already.</exception>
    public bool TryAcquire() => TryAcquire(Hub.Current.CurrentFlow("hold a token of a CapacityLimiter", Instead));

    /// <summary>Gives the current greenlet's token back.</summary>
    /// <exception cref="InvalidOperationException">It holds none.</exception>
    public void Release()
    {
        if (!_holders.Remove(Hub.Current.CurrentFlow("hold a token of a CapacityLimiter", Instead))) throw new InvalidOperationException($"{Greenlet.Current.Name} holds no token of this limiter.");
        HandOn();
    }

    private bool TryAcquire(Greenlet greenlet)
    {
        if (_home.Check(greenlet.Hub)) Forget();
        if (_holders.Contains(greenlet)) throw new InvalidOperationException($"{greenlet.Name} holds a token of this limiter already.");
        if (AvailableCount == 0) _holders.RemoveWhere(static holder => holder.IsReady || holder.Hub.IsDisposed); // they have ended and never gave it back
        return AvailableCount > 0 && _holders.Add(greenlet);
    }

    private void HandOn()
    {
        while (AvailableCount > 0 && _waiters.TryTake(out var waiter))
        {
            _holders.Add(waiter.WaitingGreenlet!);
            waiter.Wake();
        }

        _ends.Watch();
    }

    /// <summary>Those who waited did so on a hub that has been disposed of.</summary>
    private void Forget()
    {
        _waiters = default;
        _ends.Watch();
    }

    private void HolderEnded(Greenlet holder)
    {
        if (_holders.Remove(holder)) HandOn();
    }

    /// <summary>Stands among the hub's contended locks, for the end of those who hold a token, while somebody waits.</summary>
    private sealed class HoldersEnd(CapacityLimiter limiter) : OwnerWatch
    {
        private Hub? _hub;

        public void Watch()
        {
            var hub = limiter._waiters.First?.WaitingGreenlet!.Hub;
            if (!ReferenceEquals(hub, _hub))
            {
                _hub?.Loop.ContendedLocks.Remove(this);
                hub?.Loop.ContendedLocks.Add(this);
                _hub = hub;
            }

            if (hub is null) return;
            foreach (var holder in limiter._holders) holder.State.Watch();
        }

        public override void OwnerEnded(Greenlet owner) => limiter.HolderEnded(owner);
    }

    /// <summary>What it is, and its state now.</summary>
    public override string ToString() => $"limiter ({BorrowedCount} of {Total} borrowed{InWords.Waiting(Statistics.Waiting)})";
}
