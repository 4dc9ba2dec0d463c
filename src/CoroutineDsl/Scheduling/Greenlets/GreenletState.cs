using System.Runtime.CompilerServices;

namespace CoroutineDsl;

/// <summary>
/// A greenlet's state, one word, and every way in which it changes. Written on the hub only; nothing outside this file combines bits.
/// </summary>
/// <remarks>
/// <code>
///            Start                  first step                    Finish
///   (new) ----------> scheduled ------------------> has run ------------------> dead [failed]
///     |                   |                         |     ^                       ^
///     |  Finish (killed before its first run)       |     |                       |
///     +-------------------+-------------------------|-----|-----------------------+
///                                                   |     |
///                          TryBeginYield: yielding -+     +- TakeYield: at the end of the run queue
///                          Park: parked ------------+     +- Unpark: ready, or [timed out]
///                          BeginCall: calling ------+     +- TakeCall: the trampoline goes on in the frame called or returned to
///
///   The outcome of a wait, taken by the frame that is resumed:
///     none (a yield)            HasNothingToTake
///     of the source             HasSource; with TimedOut where the wait's own timeout ended it
///     of a child frame          ChildReturned: the result of the leaf frame
///     an exception, now         ThrowNow: a kill or timeout, or what a child frame threw
///   An exception at the next wait: ThrowNext (it arrived while the greenlet was running or ready).
/// </code>
/// Orthogonal to these: a count of waits that were over at once; main, external (the wait ends from outside the hub), own context, observed (somebody has seen the failure), traced (the hub's hooks are raised when it is unparked).
/// </remarks>
internal struct GreenletState
{
    private Bits _bits;

    [Flags]
    private enum Bits
    {
        None = 0,
        Started = 1,
        HasRun = 2,
        Parked = 4,
        HasSource = 8,
        Dead = 16,
        Failed = 32,
        TimedOut = 64,
        ChildReturned = 128,
        ThrowNow = 256,
        ThrowNext = 512,
        Calling = 1024,
        Observed = 2048,
        OwnContext = 4096,
        Main = 8192,
        External = 16384,
        Traced = 32768,
        Yielding = 65536,
        Branch = 131072,
        Satisfied = 1 << 18, // the unit of a count, up to Spent
        Spent = 1 << 25,
        Count = 255 << 18,
        Watched = 1 << 26,
    }

    /// <summary>The thread's own program: it runs from the beginning, and no coroutine is its root.</summary>
    public static GreenletState ForMain => new() { _bits = Bits.Started | Bits.HasRun | Bits.Main };

    /// <summary>A callback of the library's own that is put into the run queue by hand.</summary>
    public static GreenletState ForCallback => new() { _bits = Bits.Started | Bits.HasRun };

    /// <summary>One of the waits of a greenlet that chooses.</summary>
    public static GreenletState ForBranch => new() { _bits = Bits.Started | Bits.HasRun | Bits.Branch };

    /// <summary>The thread's own program, not a coroutine.</summary>
    public readonly bool IsMain => Has(Bits.Main);

    /// <summary>Stands in a list for a greenlet that chooses, and has to be claimed before it is given anything.</summary>
    public readonly bool IsBranch => Has(Bits.Branch);

    /// <summary>Has been scheduled once.</summary>
    public readonly bool WasStarted => Has(Bits.Started);

    /// <summary>Scheduled, and not ended.</summary>
    public readonly bool IsAlive => (_bits & (Bits.Started | Bits.Dead)) == Bits.Started;

    /// <summary>Has run at least once.</summary>
    public readonly bool HasRun => Has(Bits.HasRun);

    /// <summary>A kill ends it without a step: it has not run, and is no main program.</summary>
    public readonly bool DiesUnrun => (_bits & (Bits.HasRun | Bits.Main)) == 0;

    /// <summary>To start later: scheduled, not run, not ended.</summary>
    public readonly bool AwaitsFirstRun => (_bits & (Bits.Started | Bits.HasRun | Bits.Dead)) == Bits.Started;

