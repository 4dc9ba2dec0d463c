using CoroutineDsl.Runtime;

namespace CoroutineDsl;

/// <summary>
/// A lock that a greenlet owns and may acquire again (gevent's <c>RLock</c>). Those who wait are served first come, first served; between <see cref="Release"/> and the turn of the first in line, whoever runs may take it.
/// </summary>
/// <remarks>For one hub. May be made anywhere. A greenlet that is killed or timed out while it waits takes nothing; one that holds it gives it back in its own <c>finally</c> or <c>using</c>.</remarks>
[System.Diagnostics.DebuggerDisplay("{ToString(),nq}")]
[System.Diagnostics.DebuggerTypeProxy(typeof(LockProxy))]
public sealed partial class CoLock
{
    private Line? _line;

    /// <summary>Who holds it.</summary>
    public Greenlet? Owner { get; private set; }

    /// <summary>How often the owner has acquired it.</summary>
    public int Depth { get; private set; }

    /// <summary>Whether somebody holds it.</summary>
    public bool IsLocked => Owner is not null;

    /// <summary>Whether the current greenlet holds it.</summary>
    public bool IsOwned => Owner is { } owner && ReferenceEquals(owner, Greenlet.Current);

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
    public bool TryAcquire() => TryAcquire(Greenlet.Current);

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
        _line?.CheckHub(greenlet.Hub);
        if (Owner is { } owner && !ReferenceEquals(owner, greenlet))
        {
            owner.Hub.CheckThread();
            return false;
        }

        Owner = greenlet;
        Depth++;
        return true;
    }

    private void Free()
    {
        Owner = null;
        Depth = 0;
        if (_line is { Waiters.IsEmpty: false } line) line.Schedule();
    }


    /// <summary>The lock, held until this is disposed of.</summary>
    public readonly struct Held : IDisposable
    {
        private readonly CoLock _lock;

        internal Held(CoLock held) => _lock = held;

        /// <summary>Gives it back.</summary>
        public void Dispose() => _lock.Release();
    }

    /// <summary>Those who wait.</summary>
    private sealed class Line(CoLock owner) : TakingLine<Held>
    {
        public override FrameLocation Location => new("lock", 0, "");

        protected override Held Held => new(owner);

        protected override string What => "a lock";

        protected override Greenlet? Owner => owner.Owner;

        protected override bool IsOwned => true;

        protected override bool TryTake(Greenlet greenlet) => owner.TryAcquire(greenlet);

        protected override Waiter? Next()
        {
            if (owner.IsLocked || !Waiters.TryTake(out var waiter)) return null;
            owner.TryAcquire(waiter.WaitingGreenlet!);
            return waiter;
        }
    }

    /// <summary>What it is, and its state now.</summary>
    public override string ToString() => $"lock ({(Owner is { } owner ? $"held by {owner.Name}{(owner.IsDead ? ", which has ended" : "")}{(Depth > 1 ? $", {Depth} times" : "")}" : "free")}{InWords.Waiting(Statistics.Waiting)})";
}
