using System.Runtime.CompilerServices;

namespace CoroutineDsl;

/// <summary>
/// A running coroutine: scheduled by its hub, one at a time with all others of that hub, switching only where its source says <c>yield return</c> or <c>Await()</c>.
/// </summary>
/// <remarks>All members are for the thread that runs the hub, except where they say otherwise.</remarks>
[System.Diagnostics.DebuggerDisplay("{ToString(),nq}")]
[System.Diagnostics.DebuggerTypeProxy(typeof(GreenletProxy))]
public partial class Greenlet : Waiter
{
    internal readonly Hub Hub;
    internal Coroutine? Leaf; // the frame that was entered last; where it is over, a caller of it goes on with its result
    internal WaitSource? Source; // of its latest wait; null after a yield
    internal GreenletExtras? Extras; // what few greenlets have
    internal int Slot = -1; // in the hub's registry while it lives; after the end, EndOrder
    private readonly uint _number; // the id; 0: it is in Extras

    internal Greenlet(Hub hub, Coroutine? root)
    {
        Hub = hub;
        Leaf = root;
        _number = hub.NewNumber();
        if (_number == 0) More.Id = GreenletNumbers.NewLarge();
    }

    /// <summary>How many of the hub's greenlets had ended when this one did; of a count that wraps, so that only differences mean something.</summary>
    internal int EndOrder => Slot;

    /// <summary>The frame that runs or is parked; <c>null</c> after the end.</summary>
    internal Coroutine? Frame
    {
        get
        {
            var frame = Leaf;
            while (frame is { IsOver: true }) frame = frame.Caller;
            return frame;
        }
    }

    /// <summary>Whether a thread is parked in it.</summary>
    internal bool HoldsThread
    {
        get
        {
            for (var frame = Frame; frame is not null; frame = frame.Caller)
            {
                if (frame is ThreadFrame) return true;
            }

            return false;
        }
    }

    /// <summary>The execution context it runs in; <c>null</c>: the default one.</summary>
    internal ExecutionContext? OwnContext => State.HasOwnContext ? Extras!.Context : null;

    /// <summary>It goes on in this context.</summary>
    internal void SaveContext(ExecutionContext? context)
    {
        if (ReferenceEquals(context, OwnContext)) return;
        More.Context = context;
        State.SetOwnContext();
    }

    internal override WaitSource? AwaitedSource => Source;

    internal override Greenlet WaitingGreenlet => this;

    internal GreenletExtras More => Extras ??= new GreenletExtras();

    /// <summary>A source has put the greenlet in its hands; it will be woken.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void Park(WaitSource source)
    {
        if (!ReferenceEquals(Source, source)) Source = source; // a comparison is cheaper than the collector's write barrier
        State.Park();
    }

    /// <summary>What a source has to give is there, but others go first.</summary>
    internal virtual void TakeTurn(WaitSource source)
    {
        Source = source;
        State.TakeTurn();
        Hub.Ready.Add(this);
    }

    /// <summary>As <see cref="Park(WaitSource)"/>, with the wait's own timeout (in ticks of <see cref="TimeSpan"/>; negative: none).</summary>
    internal void Park(WaitSource source, long timeout)
    {
        Park(source);
        if (timeout >= 0) StartTimeout(source, timeout);
    }

    // it is in the source's list already, and a clock of the user's may throw
    private void StartTimeout(WaitSource source, long timeout)
    {
        var isStarted = false;
        try
        {
            Hub.Timers.Add(this, Hub.DueIn(timeout));
            isStarted = true;
        }
        finally
        {
            if (!isStarted)
            {
                source.Cancel(this);
                Unpark();
            }
        }
    }

    /// <summary>As <see cref="Park(WaitSource, long)"/>, on something that comes from outside the hub: while it waits, the hub is not out of work.</summary>
    internal void ParkExternal(WaitSource source, long timeout)
    {
        Park(source, timeout);
        State.ParkExternal();
        Hub.ExternalWaits++;
        Hub.Loop.Outside?.Add(this);
    }

    internal override void Wake()
    {
        var isTraced = Unpark();
        Hub.Ready.Add(this);
        if (isTraced) Hub.Hooks.RaiseReady(this);
    }

    internal override void WakeFirst()
    {
        var isTraced = Unpark();
        Hub.Ready.AddFirst(this);
        if (isTraced) Hub.Hooks.RaiseReady(this);
    }

    internal override void WakeFromAnywhere()
    {
        if (Hub.IsCurrent) Wake();
        else PostWake(Source);
    }

