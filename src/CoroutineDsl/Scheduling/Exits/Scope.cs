using System.ComponentModel;

namespace CoroutineDsl;

/// <summary>A part of one greenlet's work that may be ended from outside: what <see cref="CancelScope"/> and <see cref="CoTimeout"/> share.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
[System.Diagnostics.DebuggerTypeProxy(typeof(ScopeProxy))]
public abstract class Scope : Waiter
{
    internal readonly Greenlet Greenlet;

    /// <summary>How many shields the greenlet was in when the scope was opened. A shield that was raised later keeps the scope's exit out, one that was raised before does not.</summary>
    internal readonly int Depth;

    private protected Scope(Greenlet greenlet, int depth)
    {
        Greenlet = greenlet;
        Depth = depth;
    }

    /// <summary>Whether the scope has not been left.</summary>
    internal bool IsLive { get; private set; } = true;

    internal sealed override void Wake() => throw new InvalidOperationException("A scope waits for nothing but its deadline.");

    internal sealed override bool WillInterrupt(Greenlet greenlet) => ReferenceEquals(greenlet, Greenlet);

    private protected void StartTimer(long ticks)
    {
        if (ticks >= 0) Greenlet.Hub.Timers.Add(this, Greenlet.Hub.DueIn(ticks));
    }

    private protected void StopTimer()
    {
        if (TimerIndex >= 0) Greenlet.Hub.Timers.Remove(this);
    }

    /// <summary>Leaves the scope: nothing of it is thrown any more.</summary>
    private protected void Leave()
    {
        IsLive = false;
        StopTimer();
    }
}
