namespace CoroutineDsl;

/// <summary>Those who wait to take a lock or a semaphore: some for a yes or no, some for what a <c>using</c> block gives back.</summary>
/// <typeparam name="THeld">What a <c>using</c> block holds.</typeparam>
internal abstract class TakingLine<THeld> : Turn
{
    public WaiterList Waiters;

    protected TakingLine()
    {
        Taking = new TakingSource(this);
        Holding = new HoldingSource(this);
    }

    public TakingSource Taking { get; }

    public HoldingSource Holding { get; }

    protected abstract THeld Held { get; }

    /// <summary>For reports: what is waited for, and who has it.</summary>
    protected abstract string What { get; }

    protected virtual Greenlet? Owner => null;

    /// <summary>Whether nobody but the owner can give it back.</summary>
    protected virtual bool IsOwned => false;

    protected abstract bool TryTake(Greenlet greenlet);

    /// <summary>Waits in line; always <c>false</c>, as a begin that has not ended.</summary>
    public bool Park(Greenlet greenlet, WaitSource source, long timeout)
    {
        Enter(greenlet.Hub);
        Waiters.Add(greenlet);
        greenlet.Park(source, timeout);
        if (IsOwned) greenlet.Hub.Deadlocks.Suspect(greenlet);
        return false;
    }

    [System.Diagnostics.StackTraceHidden]
    public sealed class TakingSource(TakingLine<THeld> line) : WaitSource<bool>
    {
        internal override bool IsOwned => line.IsOwned;

        internal override bool Try(Greenlet greenlet, object? state, long argument) => line.TryTake(greenlet);

        internal override bool Begin(Greenlet greenlet, object? state, long argument) => line.TryTake(greenlet) || line.Park(greenlet, this, argument);

        internal override void Cancel(Greenlet greenlet) => line.Waiters.Remove(greenlet);

        internal override bool Take(Greenlet greenlet) => !greenlet.TakeTimedOut();

        internal override string Describe(Greenlet greenlet) => line.What;

        internal override Greenlet? OwnerFor(Greenlet greenlet) => line.Owner;
    }

    [System.Diagnostics.StackTraceHidden]
    public sealed class HoldingSource(TakingLine<THeld> line) : WaitSource<THeld>
    {
        internal override bool IsOwned => line.IsOwned;

        internal override bool Try(Greenlet greenlet, object? state, long argument) => line.TryTake(greenlet);

        internal override bool Begin(Greenlet greenlet, object? state, long argument) => line.TryTake(greenlet) || line.Park(greenlet, this, argument);

        internal override void Cancel(Greenlet greenlet) => line.Waiters.Remove(greenlet);

        internal override THeld Take(Greenlet greenlet) => line.Held;

        internal override string Describe(Greenlet greenlet) => line.What;

        internal override Greenlet? OwnerFor(Greenlet greenlet) => line.Owner;
    }
}
