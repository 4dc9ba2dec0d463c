using CoroutineDsl.Runtime;

namespace CoroutineDsl;

/// <summary>
/// A lock that a greenlet owns and may acquire again (gevent's <c>RLock</c>). Those who wait are served first come, first served; between <see cref="Release"/> and the turn of the first in line, whoever runs may take it,
/// unless that one has waited for a millisecond: then it is handed over (as Go's mutex does). So a loop that takes it again and again keeps nobody out.
/// </summary>
/// <remarks>For one hub. May be made anywhere. A greenlet that is killed or timed out while it waits takes nothing; one that holds it gives it back in its own <c>finally</c> or <c>using</c>.
/// Where a greenlet ends and still holds it, that is reported, and the next gets it. A callback and an <c>async</c> method are no greenlets and cannot own it: they use a <see cref="CoSemaphore"/> of 1.</remarks>
[System.Diagnostics.DebuggerDisplay("{ToString(),nq}")]
[System.Diagnostics.DebuggerTypeProxy(typeof(LockProxy))]
public sealed partial class CoLock
{
    private const string Instead = "Use a CoSemaphore(1), which nobody owns, or spawn a greenlet in it that takes the lock.";

    private Line? _line;
    private HubBinding _home;

    /// <summary>Who holds it.</summary>
    public Greenlet? Owner { get; private set; }

    /// <summary>How often the owner has acquired it.</summary>
    public int Depth { get; private set; }

    /// <summary>Whether somebody holds it.</summary>
    public bool IsLocked => Owner is not null;

    /// <summary>Whether the current greenlet holds it.</summary>
    public bool IsOwned => Owner is { } owner && Hub.Here is { Loop.IsBetweenBatches: false } hub && ReferenceEquals(owner, hub.CurrentGreenlet);

    /// <summary>Who holds it, and how many wait.</summary>
    public LockStatistics Statistics => new(Owner, Depth, _line?.Waiters.Count ?? 0);

    /// <summary>Those who wait. It belongs to no hub before the first does.</summary>
    private Line Waiting => _line ??= new Line(this);

    /// <summary>Takes the lock; waits while another holds it. <c>true</c>, or <c>false</c> when the timeout has passed first.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The timeout is negative.</exception>
    [Begins(nameof(BeginAcquire))]
    public Suspension<bool> Acquire(TimeSpan? timeout = null) => new(Waiting.Taking, Timeouts.Ticks(timeout));

    /// <inheritdoc cref="Acquire(TimeSpan?)"/>
    /// <param name="milliseconds">How long to wait at most.</param>
    [Begins(nameof(BeginAcquire))]
    public Suspension<bool> Acquire(int milliseconds) => Acquire(TimeSpan.FromMilliseconds(milliseconds));

    /// <summary>Takes the lock for a <c>using</c> block that gives it back: <c>using (gate.Hold().Await()) ...</c></summary>
    [Begins(nameof(BeginHold))]
    public Suspension<Held> Hold() => new(Waiting.Holding, Timeouts.None);

    /// <summary>Takes the lock if nobody else holds it now.</summary>
    /// <exception cref="InvalidOperationException">Called in a callback of the hub, which is no greenlet.</exception>
    public bool TryAcquire() => TryAcquire(Hub.Current.CurrentFlow("own a CoLock", Instead));

    /// <summary>Undoes one <see cref="Acquire(TimeSpan?)"/>.</summary>
    /// <exception cref="SynchronizationLockException">The current greenlet does not hold it.</exception>
    public void Release()
    {
        CheckOwned();
        if (--Depth == 0) Free();
    }

    /// <exception cref="SynchronizationLockException">The current greenlet does not hold it.</exception>
    internal void CheckOwned()
    {
        if (!IsOwned) throw new SynchronizationLockException(Owner is null ? "The lock is not held." : $"The lock is held by {Owner.Name}.");
    }

    /// <summary>Gives it back however often it was acquired: how often that was.</summary>
    internal int ReleaseAll()
    {
        CheckOwned();
        var depth = Depth;
        Free();
        return depth;
    }

    /// <summary>What <see cref="ReleaseAll"/> gave back, taken again by the owner.</summary>
    internal void Restore(int depth) => Depth = depth;

    private bool TryAcquire(Greenlet greenlet)
    {
        if (_home.Check(greenlet.Hub)) _line?.Forget();
        if (Owner is { } owner && !ReferenceEquals(owner, greenlet))
        {
            if (!owner.IsReady && !owner.Hub.IsDisposed) return false;
            Abandoned(owner, greenlet.Hub);
        }

        Owner = greenlet;
        Depth++;
        if (_line is { Waiters.IsEmpty: false } line) line.Taken(greenlet);
        return true;
    }

    private void Free()
    {
        Owner = null;
        Depth = 0;
        if (_line is { Waiters.IsEmpty: false } line) line.HandOn();
    }

    /// <summary>Its owner has ended and never gave it back. Nobody else can, so it is free, and what it protects may be half done: that is reported.</summary>
    private void Abandoned(Greenlet owner, Hub here)
    {
        here.Report(owner, new SynchronizationLockException($"{owner.Name} has ended and still held a lock. It is given to the next; what it protects may be half done. Give a lock back in a finally, or hold it with 'using (gate.Hold().Await())'."));
        Owner = null;
        Depth = 0;
    }

    /// <summary>The lock, held until this is disposed of.</summary>
    public readonly struct Held : IDisposable
    {
        private readonly CoLock _lock;

        internal Held(CoLock held) => _lock = held;

        /// <summary>Gives it back.</summary>
        public void Dispose() => _lock.Release();
    }

    /// <summary>What it is, and its state now.</summary>
    public override string ToString() => $"lock ({(Owner is { } owner ? $"held by {owner.Name}{(owner.IsDead ? ", which has ended" : "")}{(Depth > 1 ? $", {Depth} times" : "")}" : "free")}{InWords.Waiting(Statistics.Waiting)})";
}
