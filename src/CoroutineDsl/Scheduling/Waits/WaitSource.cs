namespace CoroutineDsl;

/// <summary>
/// What a greenlet can be parked on. A greenlet waits on one source at a time; everything that suspends is one of these (trio's "traps").
/// </summary>
[System.Diagnostics.StackTraceHidden]
internal abstract class WaitSource
{
    /// <summary>
    /// Ends the wait at once, if it need not wait at all: <c>true</c>, and the outcome is to be taken now. <c>false</c>: nothing has happened; also where only a begin can tell.
    /// </summary>
    internal virtual bool Try(Greenlet greenlet, object? state, long argument) => false;

    /// <summary>Starts the wait: <c>true</c> when there is nothing to wait for, else the greenlet is in the source's list, to be woken by <see cref="Waiter.Wake"/>.</summary>
    internal abstract bool Begin(Greenlet greenlet, object? state, long argument);

    /// <summary>As <see cref="Try"/>, for a choice: also where a wait that is satisfied lets others run first.</summary>
    internal virtual bool TryAtOnce(Greenlet greenlet, object? state, long argument) => Try(greenlet, state, argument);

    /// <summary>Whether it takes effect in one step, or not at all: so it may be a branch of a choice.</summary>
    internal virtual bool IsOneStep => true;

    /// <summary>Whether a thread of another hub may give it what it waits for.</summary>
    internal virtual bool IsClaimedElsewhere => false;

    /// <summary>The greenlet is about to begin this wait, and something is to be thrown there instead. What the wait itself puts an end to is not thrown any more after this.</summary>
    internal virtual void BeforeThrow()
    {
    }

    /// <summary>The greenlet will not wait any longer (a kill, a timeout): take it out of the list. It may already have been granted what it waited for.</summary>
    internal abstract void Cancel(Greenlet greenlet);

    /// <summary>
    /// As <see cref="Cancel"/>, where the operation is this source's own and takes time to stop. The greenlet then stays parked until the source calls <see cref="Greenlet.EndAbandonment"/>.
    /// </summary>
    internal virtual Abandonment Abandon(Greenlet greenlet)
    {
        Cancel(greenlet);
        return Abandonment.LetGo;
    }

    /// <summary>Another branch of a choice has won: as <see cref="Abandon"/>, and what has come all the same is given back.</summary>
    internal virtual Abandonment Lose(Greenlet greenlet) => Abandon(greenlet) == Abandonment.Begun ? Abandonment.Begun : Abandonment.LetGo;

    /// <summary>Which source has the outcome of a wait that has just begun and ended.</summary>
    internal virtual WaitSource ActualFor(Greenlet greenlet) => this;

    /// <summary>After <see cref="Abandonment.Begun"/>: the greenlet waits for the end of the operation no longer.</summary>
    internal virtual void LetGo(Greenlet greenlet)
    {
    }

    /// <summary>The hub was disposed of, and the greenlet, which is parked, never goes on. On the thread that disposed of it.</summary>
    internal virtual void HubIsGone(Greenlet greenlet)
    {
    }

    /// <summary>The wait is over, the greenlet runs: the outcome. <see cref="Greenlet.TakeTimedOut"/> tells whether its own timeout ended it.</summary>
    internal virtual void End(Greenlet greenlet)
    {
    }

    /// <summary>Why <c>async</c> code cannot wait for it, and what to use there; <c>null</c>: it can.</summary>
    internal virtual string? OnlyGreenlets => null;

    /// <summary>What the greenlet has just been given belongs to <c>async</c> code, which is no greenlet: reports name no holder.</summary>
    internal virtual void Disown(Greenlet greenlet)
    {
    }

    /// <summary>For a wait that ends from outside the hub: what is known of the other end. Asked before a virtual clock jumps.</summary>
    internal virtual Work WorkFor(Greenlet greenlet) => Work.None;

    /// <summary>For reports: what is waited for.</summary>
    internal abstract string Describe(Greenlet greenlet);

    /// <summary>For deadlock reports: the greenlet whose progress would end this wait, if one is known.</summary>
    internal virtual Greenlet? OwnerFor(Greenlet greenlet) => null;

    /// <summary>Whether nothing but its owner's progress can end this wait: no other greenlet, no timer, no thread, but for a kill or a timeout of the waiting one.</summary>
    internal virtual bool IsOwned => false;

    /// <summary>For the search for deadlocks: all those without whose progress this wait does not end.</summary>
    internal virtual void AddOwners(Greenlet greenlet, Action<Greenlet> add)
    {
        if (OwnerFor(greenlet) is { } owner) add(owner);
    }
}

/// <summary>A source whose wait has a value.</summary>
[System.Diagnostics.StackTraceHidden]
internal abstract class WaitSource<T> : WaitSource
{
    /// <summary>The wait is over, the greenlet runs: its value.</summary>
    internal abstract T Take(Greenlet greenlet);

    internal override void End(Greenlet greenlet) => Take(greenlet);
}
