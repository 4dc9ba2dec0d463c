using System.ComponentModel;

namespace CoroutineDsl;

/// <summary>A node that waits: in one waiter list (<c>Next</c>, <c>Previous</c>), and in the timer heap (<c>TimerIndex</c>). Intrusive, so that waiting allocates nothing.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract class Waiter
{
    internal Waiter? Next;
    internal Waiter? Previous;
    internal int TimerIndex = -1;
    internal GreenletState State;

    private protected Waiter()
    {
    }

    /// <summary>Which wait it stands in a list for; <c>null</c>: it only wants to know.</summary>
    internal virtual WaitSource? AwaitedSource => null;

    /// <summary>The greenlet that goes on when it is woken; <c>null</c>: none.</summary>
    internal virtual Greenlet? WaitingGreenlet => null;

    /// <summary>What it waited for has happened. It is in no list any more.</summary>
    internal abstract void Wake();

    /// <summary>As <see cref="Wake"/>, in front of all that is ready: it runs next.</summary>
    internal virtual void WakeFirst() => Wake();

    /// <summary>As <see cref="Wake"/>, from any thread. Called while it is in the list of a primitive that has a lock, with that lock held.</summary>
    internal virtual void WakeFromAnywhere() => throw new InvalidOperationException("It waits on its own hub only.");

    /// <summary>Whether its timer, when it is due, ends whatever that greenlet waits for.</summary>
    internal virtual bool WillInterrupt(Greenlet greenlet) => false;

    /// <summary>Its timer is due. It is out of the heap; it may still be in a waiter list.</summary>
    internal virtual void TimerDue() => throw new InvalidOperationException("This waiter has no timer.");
}