    /// <summary>In a source's list: <see cref="Greenlet.Source"/> says which.</summary>
    public readonly bool IsParked => Has(Bits.Parked);

    /// <summary>Waits for something from outside the hub (a task, a socket): the hub is not out of work.</summary>
    public readonly bool IsExternal => Has(Bits.External);

    /// <summary>Ended, in whichever way.</summary>
    public readonly bool IsDead => Has(Bits.Dead);

    /// <summary>Ended with an exception that counts as a failure.</summary>
    public readonly bool HasFailed => Has(Bits.Failed);

    /// <summary>Ended without a failure; a killed one did.</summary>
    public readonly bool HasSucceeded => (_bits & (Bits.Dead | Bits.Failed)) == Bits.Dead;

    /// <summary>Somebody has seen the failure.</summary>
    public readonly bool IsObserved => Has(Bits.Observed);

    /// <summary>Runs in an execution context other than its hub's.</summary>
    public readonly bool HasOwnContext => Has(Bits.OwnContext);

    /// <summary>The hub's hooks are raised when it is unparked.</summary>
    public readonly bool IsTraced => Has(Bits.Traced);

    /// <summary>An exception is to be thrown at the next wait.</summary>
    public readonly bool ThrowsNext => Has(Bits.ThrowNext);

    /// <summary>An exception is the outcome of the current wait.</summary>
    public readonly bool ThrowsNow => Has(Bits.ThrowNow);

    /// <summary>The trampoline goes to another frame of it next: one that has not run yet, or one whose child has ended.</summary>
    public readonly bool IsCalling => Has(Bits.Calling);

    /// <summary>Goes to the end of the run queue when its step is over.</summary>
    public readonly bool IsYielding => Has(Bits.Yielding);

    /// <summary>A step of it begins with nothing special: it has run before, is not dead, and runs in the hub's context. One comparison for the trampoline.</summary>
    public readonly bool IsPlain => (_bits & (Bits.HasRun | Bits.Dead | Bits.OwnContext)) == Bits.HasRun;

    /// <summary>A step of it ends with more than the queue: other frames, or a context.</summary>
    public readonly bool HasStepEnd => Has(Bits.Calling | Bits.OwnContext);

    /// <summary>The wait was a yield, which has no outcome.</summary>
    public readonly bool HasNothingToTake => (_bits & (Bits.ChildReturned | Bits.ThrowNow | Bits.HasSource)) == 0;

    /// <summary>The outcome is not the source's: a child frame has returned, or an exception is thrown.</summary>
    public readonly bool HasOutcome => Has(Bits.ChildReturned | Bits.ThrowNow);

    /// <summary>Somebody waits for a lock that it has had.</summary>
    public readonly bool IsWatched => Has(Bits.Watched);

    public void Watch() => _bits |= Bits.Watched;

    /// <summary>Its share of waits that are over at once is used up: the next one lets the others run.</summary>
    public readonly bool IsSpent => Has(Bits.Spent);

    /// <summary>Leaving its wait concerns others: the hub's count of external waits, or its hooks.</summary>
    public readonly bool IsCounted => Has(Bits.External | Bits.Traced);

    public void Start() => _bits |= Bits.Started;

    public void BeginFirstStep() => _bits |= Bits.HasRun;

    /// <summary>It is in a source's list.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Park() => _bits |= Bits.Parked | Bits.HasSource;

    /// <summary>It is in a source's list, and what ends the wait comes from outside the hub.</summary>
    public void ParkExternal() => _bits |= Bits.Parked | Bits.HasSource | Bits.External;

    /// <summary>The source has the outcome already; the greenlet is ready, behind the others.</summary>
    public void TakeTurn() => _bits = (_bits | Bits.HasSource) & ~Bits.Count;

    /// <summary>It waits no longer. Gives the state before.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public GreenletState Unpark()
    {
        var before = this;
        _bits = before._bits & ~(Bits.Parked | Bits.External | Bits.Count);
        return before;
    }

