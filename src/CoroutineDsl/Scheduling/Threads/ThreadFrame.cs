namespace CoroutineDsl;

/// <summary>
/// The frame that stands for a parked OS thread: code that is not lowered waits, its stack stays where it is, and the hub goes on elsewhere.
/// To resume the frame is to request the hand-off of the hub to that thread.
/// </summary>
[System.Diagnostics.StackTraceHidden]
internal sealed class ThreadFrame : Coroutine
{
    private readonly Permit _resumed = new();
    private ThreadInterruptedException? _interrupt; // of the parked thread, which nobody has been told of

    private static readonly HubSlot<Stack<ThreadFrame>> s_spare = new(_ => new());

    private ThreadFrame()
    {
    }

    /// <summary>A frame above the caller's.</summary>
    public static ThreadFrame Above(Coroutine? caller, Hub hub)
    {
        var frame = s_spare.Of(hub).TryPop(out var spare) ? spare : new ThreadFrame();
        frame.IsStarted = false;
        frame.Start(caller);
        frame.Depth = caller?.Depth ?? 0;
        return frame;
    }

    /// <summary>There was nothing to park for: nobody has seen the frame.</summary>
    public void GiveBack(Hub hub)
    {
        Caller = null;
        s_spare.Of(hub).Push(this);
    }

    public override bool Resume(Greenlet greenlet)
    {
        greenlet.SaveContext(FlowingContext.Current); // what was awaited may have changed it
        greenlet.Hub.HandOff.Request(this);
        return false;
    }

    /// <summary>The other side's last act: from here on the parked thread runs the hub.</summary>
    public void Unpark() => _resumed.Give();

    /// <summary>
    /// Parks this thread until the hub is handed back. An interrupt does not unpark it, since another thread runs the hub then: it ends what the greenlet waits for, and the hub is handed back for that.
    /// Where that wait is over already, the thread is interrupted at its next wait, as .NET has it.
    /// </summary>
    public void Park(Greenlet greenlet)
    {
        while (true)
        {
            try
            {
                _resumed.Take();
                break;
            }
            catch (ThreadInterruptedException interrupt)
            {
                Volatile.Write(ref _interrupt, interrupt);
                greenlet.Hub.UnsafePost(() => Interrupt(greenlet));
            }
        }

        if (Interlocked.Exchange(ref _interrupt, null) is not null) Thread.CurrentThread.Interrupt();
    }

    // on the hub
    private void Interrupt(Greenlet greenlet)
    {
        if (Interlocked.Exchange(ref _interrupt, null) is not { } interrupt) return;
        if (!greenlet.TryInterrupt(interrupt)) Volatile.Write(ref _interrupt, interrupt);
    }
}
