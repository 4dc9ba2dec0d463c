using System.Runtime.CompilerServices;

namespace CoroutineDsl;

public partial class Greenlet
{
    /// <summary>
    /// Throws <see cref="GreenletExit"/> (or the exception given) in the greenlet, once, at the wait where it stands. One that has never run never will; one that is about to run, or is running, gets it at its next wait;
    /// one in a shield (a <c>finally</c> that runs for an exit, <see cref="Nursery.Shield"/>) after that. It takes effect when the caller next waits; waiting for the result of this method waits for the greenlet's end.
    /// Any thread: from another than the hub's it is posted.
    /// </summary>
    /// <param name="exception">What to throw instead; the greenlet then fails with it unless it catches it.</param>
    /// <param name="timeout">How long to wait for the end at most; passes silently. The greenlet may be alive still: it caught the exception, or its <c>finally</c> blocks wait.</param>
    /// <exception cref="ArgumentOutOfRangeException">The timeout is negative.</exception>
    [Runtime.ActsAtCall]
    public Suspension Kill(Exception? exception = null, TimeSpan? timeout = null)
    {
        Timeouts.Ticks(timeout);
        if (!Hub.IsCurrent)
        {
            Hub.Post(() => KillHere(exception));
            return EndElsewhere(timeout);
        }

        KillHere(exception);
        return AfterKill(timeout);
    }

    /// <inheritdoc cref="Kill(Exception?, TimeSpan?)"/>
    [Runtime.ActsAtCall]
    public Suspension Kill(TimeSpan timeout) => Kill(null, timeout);

    /// <summary>
    /// Ends a greenlet that a kill does not end. From now on every wait of it throws a <see cref="GreenletExit"/> at once, also in a <c>finally</c>, in a shield, and where code has caught the exit and waits again, until it has
    /// ended. So its <c>finally</c> blocks run, but none of them can wait: cleanup that has to wait is cut short. An operation that it waits for is let go at once, without <see cref="HubOptions.AbandonGrace"/>;
    /// the children of a nursery that it is leaving are killed hard too. Code that never waits is not ended. Any thread: from another than the hub's it is posted.
    /// </summary>
    /// <param name="timeout">How long to wait for the end at most; passes silently.</param>
    /// <exception cref="ArgumentOutOfRangeException">The timeout is negative.</exception>
    [Runtime.ActsAtCall]
    public Suspension KillHard(TimeSpan? timeout = null)
    {
        Timeouts.Ticks(timeout);
        if (!Hub.IsCurrent)
        {
            Hub.Post(KillHardHere);
            return EndElsewhere(timeout);
        }

        KillHardHere();
        return AfterKill(timeout);
    }

    /// <summary>How many shields are raised.</summary>
    internal int ShieldCount => Extras?.Shields ?? 0;

    /// <summary>Whether no wait of it may take any time.</summary>
    internal bool IsKilledHard => Extras?.Interrupts?.Hard is not null;

    /// <summary>Throws at the wait where the greenlet stands, or else at its next, once: a kill, or the exit of a scope that is thrown once.</summary>
    internal void Interrupt(Exception exception, Scope? scope = null)
    {
        if (State.IsDead) return;
        if (MayThrowNow && (scope?.Depth ?? 0) >= ShieldCount) InterruptAnyway(exception, scope);
        else ThrowLater(exception, scope);
    }

    /// <summary>Throws at the wait where the greenlet stands, whatever shields are raised.</summary>
    internal void InterruptAnyway(Exception exception, Scope? scope = null)
    {
        var abandonment = Source!.Abandon(this);
        if (abandonment == Abandonment.Come) ThrowLater(exception, scope);
        else SetThrown(exception, scope);
        if (abandonment == Abandonment.Begun) BeginAbandonment();
        else Wake();
    }

    /// <summary>Throws what is pending at the wait that has just begun.</summary>
    internal void InterruptByPending()
    {
        if (Extras!.Interrupts!.Take(ShieldCount)?.SourceException is not { } exception) return;
        Heed();
        InterruptAnyway(exception, exception switch
        {
            CoTimeoutException timeout => timeout.Scope,
            ScopeCancelledException cancelled => cancelled.Scope,
            _ => null,
        });
    }

