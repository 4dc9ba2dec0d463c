namespace CoroutineDsl;

/// <summary>
/// The frame that stands for a parked OS thread: code that is not lowered waits, its stack stays where it is, and the hub goes on elsewhere.
/// To resume the frame is to request the hand-off of the hub to that thread.
/// </summary>
internal sealed class ThreadFrame : Coroutine
{
    private readonly Permit _resumed = new();

    public ThreadFrame(Coroutine? caller)
    {
        Start(caller);
        if (caller is not null) Depth = caller.Depth;
    }

    public override bool Resume(Greenlet greenlet)
    {
        greenlet.SaveContext(FlowingContext.Current); // what was awaited may have changed it
        greenlet.Hub.HandOff.Request(this);
        return false;
    }

    /// <summary>The other side's last act: from here on the parked thread runs the hub.</summary>
    public void Unpark() => _resumed.Give();

    /// <summary>Parks this thread until the hub is handed back.</summary>
    public void Park() => _resumed.Take();
}
