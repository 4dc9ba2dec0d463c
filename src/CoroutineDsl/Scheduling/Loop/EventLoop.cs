namespace CoroutineDsl;

/// <summary>A hub's loop. <see cref="Run"/> is one iteration after another, top to bottom; the steps of the greenlets are <see cref="Trampoline"/>'s.</summary>
[System.Diagnostics.StackTraceHidden]
internal sealed class EventLoop
{
    /// <summary>After how many batches in a row without an idle moment a virtual clock moves on by itself.</summary>
    private const int BusyBatches = 4096;

    public readonly Trampoline Trampoline;

    /// <summary>Whether any thread has run it.</summary>
    public bool HasRun;

    /// <summary>Greenlets that wait until nothing is ready.</summary>
    public WaiterList IdleWaiters;

    /// <summary>Greenlets that wait until the hub has nothing left to do.</summary>
    public WaiterList QuiescenceWaiters;

    /// <summary>Greenlets that wait until something holds; it is asked when something has run.</summary>
    public WaiterList ConditionWaiters;

    /// <summary>Somebody else drives it, by <see cref="RunReady"/>.</summary>
    public bool IsDriven;

    /// <summary>How many signal handlers there are: each may wake the hub out of nothing.</summary>
    public int SignalHandlers;

    /// <summary>Whether the loop is between two batches: what runs then (posts, sockets, timers) is no greenlet's and cannot wait.</summary>
    public bool IsBetweenBatches { get; private set; }

    /// <summary>What the hub waits for from outside, where its clock is virtual.</summary>
    public readonly OutsideWork? Outside;

    /// <summary>The locks that somebody waits for.</summary>
    public WaiterList ContendedLocks;

    /// <summary>The thread that runs it.</summary>
    public volatile Thread? Runner;

    /// <summary>The call that blocks the thread that runs it.</summary>
    public readonly BlockingWait Blocking;

    private readonly Hub _hub;
    private int _busyBatches;

    public EventLoop(Hub hub)
    {
        _hub = hub;
        Trampoline = new Trampoline(hub);
        Blocking = new BlockingWait(hub);
        if (hub.Clock.Virtual is { } clock) Outside = new OutsideWork(hub, clock);
    }

    /// <summary>Runs the hub on the calling thread, which has the baton. Returns when it has handed the hub to another thread: nothing of the hub may be touched after that.</summary>
    public void Run()
    {
        var thread = _hub.EnterThread();
        if (_hub.Ready.Count == 1 && ReferenceEquals(_hub.Ready.Next, _hub.CurrentGreenlet)) TryLookAround(); // whoever has just parked here has given up its turn, to nobody: it must not keep a timer waiting
        while (true)
        {
            // 1. Greenlets, first in, first out. One that becomes ready meanwhile runs in the same batch; the batch is bounded, so that 2 to 5 are never far away.
            if (!Trampoline.RunBatch(thread)) return;
            TryLookAround();
        }
    }

    /// <summary>What is ready runs, so many steps at most and until a point in time, and what has come from outside meanwhile is taken. Nothing is waited for. How many steps were run.</summary>
    public int RunReady(int steps, long deadline)
    {
        var thread = _hub.EnterThread();
        var ran = 0;
        try
        {
            while (true)
            {
                IsBetweenBatches = true;
                _hub.Inbox.RunCallbacks();
                _hub.Inbox.Poll(TimeSpan.Zero);
                FireTimers();
                if (!ConditionWaiters.IsEmpty) Greenlet.WakeSatisfied(ref ConditionWaiters);
                if (_hub.Ready.IsEmpty && !IdleWaiters.IsEmpty) IdleWaiters.WakeAll();
                IsBetweenBatches = false;
                if (_hub.Ready.IsEmpty || ran >= steps || _hub.Time.GetTimestamp() >= deadline) return ran;
                ran += Trampoline.RunSome(thread, steps - ran);
                _hub.Ready.ReleaseTaken();
                _hub.CurrentGreenlet = _hub.Main;
                FlowingContext.Return(null);
            }
        }
        finally
        {
            IsBetweenBatches = false;
        }
    }

    private void TryLookAround()
    {
        IsBetweenBatches = true;
        try
        {
            LookAround();
        }
        catch (Exception exception)
        {
            Fail(exception);
        }

        IsBetweenBatches = false;
    }

