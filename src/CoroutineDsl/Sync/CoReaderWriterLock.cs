namespace CoroutineDsl;

/// <summary>
/// A lock for many readers or one writer (the cooperative twin of <see cref="ReaderWriterLockSlim"/>). First come, first served: who comes while a writer waits, waits behind it, so neither kind starves.
/// </summary>
/// <remarks>For one hub. Not re-entrant: who holds it and waits for it again waits for ever. The greenlet that took it is its holder in every report; where another gives it back, no holder is named until nobody holds it.
/// What greenlets held on a hub that was disposed of is free on the next, and that is reported.</remarks>
[System.Diagnostics.DebuggerDisplay("{ToString(),nq}")]
[System.Diagnostics.DebuggerTypeProxy(typeof(ReaderWriterLockProxy))]
public sealed partial class CoReaderWriterLock
{
    private readonly Source _reading;
    private readonly Source _writing;
    private WaiterList _waiters;
    private HubBinding _home;

    /// <summary>Makes a lock that nobody holds.</summary>
    public CoReaderWriterLock()
    {
        _reading = new Source(this, isWriter: false);
        _writing = new Source(this, isWriter: true);
    }

    /// <summary>How many hold it for reading.</summary>
    public int ReaderCount { get; private set; }

    /// <summary>Whether one holds it for writing.</summary>
    public bool IsWriteLocked { get; private set; }

    /// <summary>How many wait for it.</summary>
    public WaitStatistics Statistics => new(_waiters.Count);

    /// <summary>Waits until no writer holds it, or waits in front.</summary>
    /// <param name="timeout">How long to wait at most.</param>
    /// <returns><c>false</c> if the timeout passed first.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The timeout is negative.</exception>
    public Suspension<bool> AcquireRead(TimeSpan? timeout = null) => new(_reading, Timeouts.Ticks(timeout));

    /// <inheritdoc cref="AcquireRead(TimeSpan?)"/>
    public Suspension<bool> AcquireRead(int milliseconds) => AcquireRead(TimeSpan.FromMilliseconds(milliseconds));

    /// <summary>Waits until nobody holds it.</summary>
    /// <inheritdoc cref="AcquireRead(TimeSpan?)"/>
    public Suspension<bool> AcquireWrite(TimeSpan? timeout = null) => new(_writing, Timeouts.Ticks(timeout));

    /// <inheritdoc cref="AcquireWrite(TimeSpan?)"/>
    public Suspension<bool> AcquireWrite(int milliseconds) => AcquireWrite(TimeSpan.FromMilliseconds(milliseconds));

    /// <summary>As <see cref="AcquireRead(TimeSpan?)"/>, for <c>using var _ = gate.HoldRead().Await();</c>.</summary>
    public Suspension<Held> HoldRead() => new(new HoldingSource(_reading), Timeouts.None);

    /// <summary>As <see cref="AcquireWrite(TimeSpan?)"/>, for <c>using var _ = gate.HoldWrite().Await();</c>.</summary>
    public Suspension<Held> HoldWrite() => new(new HoldingSource(_writing), Timeouts.None);

    /// <summary>Acquires it for reading if that needs no wait.</summary>
    public bool TryAcquireRead() => TryAcquire(Holders.Current(Hub.Here), isWriter: false);

    /// <summary>Acquires it for writing if that needs no wait.</summary>
    public bool TryAcquireWrite() => TryAcquire(Holders.Current(Hub.Here), isWriter: true);

    /// <summary>What it is, and its state now.</summary>
    public override string ToString() => $"reader-writer lock ({(IsWriteLocked ? $"held for writing{ByWriter}" : ReaderCount > 0 ? $"held by {ReaderCount} {(ReaderCount == 1 ? "reader" : "readers")}" : "free")}{InWords.Waiting(_waiters.Count)})";

    /// <summary>A reader gives it back.</summary>
    /// <exception cref="SynchronizationLockException">Nobody reads.</exception>
    public void ReleaseRead()
    {
        CheckHub();
        if (ReaderCount == 0) throw new SynchronizationLockException("The lock is not held for reading.");
        ReaderCount--;
        _holders.Leave(Hub.Here, ReaderCount == 0);
        HandOn();
    }

    /// <summary>The writer gives it back.</summary>
    /// <exception cref="SynchronizationLockException">Nobody writes.</exception>
    public void ReleaseWrite()
    {
        CheckHub();
        if (!IsWriteLocked) throw new SynchronizationLockException("The lock is not held for writing.");
        IsWriteLocked = false;
        _holders.Clear();
        HandOn();
    }

    private void CheckHub()
    {
        if (!_home.Check()) return;
        _waiters = default;
        if (_holders.AreKnown) ForgetHolders();
    }

    /// <summary>Those who held it did so on a hub that has been disposed of, and never give it back: what it protects may be half done, and that is reported.</summary>
    private void ForgetHolders()
    {
        var holder = _holders.First!;
        var what = IsWriteLocked ? "to write" : ReaderCount == 1 ? "to read" : $"to read, one of {ReaderCount}";
        IsWriteLocked = false;
        ReaderCount = 0;
        _holders.Clear();
        Hub.Here?.Report(holder, new SynchronizationLockException(
            $"{holder.Name} held a lock, {what}, when its hub was disposed of. It is free again; what it protects may be half done. Give a lock back in a finally, or hold it with 'using', and end a hub with ShutDown."));
    }

    private bool TryAcquire(Greenlet? greenlet, bool isWriter)
    {
        CheckHub();
        if (!_waiters.IsEmpty || IsWriteLocked || (isWriter && ReaderCount > 0)) return false;
        Enter(greenlet, isWriter);
        return true;
    }

    private void Enter(Greenlet? greenlet, bool isWriter)
    {
        if (isWriter) IsWriteLocked = true;
        else ReaderCount++;
        _holders.Enter(greenlet);
    }

    private void HandOn()
    {
        while (_waiters.First is { } first && !IsWriteLocked)
        {
            var isWriter = IsWriterWaiting(first);
            if ((isWriter && ReaderCount > 0) || !_waiters.TryTake(out var waiter)) return;
            Enter(waiter.WaitingGreenlet, IsWriterWaiting(waiter));
            waiter.Wake();
        }
    }

    private static bool IsWriterWaiting(Waiter waiter) => waiter.AwaitedSource is Source { IsWriter: true } or HoldingSource { IsWriter: true };

    private bool Park(Greenlet greenlet, WaitSource source, long timeout)
    {
        _waiters.Add(greenlet);
        greenlet.Park(source, timeout);
        if (_holders.AreKnown) greenlet.Hub.Deadlocks.Suspect(greenlet);
        return false;
    }

    private void Leave(Greenlet greenlet)
    {
        _waiters.Remove(greenlet);
        HandOn(); // a writer that gave up kept readers out
    }

    /// <summary>The lock, held; to dispose of it gives it back.</summary>
    public readonly struct Held : IDisposable
    {
        private readonly CoReaderWriterLock _lock;
        private readonly bool _isWriter;

        internal Held(CoReaderWriterLock held, bool isWriter) => (_lock, _isWriter) = (held, isWriter);

        /// <summary>Gives it back.</summary>
        public void Dispose()
        {
            if (_isWriter) _lock.ReleaseWrite();
            else _lock.ReleaseRead();
        }
    }
}
