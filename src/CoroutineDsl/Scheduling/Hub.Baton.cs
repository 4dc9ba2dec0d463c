namespace CoroutineDsl;

public sealed partial class Hub
{
    private int _parkedThreads;

    /// <summary>What <c>async</c> code on the hub comes back through.</summary>
    internal SynchronizationContext SynchronizationContext => field ??= new HubSynchronizationContext(this);

    /// <summary>The thread that ran a hub does not any more.</summary>
    internal static void Leave() => t_current = null;

    /// <summary>The loop is to hand the hub to a parked thread, after the current step.</summary>
    internal void HandTo(ThreadFrame frame)
    {
        _handTo = frame;
        Interrupt();
    }

    /// <summary>Parks this thread in the frame while another runs the hub; on return this thread runs it again.</summary>
    internal void Park(ThreadFrame frame, Greenlet greenlet)
    {
        var counts = greenlet.State.IsMain ? 0 : 1;
        _parkedThreads += counts;
        if (_isHeard) TellStepped(greenlet);
        RunnerThread.TakeOver(this);
        frame.Park();
        _thread = Thread.CurrentThread;
        _parkedThreads -= counts;
        CurrentGreenlet = greenlet; // until its step ends
        Interrupt();
    }

    /// <exception cref="BlockingSwitchOutException">No more threads may be parked.</exception>
    internal void CheckMayPark(Greenlet greenlet)
    {
        if (IsTelling) throw new BlockingSwitchOutException("A listener of the hub (Spawned, Stepping, ...) cannot wait: it is told in the midst of what happens. Spawn a greenlet in it that does.");
        if (greenlet.State.IsMain)
        {
            if (!greenlet.State.IsParked) return;
            throw new BlockingSwitchOutException("A callback of the hub (Post, a timer) cannot wait: it is no greenlet. Spawn one in it that does.");
        }

        if (_parkedThreads < Options.MaxParkedThreads) return;
        throw new BlockingSwitchOutException(Options.MaxParkedThreads == 0
            ? "Await() was called in code that is not lowered, and this hub may not park threads (HubOptions.MaxParkedThreads is 0). Make the calling method a [Coroutine] and wait for it with Await()."
            : $"Await() was called in code that is not lowered, and {_parkedThreads} threads are parked already (HubOptions.MaxParkedThreads). Make the calling method a [Coroutine], or allow more.");
    }
}
