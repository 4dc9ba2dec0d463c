namespace CoroutineDsl;

public sealed partial class Hub
{
    /// <summary>How many greenlets run before timers, posts and sockets are looked at again.</summary>
    private const int BatchSize = 256;

    /// <summary>How much real time a virtual clock grants to what comes from outside (tasks, sockets) before it jumps.</summary>
    private static readonly TimeSpan VirtualGrace = TimeSpan.FromMilliseconds(20);

    /// <summary>After how many batches in a row without an idle moment a virtual clock moves on by itself.</summary>
    private const int BusyBatches = 4096;

    private ThreadFrame? _handTo;
    private bool _isInterrupted; // the loop has to look up after this step: the hub is to be handed over, or was; or somebody listens
    private int _budget = BatchSize; // what is left of the batch: it is the hub's, and goes on where the hub is handed over
    private int _interruptedBudget;
    private int _busyBatches;

    /// <summary>
    /// The loop: run what is ready, take what other threads posted, fire timers, then wait for the next event. Runs on whichever thread holds the baton, and returns when it has handed it to another.
    /// </summary>
    internal void Loop()
    {
        t_current = this;
        var thread = _thread = Thread.CurrentThread;
        while (true)
        {
            if (!(_shuffle is not null ? RunShuffledBatch(_shuffle, thread) : RunBatch(thread))) return;
            _budget = BatchSize;
            Ready.Forget();
            CurrentGreenlet = Main; // what posts and sockets call back runs as the main program's
            if (!_inbox.IsEmpty) TakeInbox();
            var isIdle = Ready.IsEmpty && _inbox.IsEmpty;
            if (VirtualTime is not null) PassVirtualTime(isIdle);
            Poll(isIdle ? TimeToWait() : TimeSpan.Zero);
            FireTimers();
        }
    }

    /// <summary>Runs what is ready. <c>false</c>: another thread runs the hub now, and nothing of it may be touched any more.</summary>
    private bool RunBatch(Thread thread)
    {
        do
        {
            LookUp();
            if (_isHeard) return RunBatchAloud(_budget, thread);
            RunSteps(thread);
            if (_handTo is not null) return HandOver();
            if (_isHeard) TellStepped(CurrentGreenlet); // it was this step that began to listen
        }
        while (_isInterrupted);
        return true;
    }

    /// <summary>As <see cref="RunBatch"/>, for those who listen.</summary>
    private bool RunBatchAloud(int steps, Thread thread)
    {
        for (; steps > 0 && !Ready.IsEmpty; steps--)
        {
            var greenlet = Ready.Next;
            TellStepping(greenlet);
            _budget--;
            Interrupt(); // after one step
            _budget = 1;
            RunSteps(thread);
            LookUp();
            if (_handTo is not null) return HandOver(); // its step goes on there
            TellStepped(greenlet);
        }

        return true;
    }

    /// <summary>Runs those that are ready now in a random order. Those that they make ready have the next batch, and an order of their own, but for those whose turn it is at once.</summary>
    private bool RunShuffledBatch(Random random, Thread thread)
    {
        LookUp();
        Ready.Shuffle(random);
        Ready.TakeFirsts();
        for (var left = Math.Min(_budget, Ready.Count); left > 0; left += Ready.TakeFirsts() - 1)
        {
            if (!RunBatchAloud(1, thread)) return false;
        }

        return true;
    }

    /// <summary>The loop is to look up after this step. It has nothing to look at between two steps but its budget: so that is what ends.</summary>
    private void Interrupt()
    {
        if (_isInterrupted) return;
        _isInterrupted = true;
        _interruptedBudget = _budget;
        _budget = 0;
    }

    /// <summary>Before steps are run: whoever ran before does not any more, and what was left of an interrupted batch goes on.</summary>
    private void LookUp()
    {
        _outside = null;
        if (!_isInterrupted) return;
        _isInterrupted = false;
        _budget = _interruptedBudget;
    }

    private bool HandOver()
    {
        LookUp();
        var next = _handTo!;
        _handTo = null;
        CurrentGreenlet = Main;
        next.Continue();
        return false;
    }

    /// <summary>A virtual clock stands still while anything can run. A program that never idles would wait for its own timers for ever: after a million steps it is taken to have spent the time until the next.</summary>
    private void PassVirtualTime(bool isIdle)
    {
        if (isIdle) _busyBatches = 0;
        else if (++_busyBatches >= BusyBatches && Timers.Count > 0)
        {
            _busyBatches = 0;
            VirtualTime!.JumpTo(Math.Max(Timers.FirstDue, VirtualTime.GetTimestamp()));
        }
    }

    /// <summary>Nothing is ready: how long the hub may sleep.</summary>
    private TimeSpan TimeToWait()
    {
        if (!Idlers.IsEmpty)
        {
            Idlers.WakeAll();
            return TimeSpan.Zero;
        }

        if (!Drainers.IsEmpty && IsDrained)
        {
            Drainers.WakeAll();
            return TimeSpan.Zero;
        }

        if (Timers.Count == 0 && ExternalWaits == 0 && _signalHandlers == 0 && Main.State.IsParked)
        {
            ThrowDeadlock();
            return TimeSpan.Zero;
        }

        if (_suspectCount > 0)
        {
            LookForDeadlocks();
            if (!Ready.IsEmpty) return TimeSpan.Zero; // whoever was told has done something about it
        }

        var sleep = UntilNextTimer();
        TrimBefore(sleep);
        if (VirtualTime is null || Timers.Count == 0) return sleep;
        if (ExternalWaits > 0)
        {
            Poll(VirtualGrace);
            if (!Ready.IsEmpty || !_inbox.IsEmpty) return TimeSpan.Zero;
        }

        VirtualTime.JumpTo(Math.Max(Timers.FirstDue, VirtualTime.GetTimestamp()));
        return TimeSpan.Zero;
    }

    /// <summary>Whether nothing can happen any more but that the timeouts of those pass who wait for just this.</summary>
    private bool IsDrained
    {
        get
        {
            if (ExternalWaits > 0) return false;
            var own = 0;
            for (var waiter = Drainers.First; waiter is not null; waiter = waiter.Next)
            {
                if (waiter.TimerIndex >= 0) own++;
            }

            return Timers.Count == own;
        }
    }
}
