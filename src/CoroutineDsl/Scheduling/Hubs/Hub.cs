namespace CoroutineDsl;

/// <summary>
/// Runs the greenlets of one thread, one at a time. Made on first use: <see cref="Current"/>. It runs while the main program waits
/// (<c>Await()</c>, <see cref="Run(IEnumerator{Yield}, HubOptions?)"/>).
/// </summary>
/// <remarks>Members are for the thread that runs the hub, except <see cref="Post(Action)"/>.</remarks>
[System.Diagnostics.DebuggerDisplay("{ToString(),nq}")]
[System.Diagnostics.DebuggerTypeProxy(typeof(HubProxy))]
public sealed partial class Hub : IDisposable
{
    /// <summary>How deep child frames run directly on their caller's stack before the trampoline takes over.</summary>
    internal const int MaxDepth = 64;

    [ThreadStatic]
    private static Hub? t_current;

    internal RunQueue Ready = new();
    internal readonly TimerHeap Timers = new();
    internal readonly HubClock Clock;
    internal readonly Inbox Inbox;
    internal readonly EventLoop Loop;
    internal readonly HandOff HandOff;
    internal readonly HubHooks Hooks;
    internal readonly DeadlockDetector Deadlocks;
    internal readonly FailureReports Failures;
    internal readonly Greenlet Main;
    internal HubSlots Slots;
    internal int ExternalWaits; // greenlets that wait for something from outside the hub

    private readonly Hub? _outer;
    private Greenlet? _outside; // who runs, where it is not the one that was taken from the run queue last: the main program, or a greenlet whose thread was handed the hub
    private UnenteredHub? _unentered; // made by the way, and has not run
    private Registry _registry = new();

    /// <summary>Makes a hub with options of its own and makes it the current thread's, until it is disposed.</summary>
    public Hub(HubOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (t_current is { IsInside: true }) throw new InvalidOperationException(
            "A greenlet runs on a hub already: one made here would take what others spawn on this thread, and block them while it runs. Spawn on the hub that there is, or run the other on a thread of its own (HubGroup, WorkerPool, a Thread).");
        Options = options;
        Clock = new HubClock(options.TimeProvider);
        Inbox = new Inbox(this);
        HandOff = new HandOff(this);
        Hooks = new HubHooks(this);
        Deadlocks = new DeadlockDetector(this);
        Failures = new FailureReports(this);
        Loop = new EventLoop(this);
        Main = new Greenlet(this, null) { State = GreenletState.ForMain };
        CurrentGreenlet = Main;
        _outer = t_current;
        t_current = this;
        HubInsight.Begin(this);
        if (options.MaxBlockingTime is { } limit) Watchdog.Watch(this, limit);
    }

    /// <summary>The hub of this thread, made on first use.</summary>
    public static Hub Current => t_current ?? MakeUnentered();

    // apart, so that the rest is small enough to stand in its callers
    private static Hub MakeUnentered() => new(new HubOptions()) { _unentered = new() };

    /// <summary>The hub of this thread if it has one.</summary>
    internal static Hub? Here => t_current;

    /// <summary>Whether the current thread has a hub, so that a wait lets others run. Does not make one.</summary>
    public static bool IsRunningHere => t_current is not null;

    /// <summary>How it was made.</summary>
    public HubOptions Options { get; }

    /// <summary>The clock of sleeps and timeouts.</summary>
    public TimeProvider Time => Clock.Time;

    /// <summary>How many greenlets have been started and have not ended.</summary>
    public int Count => _registry.Count;

    /// <summary>The greenlet that runs now; in the main program, the one that stands for it.</summary>
    internal Greenlet CurrentGreenlet
    {
        get => _outside ?? Ready.Taken;
        set => _outside = value;
    }

    /// <summary>The greenlet that runs now, to own something: a callback is none.</summary>
    /// <param name="what">What it is to do.</param>
    /// <param name="instead">For the message: what to use instead.</param>
    /// <exception cref="InvalidOperationException">A callback runs.</exception>
    internal Greenlet CurrentFlow(string what, string? instead = null) => !Loop.IsBetweenBatches
        ? CurrentGreenlet
        : throw new InvalidOperationException($"A callback of the hub (Post, a timer, the continuation of an async method) is no greenlet, and cannot {what}. {instead ?? "Spawn a greenlet in it that does."}");

