using System.Collections.Concurrent;

namespace CoroutineDsl;

/// <summary>
/// Runs the greenlets of one thread, one at a time. Made on first use: <see cref="Current"/>. It runs while the main program waits
/// (<c>Await()</c>, <see cref="Run(IEnumerator{Yield}, HubOptions?)"/>).
/// </summary>
/// <remarks>Members are for the thread that runs the hub, except <see cref="Post"/>.</remarks>
public sealed partial class Hub : IDisposable
{
    /// <summary>How deep child frames run directly on their caller's stack before the trampoline takes over.</summary>
    internal const int MaxDepth = 64;

    [ThreadStatic]
    private static Hub? t_current;

    internal readonly TimerHeap Timers = new();
    internal readonly Greenlet Main;
    internal RunQueue Ready = new();
    internal WaiterList Idlers;
    internal WaiterList Drainers;
    internal int ExternalWaits;

    private readonly ConcurrentQueue<Action> _inbox = new();
    private Thread _thread = Thread.CurrentThread; // which runs it
    private readonly Hub? _outer;
    private readonly Random? _shuffle;
    private Greenlet? _outside; // who runs, where it is not the one that the loop has taken last: the main program, or a greenlet whose thread was handed the hub
    private Registry _registry = new();
    private int _ended;

    /// <summary>Makes a hub with options of its own and makes it the current thread's, until it is disposed.</summary>
    public Hub(HubOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        Options = options;
        Time = options.TimeProvider;
        VirtualTime = options.TimeProvider as VirtualTime;
        if (options.Seed is { } seed) _shuffle = new Random(seed);
        _ticksToTimestamp = Time.TimestampFrequency / (double)TimeSpan.TicksPerSecond;
        Main = new Greenlet(this, null) { State = GreenletState.ForMain };
        CurrentGreenlet = Main;
        UnhandledException = ReportToStandardError;
        _outer = t_current;
        t_current = this;
        if (options.MaxBlockingTime is { } limit) Watchdog.Watch(this, limit);
    }

    /// <summary>The hub of this thread, made on first use.</summary>
    public static Hub Current => t_current ?? new Hub(new HubOptions());

    /// <summary>The hub of this thread if it has one.</summary>
    internal static Hub? Here => t_current;

    /// <summary>Whether the current thread has a hub, so that a wait lets others run. Does not make one.</summary>
    public static bool IsRunningHere => t_current is not null;

    /// <summary>How it was made.</summary>
    public HubOptions Options { get; }

    /// <summary>The clock of sleeps and timeouts.</summary>
    public TimeProvider Time { get; }

    /// <summary>Called once for each failure that nobody has looked at (<see cref="Greenlet.Get(TimeSpan?)"/>, a link, <see cref="Greenlet.Exception"/> …), after all who waited for the greenlet have run. By default writes it to standard error.</summary>
    public Action<Greenlet, Exception> UnhandledException { get; set; }

    /// <summary>How many greenlets have been started and have not ended.</summary>
    public int Count => _registry.Count;

    /// <summary>The greenlet that runs now; in the main program, the one that stands for it.</summary>
    internal Greenlet CurrentGreenlet
    {
        get => _outside ?? Ready.Taken;
        set => _outside = value;
    }

    /// <summary>Whether the current thread runs this hub.</summary>
    internal bool IsCurrent => ReferenceEquals(t_current, this);

    internal VirtualTime? VirtualTime { get; }

    /// <summary>The execution context of the code that runs on it now; <c>null</c>: the default one.</summary>
    internal ExecutionContext? Context => FlowingContext.Of(_thread);

    /// <summary>Runs a coroutine as a greenlet of this thread's hub, and the hub until it has ended; throws its failure.</summary>
    /// <param name="coroutine">The coroutine.</param>
    /// <param name="options">Where given, it runs on a hub of its own, made with them.</param>
    public static void Run(IEnumerator<Yield> coroutine, HubOptions? options = null)
    {
        using var own = options is null ? null : new Hub(options);
        Greenlet.Spawn(coroutine).Await();
    }

    /// <summary>Runs a coroutine as a greenlet of this thread's hub, and the hub until it has ended; gives its result, throws its failure.</summary>
    /// <inheritdoc cref="Run(IEnumerator{Yield}, HubOptions?)"/>
    public static T Run<T>(IEnumerator<Yield<T>> coroutine, HubOptions? options = null)
    {
        using var own = options is null ? null : new Hub(options);
        return Greenlet.Spawn(coroutine).Await();
    }

    /// <inheritdoc cref="Run(IEnumerator{Yield}, HubOptions?)"/>
    public static void Run(Coroutine coroutine, HubOptions? options = null) => Run((IEnumerator<Yield>)coroutine, options);

    /// <inheritdoc cref="Run{T}(IEnumerator{Yield{T}}, HubOptions?)"/>
    public static T Run<T>(Coroutine<T> coroutine, HubOptions? options = null) => Run((IEnumerator<Yield<T>>)coroutine, options);

    /// <summary>Gives the thread back the hub it had before, if any. Greenlets that have not ended do not run any more.</summary>
    public void Dispose()
    {
        if (!IsCurrent) return;
        IsDisposed = true;
        t_current = _outer;
        AppDomain.CurrentDomain.ProcessExit -= ReportAll;
        _poller.Dispose();
    }

    /// <summary>For libraries: what belongs to this hub is used by its thread.</summary>
    /// <exception cref="InvalidOperationException">The current thread does not run this hub.</exception>
    public void CheckThread()
    {
        if (!IsCurrent) ThrowWrongThread();
    }

    /// <summary>Those that have been started and have not ended, in no order.</summary>
    internal Greenlet[] Greenlets => _registry.ToArray();

    internal int NextEnd() => ++_ended;

    internal void Register(Greenlet greenlet)
    {
        _registry.Add(greenlet);
        if (_listeners is { } listeners) TellSpawned(listeners, greenlet);
    }

    internal void Unregister(Greenlet greenlet) => _registry.Remove(greenlet);

    /// <summary>Before a sleep: the arrays of a burst that is over are given back.</summary>
    private void TrimBefore(TimeSpan sleep)
    {
        if (sleep < Room.While && sleep != Timeout.InfiniteTimeSpan) return;
        Ready.Trim();
        Timers.Trim();
        _registry.Trim();
    }

    /// <summary>Runs a plain callback in a greenlet of its own.</summary>
    internal void SpawnCallback(Action callback, string name) => Greenlet.SpawnOn(this, new CallbackCoroutine(callback, name));

    private static void ThrowWrongThread() => throw new InvalidOperationException(
        "This object belongs to a hub that another thread runs. Greenlets, events, locks, queues and sockets are for their own hub's thread. Between threads: an AsyncResult, a CoChannel made as shared, or Hub.Post.");
}
