namespace CoroutineDsl;

/// <summary>A spare thread that runs a hub while the thread that ran it is parked. Spares are shared by all hubs, and leave when nobody has needed them for a while.</summary>
[System.Diagnostics.StackTraceHidden]
internal sealed class RunnerThread
{
    private static readonly TimeSpan IdleTime = TimeSpan.FromSeconds(5);
    private static readonly Stack<RunnerThread> s_spares = new();

    private readonly Permit _work = new();
    private Hub? _hub;

    /// <summary>Lets a spare thread run the hub. The caller must not touch the hub after this, until it is handed back.</summary>
    public static void Run(Hub hub)
    {
        RunnerThread? spare;
        lock (s_spares) s_spares.TryPop(out spare);
        if (spare is null)
        {
            spare = new RunnerThread();
            new Thread(spare.Work) { IsBackground = true, Name = "CoroutineDsl hub" }.UnsafeStart();
        }

        spare._hub = hub;
        spare._work.Give();
    }

    private void Work()
    {
        while (true)
        {
            if (!_work.Take(IdleTime))
            {
                if (Leave()) return;
                _work.Take(); // taken just as it was about to leave
            }

            var hub = _hub!;
            _hub = null;
            var outer = SynchronizationContext.Current;
            SynchronizationContext.SetSynchronizationContext(hub.SynchronizationContext);
            hub.Loop.Run();
            SynchronizationContext.SetSynchronizationContext(outer);
            Hub.LeaveThread();
            FlowingContext.Return(null);
            lock (s_spares) s_spares.Push(this);
        }
    }

    /// <summary>Out of the spares for good, unless somebody has just taken this one.</summary>
    private bool Leave()
    {
        lock (s_spares)
        {
            if (!s_spares.Contains(this)) return false;
            var others = s_spares.Where(spare => spare != this).Reverse().ToArray();
            s_spares.Clear();
            foreach (var other in others) s_spares.Push(other);
            return true;
        }
    }
}