    /// <summary>Whether the current thread is inside the loop: in a greenlet's step, or in a callback.</summary>
    internal bool IsInside => Loop.IsBetweenBatches || !CurrentGreenlet.State.IsMain;

    /// <summary>Whether anybody has ever waited on it.</summary>
    internal bool HasRun => Loop.HasRun;

    /// <summary>Whether the current thread runs this hub.</summary>
    internal bool IsCurrent => ReferenceEquals(t_current, this);

    /// <summary>Whether it will never run again. For any thread.</summary>
    public bool IsDisposed { get; private set; }

    /// <summary>What <c>async</c> code on the hub comes back through.</summary>
    internal HubSynchronizationContext SynchronizationContext => HubSynchronizationContext.Of(this);

    /// <summary>Runs a coroutine as a greenlet of this thread's hub, and the hub until it has ended; throws its failure. What it has left behind is killed then, and ends (<see cref="HubOptions.ShutDownTimeout"/>).</summary>
    /// <param name="coroutine">The coroutine.</param>
    /// <param name="options">Where given, it runs on a hub of its own, made with them.</param>
    [System.Diagnostics.StackTraceHidden]
    public static void Run(IEnumerator<Yield> coroutine, HubOptions? options = null)
    {
        RunRoot(() => Greenlet.Spawn(coroutine), static root =>
        {
            root.Await();
            return true;
        }, options);
    }

    /// <summary>Runs a coroutine as a greenlet of this thread's hub, and the hub until it has ended; gives its result, throws its failure. What it has left behind is killed then, and ends (<see cref="HubOptions.ShutDownTimeout"/>).</summary>
    /// <inheritdoc cref="Run(IEnumerator{Yield}, HubOptions?)"/>
    [System.Diagnostics.StackTraceHidden]
    public static T Run<T>(IEnumerator<Yield<T>> coroutine, HubOptions? options = null) => RunRoot(() => Greenlet.Spawn(coroutine), static root => root.Await(), options)!;

    /// <inheritdoc cref="Run(IEnumerator{Yield}, HubOptions?)"/>
    [System.Diagnostics.StackTraceHidden]
    public static void Run(Coroutine coroutine, HubOptions? options = null) => Run((IEnumerator<Yield>)coroutine, options);

    /// <inheritdoc cref="Run{T}(IEnumerator{Yield{T}}, HubOptions?)"/>
    [System.Diagnostics.StackTraceHidden]
    public static T Run<T>(Coroutine<T> coroutine, HubOptions? options = null) => Run((IEnumerator<Yield<T>>)coroutine, options);

    /// <summary>Runs a callback on the hub, soon. Any thread; the one member for which that holds. Wakes the hub if it sleeps; callbacks of one thread run in order.</summary>
    /// <remarks>It runs in the execution context of this call, and what it changes there ends with it. A callback that throws is reported to <see cref="UnhandledException"/> and stops nothing. A post alone does not keep a hub alive that has nothing to wait for.</remarks>
    public void Post(Action callback)
    {
        ArgumentNullException.ThrowIfNull(callback);
        Inbox.Add(FlowingContext.ToFlow() is { } context ? () => ExecutionContext.Run(context, static action => ((Action)action!)(), callback) : callback);
    }

    /// <summary>As <see cref="Post(Action)"/>, for what somebody outside the hub waits for: the other callback is called where the hub is disposed of first, or has been.</summary>
    /// <param name="callback">Runs on the hub, soon.</param>
    /// <param name="hubIsGone">Called instead, on the thread that disposes of the hub, or on this one. It must neither wait nor throw.</param>
    public void Post(Action callback, Action hubIsGone)
    {
        ArgumentNullException.ThrowIfNull(callback);
        ArgumentNullException.ThrowIfNull(hubIsGone);
        PostSurely(new PostOrElse(callback, hubIsGone));
    }

    internal void PostSurely(SurePost post) => Inbox.Add(post.Run);

    /// <summary>As <see cref="Post(Action)"/>, for the library's own callbacks, which run nothing of the user's: no context flows.</summary>
    internal void UnsafePost(Action callback) => Inbox.Add(callback);

