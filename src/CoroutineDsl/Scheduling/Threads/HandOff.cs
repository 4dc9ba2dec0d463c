namespace CoroutineDsl;

/// <summary>
/// How a hub goes from thread to thread: the baton. A thread that waits with its stack parks, and a spare thread runs the hub; when the wait is over the spare requests the hand-off, and completes it after the current step.
/// </summary>
[System.Diagnostics.StackTraceHidden]
internal sealed class HandOff(Hub hub)
{
    private ThreadFrame? _requested;
    private int _parkedThreads;

    /// <summary>Which calls have made threads.</summary>
    public readonly ParkingCalls Parking = new();

    /// <summary>Whether the watchdog looks for a deadlock over a monitor.</summary>
    public volatile bool IsWatched;

    /// <summary>How many threads are parked by code that is not lowered.</summary>
    public int ParkedThreads => _parkedThreads;

    public bool IsRequested => _requested is not null;

    /// <summary>The hub goes to the frame's thread after the current step.</summary>
    public void Request(ThreadFrame frame)
    {
        _requested = frame;
        hub.Loop.Trampoline.EndBatchEarly();
    }

    /// <summary>The last act of the thread that ran the hub.</summary>
    public void Complete()
    {
        var next = _requested!;
        _requested = null;
        hub.CurrentGreenlet = hub.Main;
        hub.Loop.Runner = null;
        HubSynchronizationContext.Lift(); // this thread leaves the hub
        next.Unpark();
    }

    /// <summary>Parks this thread in the frame while the spare thread runs the hub. On return this thread runs it again.</summary>
    public void Park(ThreadFrame frame, Greenlet greenlet, RunnerThread spare)
    {
        var counts = greenlet.State.IsMain ? 0 : 1;
        _parkedThreads += counts;
        if (counts > 0)
        {
            if (_parkedThreads > Parking.Most) Parking.Note(_parkedThreads, greenlet);
            Interlocked.MemoryBarrier();
            if (!IsWatched) MonitorWatchdog.Watch(hub);
        }

        greenlet.SaveContext(FlowingContext.Current); // whoever resumes it runs what it waits for in the same context
        if (hub.Hooks.AreStepsRaised) hub.Hooks.RaiseStepped(greenlet);
        hub.Loop.Runner = null; // until the next one has really begun: one that has not been woken yet waits for nothing
        using (HubSynchronizationContext.Lift())
        {
            spare.Run(hub);
            frame.Park(greenlet);
        }

        hub.EnterThread();
        _parkedThreads -= counts;
        hub.CurrentGreenlet = greenlet; // until its step ends
        FlowingContext.Return(greenlet.OwnContext);
        hub.Loop.Trampoline.EndBatchEarly();
    }

    /// <summary>Whether a thread may be parked only to let the others run, and there are any.</summary>
    public bool MayTakeTurn(Greenlet greenlet) =>
        !hub.IsDriven && !hub.Hooks.AreRaised && !hub.Loop.IsBetweenBatches && greenlet.Leaf is not Turn && (greenlet.State.IsMain || _parkedThreads < hub.Options.MaxParkedThreads)
        && !(hub.Ready.IsEmpty && hub.Inbox.IsEmpty && hub.Timers.Count == 0 && hub.ExternalWaits == 0);

    /// <exception cref="BlockingSwitchOutException">Code that cannot wait, or too many threads are parked.</exception>
    public void CheckMayPark(Greenlet greenlet)
    {
        if (hub.Hooks.AreRaised) throw new BlockingSwitchOutException("A listener of the hub (Spawned, Stepping, ...) cannot wait: it is told in the midst of what happens. Spawn a greenlet in it that does.");
        if (hub.IsDriven) throw new BlockingSwitchOutException("This hub is driven by RunReady, and parks no threads: make the calling method a [Coroutine], or Spawn what is to be waited for.");
        if (hub.Loop.IsBetweenBatches || greenlet.Leaf is Turn)
        {
            throw new BlockingSwitchOutException("A callback of the hub (Post, a timer, a queue's own storage) cannot wait: it is no greenlet. Spawn one in it that does.");
        }

        var allowed = hub.Options.MaxParkedThreads;
        if (greenlet.State.IsMain || _parkedThreads < allowed) return;
        throw new BlockingSwitchOutException(allowed == 0
            ? "Await() was called in code that is not lowered, and this hub may not park threads (HubOptions.MaxParkedThreads is 0). Make the calling method a [Coroutine] and wait for it with Await()."
            : $"Await() was called in code that is not lowered, and {_parkedThreads} threads are parked already (HubOptions.MaxParkedThreads). Make the calling method a [Coroutine], or allow more.{Parking.Advice()}");
    }
}