    private void LookAround()
    {
        _hub.Ready.ReleaseTaken();

        // What posts and sockets call back from here on belongs to nobody: it counts as the main program's.
        _hub.CurrentGreenlet = _hub.Main;
        FlowingContext.Return(null); // and not in the context of the greenlet that ran last

        // 2. Posts of other threads.
        _hub.Inbox.RunCallbacks();
        if (!ConditionWaiters.IsEmpty) Greenlet.WakeSatisfied(ref ConditionWaiters);

        // 3. Sockets. They come before timers: a result that arrived in time beats its own timeout.
        var isIdle = _hub.Ready.IsEmpty && _hub.Inbox.IsEmpty;
        if (_hub.Clock.Virtual is { } clock) MoveWhileBusy(clock, isIdle);
        _hub.Inbox.Poll(isIdle ? IdleTime() : TimeSpan.Zero);

        // 4. Timers.
        FireTimers();
    }

    /// <summary>A clock or a selector has thrown, or this thread was interrupted while the hub was idle. It is nobody's failure, so it goes to the main program's wait; where that waits no longer, to the report.</summary>
    private void Fail(Exception exception)
    {
        if (!_hub.Main.TryInterrupt(exception)) _hub.Report(_hub.Main, exception);
    }

    /// <summary>One that has owned locks which others wait for has ended: those that it still holds are given on.</summary>
    public void OwnerEnded(Greenlet owner)
    {
        for (var waiter = ContendedLocks.First; waiter is not null;)
        {
            var next = waiter.Next;
            ((OwnerWatch)waiter).OwnerEnded(owner);
            waiter = next;
        }
    }

    /// <summary>Nothing is ready: for how long the hub may sleep. Those who wait for just this moment are woken instead.</summary>
    private TimeSpan IdleTime()
    {
        if (!IdleWaiters.IsEmpty)
        {
            IdleWaiters.WakeAll();
            return TimeSpan.Zero;
        }

        if (!QuiescenceWaiters.IsEmpty && IsQuiescent)
        {
            QuiescenceWaiters.WakeAll();
            return TimeSpan.Zero;
        }

        if (_hub.Timers.Count == 0 && _hub.ExternalWaits == 0 && SignalHandlers == 0 && _hub.Main.State.IsParked)
        {
            _hub.Deadlocks.ThrowLoopExit(); // nothing can ever happen any more
            return TimeSpan.Zero;
        }

        // Some greenlets may wait for one another although the hub itself goes on.
        if (_hub.Deadlocks.HasSuspects)
        {
            _hub.Deadlocks.Search();
            if (!_hub.Ready.IsEmpty) return TimeSpan.Zero; // the handler has done something about it
        }

        var sleep = UntilNextTimer();
        _hub.TrimBefore(sleep);
        if (_hub.Clock.WakesByTimer && sleep > TimeSpan.Zero) return _hub.Clock.WakeAt(_hub.Timers.FirstDue, sleep, _hub.Inbox);
        if (_hub.Clock.Virtual is not { } clock || _hub.Timers.Count == 0) return sleep;
        return Jump(clock);
    }

    /// <summary>Nothing is ready and the clock is virtual: it goes to the next timer, unless work goes on outside.</summary>
    private TimeSpan Jump(VirtualTime clock)
    {
        if (_hub.ExternalWaits > 0 && Outside!.Wait()) return TimeSpan.Zero;
        clock.JumpTo(Math.Max(_hub.Timers.FirstDue, clock.GetTimestamp()));
        return TimeSpan.Zero;
    }

    /// <summary>A virtual clock stands still while anything can run. A program that never idles would wait for its own timers for ever: after a million steps it is taken to have spent the time until the next.</summary>
    private void MoveWhileBusy(VirtualTime clock, bool isIdle)
    {
        if (isIdle) _busyBatches = 0;
        else if (++_busyBatches >= BusyBatches && _hub.Timers.Count > 0)
        {
            _busyBatches = 0;
            clock.JumpTo(Math.Max(_hub.Timers.FirstDue, clock.GetTimestamp()));
        }
    }

    private void FireTimers()
    {
        var timers = _hub.Timers;
        if (timers.Count == 0) return;
        var now = _hub.Time.GetTimestamp();
        while (timers.Count > 0 && timers.FirstDue <= now) timers.TakeFirst().TimerDue();
    }

    private TimeSpan UntilNextTimer() => _hub.Timers.Count == 0 ? Timeout.InfiniteTimeSpan : TimeSpan.FromTicks(_hub.Clock.TicksUntil(_hub.Timers.FirstDue));

    /// <summary>Whether nothing can happen any more but the timeouts of the waits for quiescence themselves.</summary>
    private bool IsQuiescent
    {
        get
        {
            if (_hub.ExternalWaits > 0) return false;
            var own = 0;
            for (var waiter = QuiescenceWaiters.First; waiter is not null; waiter = waiter.Next)
            {
                if (waiter.TimerIndex >= 0) own++;
            }

            return _hub.Timers.Count == own;
        }
    }
}