    /// <summary>
    /// Gives the thread back the hub it had before, if any. Greenlets that have not ended do not run any more, and their <c>finally</c> blocks do not run, but for those that a parked thread waits in: these are killed hard, so
    /// that no thread is left behind. <see cref="ShutDown"/> first is the orderly end. Failures that have not been reported are. From another thread, and once more, it does nothing.
    /// </summary>
    /// <exception cref="InvalidOperationException">Called in a greenlet or a callback of this hub.</exception>
    public void Dispose()
    {
        if (IsDisposed || !IsCurrent) return;
        if (IsInside) throw new InvalidOperationException("A hub is disposed of by the program that made it, and not by a greenlet or a callback that it runs. Let the main program's wait end, or kill what is to end.");
        FreeThreads();
        IsDisposed = true;
        HubInsight.Remove(this);
        t_current = _outer;
        Failures.Flush();
        Inbox.Dispose();
        Clock.Dispose();
        EndWatch();
        foreach (var greenlet in Greenlets) greenlet.HubIsGone();
    }

    /// <summary>For libraries: what belongs to this hub is used by its thread.</summary>
    /// <exception cref="InvalidOperationException">The current thread does not run this hub.</exception>
    /// <exception cref="ObjectDisposedException">Nobody runs it any more.</exception>
    public void CheckThread()
    {
        if (!IsCurrent) Refuse();
    }

    // apart, so that the check is small enough to stand in its callers
    private void Refuse()
    {
        if (IsDisposed) throw new ObjectDisposedException(nameof(Hub), "This object belongs to a hub that has been disposed of: what has not ended there never will.");
        ThrowWrongThread();
    }

    /// <summary>Those that have been started and have not ended, in no order.</summary>
    internal Greenlet[] Greenlets => _registry.ToArray();

    internal void Register(Greenlet greenlet)
    {
        _unentered?.Begin(this, greenlet);
        _registry.Add(greenlet);
        Hooks.RaiseSpawned(greenlet);
    }

    /// <inheritdoc cref="GreenletNumbers.New"/>
    internal uint NewNumber() => _registry.NewNumber();

    /// <summary>How many greenlets have ended so far.</summary>
    internal long EndedCount => _registry.Ended;

    /// <inheritdoc cref="Registry.Peek"/>
    internal Greenlet[] PeekGreenlets() => _registry.Peek();

    /// <summary>A greenlet has ended: it is not the hub's any more. Gives how many ended so far, itself included.</summary>
    internal long Unregister(Greenlet greenlet) => _registry.Remove(greenlet);

    /// <inheritdoc cref="HubClock.DueIn"/>
    internal long DueIn(long ticks) => Clock.DueIn(ticks);

    /// <inheritdoc cref="HubClock.TicksUntil"/>
    internal long TicksUntil(long due) => Clock.TicksUntil(due);

    /// <summary>The current thread runs the hub from now on.</summary>
    internal Thread EnterThread()
    {
        Loop.HasRun = true;
        EndWatch();
        t_current = this;
        return Loop.Runner = Thread.CurrentThread;
    }

    // its timer would keep the hub alive
    private void EndWatch()
    {
        _unentered?.Dispose();
        _unentered = null;
    }

    /// <summary>The current thread does not run a hub any more.</summary>
    internal static void LeaveThread() => t_current = null;

    /// <summary>Whoever ran before does not any more: the greenlet taken from the run queue does.</summary>
    internal void CurrentIsTaken() => _outside = null;

    /// <summary>Who runs, as another thread sees it, and where the run queue stands.</summary>
    internal Greenlet? Running(out int position)
    {
        var taken = Ready.Peek(out position);
        return _outside ?? taken;
    }

    /// <summary>Before a sleep: the arrays of a burst that is over shrink.</summary>
    internal void TrimBefore(TimeSpan sleep)
    {
        if (sleep < BurstTrim.Pause && sleep != Timeout.InfiniteTimeSpan) return;
        Ready.Trim();
        Timers.Trim();
        _registry.Trim();
    }

    /// <summary>Runs a plain callback in a greenlet of its own.</summary>
    internal void SpawnCallback(Action callback, string name, ExecutionContext? context = null) => Greenlet.SpawnOn(this, new CallbackCoroutine(callback, name), context);

    internal static void ThrowWrongThread() => throw new InvalidOperationException(
        "This object belongs to a hub that another thread runs. Greenlets, events, locks, queues and sockets are for their own hub's thread. Between threads: an AsyncResult, a CoChannel made as shared, or Hub.Post.");
}
