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

    /// <summary>Whether it comes from the owner alone: one that has ended will not give it back.</summary>
    private bool NeedsOwner => IsOwned || Owner is { IsDead: true };

    /// <inheritdoc cref="WaitSource.Disown"/>
    protected virtual void Disown(Greenlet greenlet)
    {
    }

    /// <summary>A greenlet is about to stand in line for what is owned.</summary>
    protected virtual void Joins(Greenlet greenlet)
    {
    }

    /// <inheritdoc cref="WaitSource.OnlyGreenlets"/>
    protected virtual string? OnlyGreenlets => null;

    protected abstract bool TryTake(Greenlet greenlet);

    /// <summary>Whether it holds what it takes already, and so must not stand in line for it.</summary>
    protected virtual bool IsHeldBy(Greenlet greenlet) => false;

    /// <summary>Begins a wait that could not end at once: there is nothing to take, or it is the others' turn. Always <c>false</c>.</summary>
    public bool BeginLate(Greenlet greenlet, Coroutine frame, WaitSource source, long timeout) =>
        MayTakeSpent(greenlet, timeout) && TryTake(greenlet) ? greenlet.TakeTurnWith(frame, source) : Park(greenlet, source, timeout);

    public override void Forget() => Waiters = default;

    private bool Begin(Greenlet greenlet, WaitSource source, long timeout) =>
        ((!greenlet.State.IsSpent || MayTakeSpent(greenlet, timeout)) && TryTake(greenlet)) || Park(greenlet, source, timeout);

    // one that may not wait would be told a lie
    private bool MayTakeSpent(Greenlet greenlet, long timeout) => greenlet.State.IsSpent && (timeout == 0 || IsHeldBy(greenlet));

    /// <summary>Waits in line; always <c>false</c>, as a begin that has not ended.</summary>
    public bool Park(Greenlet greenlet, WaitSource source, long timeout)
    {
        Enter(greenlet.Hub);
        var isTurn = greenlet.State.IsSpent; // there may be something to take, and those who stand in line go first
        if (IsOwned) Joins(greenlet);
        Waiters.Add(greenlet);
        greenlet.Park(source, timeout);
        if (IsOwned) greenlet.Hub.Deadlocks.Suspect(greenlet);
        if (isTurn) ScheduleLast();
        return false;
    }

    [System.Diagnostics.StackTraceHidden]
    public sealed class TakingSource(TakingLine<THeld> line) : WaitSource<bool>
    {
        internal override bool IsOwned => line.NeedsOwner;

        internal override string? OnlyGreenlets => line.OnlyGreenlets;

        internal override bool Try(Greenlet greenlet, object? state, long argument) => line.TryTake(greenlet);

        internal override bool Begin(Greenlet greenlet, object? state, long argument) => line.Begin(greenlet, this, argument);

        internal override void Cancel(Greenlet greenlet) => line.Waiters.Remove(greenlet);

        internal override bool Take(Greenlet greenlet) => !greenlet.TakeTimedOut();

        internal override string Describe(Greenlet greenlet) => line.What;

        internal override void Disown(Greenlet greenlet) => line.Disown(greenlet);

        internal override Greenlet? OwnerFor(Greenlet greenlet) => line.Owner;
    }

    [System.Diagnostics.StackTraceHidden]
    public sealed class HoldingSource(TakingLine<THeld> line) : WaitSource<THeld>
    {
        internal override bool IsOwned => line.NeedsOwner;

        internal override string? OnlyGreenlets => line.OnlyGreenlets;

        internal override bool Try(Greenlet greenlet, object? state, long argument) => line.TryTake(greenlet);

        internal override bool Begin(Greenlet greenlet, object? state, long argument) => line.Begin(greenlet, this, argument);

        internal override void Cancel(Greenlet greenlet) => line.Waiters.Remove(greenlet);

        internal override THeld Take(Greenlet greenlet) => line.Held;

        internal override string Describe(Greenlet greenlet) => line.What;

        internal override void Disown(Greenlet greenlet) => line.Disown(greenlet);

        internal override Greenlet? OwnerFor(Greenlet greenlet) => line.Owner;
    }
}
