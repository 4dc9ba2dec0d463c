namespace CoroutineDsl;

/// <summary>How a hub is made. See <see cref="Hub(HubOptions)"/> and <see cref="Hub.Run(IEnumerator{Yield}, HubOptions)"/>.</summary>
public sealed partial record HubOptions
{
    /// <summary>The clock of sleeps and timeouts; <see cref="VirtualTime"/> in tests.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <summary>How many threads may be parked at once by <c>Await()</c> in code that is not lowered. 0: it throws <see cref="BlockingSwitchOutException"/> instead. The main program's own thread does not count.</summary>
    public int MaxParkedThreads { get; init; } = 4096;

    /// <summary>
    /// How long a greenlet whose wait is given up (a kill, a timeout, a cancelled scope) waits for the end of the task that it cancelled, by the hub's clock; by default 5 s.
    /// A task that has not ended by then is reported (<see cref="Hub.TaskAbandoned"/>) and let go.
    /// <see cref="System.Threading.Timeout.InfiniteTimeSpan"/>: as long as it takes. Zero: it never waits.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">It is negative, and not infinite.</exception>
    public TimeSpan AbandonGrace
    {
        get;
        init
        {
            Timeouts.Ticks(value);
            field = value;
        }
    } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// When <see cref="Hub.Run(IEnumerator{Yield}, HubOptions)"/> has run its coroutine, how long the greenlets that this has left behind have for their <c>finally</c> blocks after they are killed; by default 5 s.
    /// Those that take longer are reported, and killed hard. <see cref="System.Threading.Timeout.InfiniteTimeSpan"/>: as long as it takes.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">It is negative, and not infinite.</exception>
    public TimeSpan ShutDownTimeout
    {
        get;
        init
        {
            Timeouts.Ticks(value);
            field = value;
        }
    } = TimeSpan.FromSeconds(5);

    /// <summary>Whether Ctrl-C (SIGINT) kills the coroutine of <see cref="Hub.Run(IEnumerator{Yield}, HubOptions)"/>, which then ends in order, and does not end the process. A second one ends the process.</summary>
    public bool ShutsDownOnCtrlC { get; init; }

    /// <summary>For how long one greenlet may keep the hub busy before it is reported (<see cref="Hub.Blocked"/>); <c>null</c>: for ever. By default 100 ms in a program that was built for debugging, else <c>null</c>. Not while a debugger is attached.</summary>
    public TimeSpan? MaxBlockingTime { get; init; } = Watchdog.IsDebugBuild ? TimeSpan.FromMilliseconds(100) : null;

    /// <summary>For dumps, metrics and the monitor; <c>hub-</c> and a number unless set.</summary>
    public string? Name { get; init; }

    /// <summary>
    /// Whether SIGQUIT (<c>kill -QUIT</c>, Ctrl+\) writes the hub's <see cref="GreenletTree"/> to standard error, instead of ending the process. It is answered also while a greenlet keeps the hub busy. By default <c>false</c>.
    /// </summary>
    public bool DumpsOnQuit { get; init; }

    /// <summary>Whether each greenlet is a span of the activity source "CoroutineDsl", from its spawn to its end, where anybody listens to that. By default <c>false</c>.</summary>
    public bool TracesGreenlets { get; init; }

    /// <summary>Where set, each batch of ready greenlets runs in an order shuffled by this seed, reproducibly: for tests that look for assumptions about order.</summary>
    public int? Seed { get; init; }
}
