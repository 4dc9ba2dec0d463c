namespace CoroutineDsl;

/// <summary>
/// Which call blocks a hub. .NET lets the synchronization context of a thread make that thread's waits (for a contended <c>lock</c>, an event, a semaphore, a task, a thread, a process), so the hub's context makes them in
/// two parts: when the first has passed in vain, the thread is stuck in the very call, and can say where. <c>Thread.Sleep</c>, system calls and code that computes do not come by here.
/// </summary>
internal sealed class BlockingWait(Hub hub)
{
    private volatile bool _isBegun;
    private volatile BlockingCall? _call;
    private TimeSpan _limit = TimeSpan.MaxValue;

    /// <summary>Whether the hub's thread is in such a wait, and has not said yet where.</summary>
    public bool IsUnnamed => _isBegun && _call is null;

    /// <summary>The call that the hub's thread is stuck in; null where it is in none that is known.</summary>
    public BlockingCall? Call => _call;

    /// <summary>A watchdog will ask after a time.</summary>
    public void Expect(TimeSpan limit)
    {
        if (limit < _limit) _limit = limit;
    }

    /// <summary>Makes a wait for the calling thread.</summary>
    /// <param name="wait">Waits so many milliseconds at most.</param>
    /// <param name="milliseconds">How long it is to be; -1: without end.</param>
    public int Make(Func<int, int> wait, int milliseconds)
    {
        if (_isBegun || !ReferenceEquals(hub.Loop.Runner, Thread.CurrentThread) || hub.Loop.IsBetweenBatches || hub.CurrentGreenlet.State.IsMain) return wait(milliseconds);
        var first = (int)Math.Clamp(_limit.TotalMilliseconds / 4, 1, 100);
        _isBegun = true;
        try
        {
            if (milliseconds >= 0 && milliseconds <= first) return wait(milliseconds);
            var result = wait(first);
            if (result != WaitHandle.WaitTimeout) return result;
            _call = Named();
            return wait(milliseconds < 0 ? milliseconds : milliseconds - first);
        }
        finally
        {
            _call = null;
            _isBegun = false;
        }
    }

    private static BlockingCall Named()
    {
        try
        {
            return OwnFrames.Call();
        }
        catch (Exception exception) when (exception is not ThreadInterruptedException)
        {
            return new BlockingCall("a wait", []); // symbols that cannot be read must not end it
        }
    }
}
