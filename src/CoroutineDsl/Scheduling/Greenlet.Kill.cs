using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;

namespace CoroutineDsl;

public partial class Greenlet
{
    /// <summary>
    /// Throws <see cref="GreenletExit"/> (or the exception given) in the greenlet, at the wait where it stands. One that has never run never will; one that is about to run, or is running, gets it at its next wait.
    /// It takes effect when the caller next waits; waiting for the result of this method waits for the greenlet's end.
    /// </summary>
    /// <param name="exception">What to throw instead; the greenlet then fails with it unless it catches it.</param>
    /// <param name="timeout">How long to wait for the end at most; passes silently. The greenlet may be alive still: it caught the exception, or its <c>finally</c> blocks wait.</param>
    [Runtime.ActsAtCall]
    public Suspension Kill(Exception? exception = null, TimeSpan? timeout = null)
    {
        Hub.CheckThread();
        if (State.IsDead) return Suspension.Completed;
        exception ??= new GreenletExit();
        if (State.DiesUnrun)
        {
            NeverRun(exception);
            return Suspension.Completed;
        }

        Interrupt(exception);
        return ReferenceEquals(Hub.CurrentGreenlet, this) ? new Suspension(SelfKill.Instance) : Join(timeout);
    }

    /// <inheritdoc cref="Kill(Exception?, TimeSpan?)"/>
    [Runtime.ActsAtCall]
    public Suspension Kill(TimeSpan timeout) => Kill(null, timeout);

    /// <summary>Throws at the wait where the greenlet stands, or else at its next.</summary>
    internal void Interrupt(Exception exception)
    {
        if (State.IsDead) return;
        if (!State.IsParked || Extras is { Shields: > 0 } or { IsAbandoning: true })
        {
            ThrowLater(exception);
            return;
        }

        var abandonment = Source!.Abandon(this);
        if (abandonment == Abandonment.Come) ThrowLater(exception);
        else SetThrown(exception);
        if (abandonment == Abandonment.Begun) BeginAbandonment();
        else Wake();
    }

    /// <summary>Throws at the next wait that is not shielded.</summary>
    private void ThrowLater(Exception exception)
    {
        (More.Pending ??= new()).Enqueue(exception);
        if (Extras!.Shields == 0) State.SetThrowsNext();
    }

    /// <summary>The outcome of its wait is this exception.</summary>
    internal void SetThrown(Exception exception)
    {
        More.SetThrown(exception);
        State.Throw();
    }

    internal void Shield()
    {
        More.Shields++;
        State.ClearThrowsNext(); // what is pending waits as well
    }

    internal void Unshield()
    {
        if (--Extras!.Shields == 0 && Extras.Pending is { Count: > 0 }) State.SetThrowsNext();
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void ThrowPending()
    {
        var pending = Extras!.Pending!;
        while (pending.TryDequeue(out var exception))
        {
            if (pending.Count == 0) State.ClearThrowsNext();
            ExceptionDispatchInfo.Throw(exception);
        }

        State.ClearThrowsNext();
    }

    /// <summary>An exception that was to be thrown at a later wait is not any more: its scope has been left.</summary>
    internal void Forget(Exception exception)
    {
        if (Extras?.Pending is not { Count: > 0 } pending) return;
        Extras.Pending = new(pending.Where(other => !ReferenceEquals(other, exception)));
        if (Extras.Pending.Count == 0) State.ClearThrowsNext();
    }

    private void NeverRun(Exception exception)
    {
        if (TimerIndex >= 0) Hub.Timers.Remove(this); // SpawnLater
        Finish(Leaf, exception); // one that is in the run queue is passed over there
    }

    /// <summary>A greenlet that kills itself and waits: the exception is thrown at that very wait.</summary>
    private sealed class SelfKill : WaitSource
    {
        public static readonly SelfKill Instance = new();

        internal override bool Begin(Greenlet greenlet, object? state, long argument) => true;

        internal override void Cancel(Greenlet greenlet)
        {
        }

        internal override string Describe(Greenlet greenlet) => "its own end";
    }
}