    /// <summary>Throws an ordinary exception at the wait where the greenlet stands, whatever shields are raised; <c>false</c>: it stands at none that can be ended.</summary>
    internal bool TryInterrupt(Exception exception)
    {
        if (!MayThrowNow) return false;
        InterruptAnyway(exception);
        return true;
    }

    /// <summary>Throws at every wait inside the scope until it is left.</summary>
    internal void Cancelled(CancelScope scope)
    {
        if (State.IsDead) return;
        var interrupts = More.Interrupts ??= new();
        interrupts.Add(scope);
        if (MayThrowNow && interrupts.OutermostCancelled(ShieldCount) is { } outermost) InterruptAnyway(outermost.NewExit(), outermost);
        Heed();
    }

    /// <summary>The scope has been left: what it had to throw is not thrown any more.</summary>
    internal void Forget(Scope scope)
    {
        if (Extras?.Interrupts is not { } interrupts) return;
        interrupts.Forget(scope);
        Heed();
    }

    /// <summary>Whether it stands at a wait that has not been given up already.</summary>
    private bool MayThrowNow => State.IsParked && Extras is not { IsAbandoning: true };

    /// <summary>Throws at the next wait that is not shielded.</summary>
    private void ThrowLater(Exception exception, Scope? scope, bool isFirst = false)
    {
        if (scope is not CancelScope) (More.Interrupts ??= new()).Add(exception, scope, isFirst); // that one throws at every wait by itself
        Heed();
    }

    /// <summary>The outcome of its wait is this exception.</summary>
    internal void SetThrown(Exception exception, Scope? scope = null)
    {
        More.SetThrown(HandedIn.Capture(exception));
        Extras!.ThrownBy = scope;
        State.Throw();
    }

    internal void Shield()
    {
        More.Shields++;
        Heed();
    }

    internal void Unshield()
    {
        Extras!.Shields--;
        Heed();
    }

    /// <summary>Whether there is something that the next wait throws, as a flag that every wait looks at.</summary>
    private void Heed()
    {
        if (!State.IsDead && Extras?.Interrupts is { } interrupts && interrupts.IsPending(ShieldCount)) State.SetThrowsNext();
        else State.ClearThrowsNext();
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    [System.Diagnostics.StackTraceHidden]
    private void ThrowPending(WaitSource? source = null)
    {
        source?.BeforeThrow(); // a nursery that is joined ends the scope of its body first
        var next = Extras!.Interrupts!.Take(ShieldCount);
        Heed();
        next?.Throw();
    }

    private void KillHere(Exception? exception)
    {
        if (State.IsDead) return;
        exception ??= new GreenletExit();
        Deliver(exception);
        if (State.DiesUnrun) NeverRun(exception);
        else Interrupt(exception);
    }

    private void KillHardHere()
    {
        if (State.IsDead) return;
        if (IsKilledHard) return;
        var exit = new GreenletExit("The greenlet was killed hard.");
        Deliver(exit);
        if (State.DiesUnrun)
        {
            NeverRun(exit);
            return;
        }

        (More.Interrupts ??= new()).Hard = exit;
        if (MayThrowNow) InterruptAnyway(exit);
        else SkipGrace();
        Heed();
    }

    /// <summary>It is killed with this exception, which is an exit in this greenlet from now on.</summary>
    private void Deliver(Exception exception)
    {
        (exception as GreenletExit)?.DeliverTo(this);
        CancelToken();
    }

    private void NeverRun(Exception exception)
    {
        if (TimerIndex >= 0) Hub.Timers.Remove(this); // SpawnLater
        Finish(Leaf, exception); // one that is in the run queue is passed over there
    }

    private Suspension AfterKill(TimeSpan? timeout)
    {
        if (IsReady) return Suspension.Completed;
        return ReferenceEquals(Hub.CurrentGreenlet, this) ? new Suspension(SelfKill.Instance) : Join(timeout);
    }

    /// <summary>A greenlet that kills itself and waits: the exception is thrown at that very wait.</summary>
    [System.Diagnostics.StackTraceHidden]
    private sealed class SelfKill : WaitSource
    {
        public static readonly SelfKill Instance = new();

        internal override bool Begin(Greenlet greenlet, object? state, long argument) => true;

        internal override bool IsOneStep => false;

        internal override void Cancel(Greenlet greenlet)
        {
        }

        internal override string Describe(Greenlet greenlet) => "its own end";
    }
}
