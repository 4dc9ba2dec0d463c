namespace CoroutineDsl;

/// <summary>A spare thread that runs a hub while the thread that ran it is parked. Spares are shared by all hubs, and leave when nobody has needed them for a while.</summary>
[System.Diagnostics.StackTraceHidden]
internal sealed class RunnerThread
{
    private static readonly TimeSpan IdleTime = TimeSpan.FromSeconds(5);
    private static readonly Stack<RunnerThread> s_spares = new();

    [ThreadStatic]
    private static Action<Thread>? t_starter;

    private readonly Permit _work = new();
    private Hub? _hub;

    /// <summary>How the current thread makes another, where it is not to take a spare one. Tests make it fail, as it does where the system has no thread left.</summary>
    internal static Action<Thread>? Starter
    {
        get => t_starter;
        set => t_starter = value;
    }

    /// <summary>A spare thread, to be given a hub or to be returned.</summary>
    /// <exception cref="BlockingSwitchOutException">There is none, and the system starts no more.</exception>
    public static RunnerThread Rent()
    {
        lock (s_spares)
        {
            if (t_starter is null && s_spares.TryPop(out var spare)) return spare;
        }

        var made = new RunnerThread();
        try
        {
            var thread = new Thread(made.Work) { IsBackground = true, Name = "CoroutineDsl hub" };
            if (t_starter is { } starter) starter(thread);
            else thread.UnsafeStart();
        }
        catch (Exception exception) when (exception is OutOfMemoryException or ThreadStartException)
        {
            throw new BlockingSwitchOutException(
                "Await() was called in code that is not lowered, which parks this thread and needs another to run the hub, and the system starts no more threads. Make the calling method a [Coroutine], or allow more threads (ulimit -u, the container's pids limit).",
                exception);
        }

        return made;
    }

    /// <summary>Is not needed after all.</summary>
    public void Return()
    {
        lock (s_spares) s_spares.Push(this);
    }

    /// <summary>Runs the hub. The caller must not touch the hub after this, until it is handed back.</summary>
    public void Run(Hub hub)
    {
        _hub = hub;
        _work.Give();
    }

    private void Work()
    {
        while (true)
        {
            if (!IsGivenWork())
            {
                if (Leave()) return;
                continue; // rented just as it was about to leave
            }

            RunHub();
            Return();
        }
    }

    // of its own, since a spare thread must not keep a hub alive that it has run
    [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.NoInlining)]
    private void RunHub()
    {
        var hub = _hub!;
        _hub = null;
        var outer = SynchronizationContext.Current;
        SynchronizationContext.SetSynchronizationContext(hub.SynchronizationContext);
        hub.Loop.Run();
        SynchronizationContext.SetSynchronizationContext(outer);
        Hub.LeaveThread();
        FlowingContext.Return(null);
    }

    // a spare thread does nothing that an interrupt could end
    private bool IsGivenWork()
    {
        try
        {
            return _work.Take(IdleTime);
        }
        catch (ThreadInterruptedException)
        {
            return false;
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