    public void TimeOut() => _bits |= Bits.TimedOut;

    /// <summary>Whether the wait's own timeout ended it; asked once.</summary>
    public bool TakeTimedOut() => Take(Bits.TimedOut);

    /// <summary>Goes behind the others when its step is over. <c>false</c>: something has to be done first (<see cref="BeginYieldAfterSource"/>).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryBeginYield()
    {
        var bits = _bits;
        if ((bits & (Bits.ThrowNext | Bits.HasSource)) != 0) return false;
        _bits = bits | Bits.Yielding;
        return true;
    }

    /// <summary>A yield after a wait that had a source.</summary>
    public void BeginYieldAfterSource() => _bits = (_bits & ~Bits.HasSource) | Bits.Yielding;

    /// <summary>The state once the greenlet stands in the run queue.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly GreenletState AfterYield() => new() { _bits = _bits & ~(Bits.Yielding | Bits.Count) };

    public bool TakeYield()
    {
        if (!Take(Bits.Yielding)) return false;
        _bits &= ~Bits.Count;
        return true;
    }

    /// <summary>
    /// Counts one more wait that is over at once. <c>false</c>: there have been 128 since the greenlet last let the others run, and it is their turn. The count costs nothing to take back: it is masked out where a turn or a wait ends.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool Spend()
    {
        var bits = _bits;
        if ((bits & Bits.Spent) != 0) return false;
        _bits = (Bits)((int)bits + (int)Bits.Satisfied);
        return true;
    }

    /// <summary>A frame is to run in the trampoline.</summary>
    public void BeginCall() => _bits |= Bits.Calling;

    public bool TakeCall() => Take(Bits.Calling);

    /// <summary>The leaf frame has ended; its result is the outcome of its caller's wait.</summary>
    public void Return() => _bits |= Bits.ChildReturned | Bits.Calling;

    public void TakeReturned() => _bits &= ~Bits.ChildReturned;

    /// <summary>An exception is the outcome of the current wait.</summary>
    public void Throw() => _bits |= Bits.ThrowNow;

    /// <summary>What was to be thrown is not the outcome of this wait after all.</summary>
    public void ClearThrow() => _bits &= ~Bits.ThrowNow;

    /// <summary>A child frame has ended with an exception: it is the outcome of its caller's wait.</summary>
    public void ThrowToCaller() => _bits |= Bits.ThrowNow | Bits.Calling;

    /// <summary>Whether an exception is the outcome of the wait. It is thrown, and nothing else of the wait counts.</summary>
    public bool TakeThrow()
    {
        if (!Has(Bits.ThrowNow)) return false;
        _bits &= ~(Bits.ThrowNow | Bits.ChildReturned | Bits.TimedOut);
        return true;
    }

    /// <summary>The running frame has thrown: what it was about to do does not happen.</summary>
    public void AbandonCall() => _bits &= ~(Bits.Calling | Bits.ChildReturned);

    public void SetThrowsNext() => _bits |= Bits.ThrowNext;

    public void ClearThrowsNext() => _bits &= ~Bits.ThrowNext;

    public void Observe() => _bits |= Bits.Observed;

    public void SetOwnContext() => _bits |= Bits.OwnContext;

    public void Trace() => _bits |= Bits.Traced;

    public void Untrace() => _bits &= ~Bits.Traced;

    /// <summary>It has ended: nothing is thrown, taken or called any more.</summary>
    public void Finish(bool isFailure)
    {
        _bits = (_bits & ~(Bits.ChildReturned | Bits.ThrowNow | Bits.ThrowNext | Bits.Calling | Bits.Parked)) | Bits.Started | Bits.Dead;
        if (isFailure) _bits |= Bits.Failed;
    }

    /// <summary>For the debugger.</summary>
    public override readonly string ToString() => _bits.ToString();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private readonly bool Has(Bits any) => (_bits & any) != 0;

    private bool Take(Bits bit)
    {
        if (!Has(bit)) return false;
        _bits &= ~bit;
        return true;
    }
}