    private void PostWake(WaitSource? source) => Hub.UnsafePost(() =>
    {
        // it may have been killed, and wait for something else by now
        if (State.IsParked && ReferenceEquals(Source, source)) Wake();
    });

    /// <summary>It waits no longer. <c>true</c>: hooks are to be raised.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private protected bool Unpark()
    {
        if (TimerIndex >= 0) Hub.Timers.Remove(this);
        var before = State.Unpark();
        if (!before.IsCounted) return false;
        if (before.IsExternal) LeaveExternal();
        return before.IsTraced;
    }

    private void LeaveExternal()
    {
        Hub.ExternalWaits--;
        Hub.Loop.Outside?.Remove(this);
    }

    internal override void TimerDue()
    {
        if (Extras is { IsAbandoning: true })
        {
            EndGrace();
            return;
        }

        var source = Source!;
        var abandonment = source.Abandon(this);
        if (abandonment == Abandonment.Come)
        {
            Wake();
            return;
        }

        if (State.HasRun) State.TimeOut(); // else a delayed start, and no wait's timeout
        if (abandonment == Abandonment.Begun) BeginAbandonment();
        else Wake();
    }

    /// <summary>Whether the wait's own timeout ended it; asked once.</summary>
    internal bool TakeTimedOut() => State.TakeTimedOut();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    [System.Diagnostics.StackTraceHidden]
    internal void ThrowIfPending(WaitSource? source = null)
    {
        if (State.ThrowsNext) ThrowPending(source);
    }

    /// <summary>What each begin does first, its arguments checked: throws what is to be thrown at this wait. Nothing of the wait has happened then.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    [System.Diagnostics.StackTraceHidden]
    internal void Enter(Coroutine frame)
    {
        ThrowIfPending();
        if (!ReferenceEquals(Leaf, frame)) Leaf = frame;
    }

    /// <summary>What was left to the trampoline, from code that is not in it: a call, with which the greenlet goes on there first of all, or a turn.</summary>
    internal void Schedule()
    {
        if (State.TakeCall()) Hub.Ready.AddFirst(this);
        else if (State.TakeYield()) Hub.Ready.Add(this);
    }

    /// <summary>Called by a resumed frame before it takes its value: throws what the wait has to throw.</summary>
    [System.Diagnostics.StackTraceHidden]
    internal void ThrowIfInterrupted()
    {
        if (!State.TakeThrow()) return;
        Source = null;
        var thrown = Extras!.TakeThrown();
        if (thrown.SourceException is ScopeCancelledException exit) ThrowOutermost(exit);
        thrown.Throw();
    }

    /// <summary>A scope around the one whose exit is thrown has been cancelled since: that is the one that ends.</summary>
    [System.Diagnostics.StackTraceHidden]
    private void ThrowOutermost(ScopeCancelledException exit)
    {
        if (IsExit(exit) && Extras!.Interrupts?.OutermostCancelled(ShieldCount) is { } outermost && outermost.Order < exit.Scope.Order) throw outermost.NewExit();
    }

    /// <summary>Whether to end with it is no failure: an exit of its own, or one that was made by hand, as gevent has it.</summary>
    private bool EndsWell(Exception exception) => exception is GreenletExit exit && (!exit.WasDelivered || exit.WasDeliveredTo(this));

    /// <summary>The greenlet has ended: wakes all who wait for that, in the order in which they began, then sees to it that a failure which nobody looks at is reported.</summary>
    internal void Finish(Coroutine? root, Exception? exception)
    {
        if (!ReferenceEquals(Leaf, root)) Leaf = root; // a comparison is cheaper than the collector's write barrier
        if (root is not null) Leave(root);
        Source = null;
        State.Finish(isFailure: exception is not null && !EndsWell(exception));
        Slot = unchecked((int)Hub.Unregister(this));
        if (State.HasFailed)
        {
            Hub.Failures.Count();
            StackText.Settle(exception!);
        }

        if (exception is not null) More.Ended = System.Runtime.ExceptionServices.ExceptionDispatchInfo.Capture(exception);

        Hub.Hooks.RaiseEnded(this);
        if (State.IsWatched) Hub.Loop.OwnerEnded(this);
        if (Extras is not { } extras) return;
        extras.Interrupts?.Clear();
        extras.Locals = null;
        extras.Context = null;
        extras.ForgetPassing();
        var toParent = GiveToParent(extras);
        if (!extras.Waiters.IsEmpty) extras.Waiters.WakeAll();
        if (State.HasFailed && !toParent) Hub.Failures.AddUnlessObserved(this);
    }
}
