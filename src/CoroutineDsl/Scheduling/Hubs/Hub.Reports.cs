namespace CoroutineDsl;

public sealed partial class Hub
{
    /// <summary>Called once for each failure that nobody has looked at (<see cref="Greenlet.Get(TimeSpan?)"/>, a link, <see cref="Greenlet.Exception"/> …), after all who waited for the greenlet have run. By default writes it to standard error.</summary>
    public Action<Greenlet, Exception> UnhandledException
    {
        get => Failures.Failed;
        set => Failures.Failed = value;
    }

    /// <summary>
    /// Called when a greenlet was killed or timed out, cancelled the task it waited for, and that task has not ended within <see cref="HubOptions.AbandonGrace"/>. The text says what it waited for.
    /// The greenlet goes on after this; the task may still run. By default it is written to standard error.
    /// </summary>
    /// <remarks>Runs on the hub, in the midst of what happens: it cannot wait. What it throws is reported to <see cref="UnhandledException"/>.</remarks>
    public Action<Greenlet, string> TaskAbandoned
    {
        get => Failures.Abandoned;
        set => Failures.Abandoned = value;
    }

    /// <summary>
    /// Called, on the hub's thread, once for each cycle of greenlets that wait for one another (for locks, for each other's end, for the children of a nursery) without any timeout while the hub has other things to wait for.
    /// By default writes it to standard error. It is a report and no more, since whoever still runs may kill a member; a handler may do so itself.
    /// </summary>
    /// <remarks>Looked for when the hub becomes idle. Where nothing else is left either, there is a <see cref="LoopExitException"/> instead.</remarks>
    public Action<DeadlockReport> Deadlocked
    {
        get => Deadlocks.Handler;
        set => Deadlocks.Handler = value;
    }

    /// <summary>
    /// Called, on the watchdog's thread, once for each time that a greenlet keeps the hub busy for longer than <see cref="HubOptions.MaxBlockingTime"/>; and, always, where the hub's thread waits inside one step for half a second
    /// while another greenlet has a thread parked: it may wait for a lock of .NET that the parked one holds, which never ends. By default writes it to standard error.
    /// </summary>
    public Action<BlockedReport> Blocked
    {
        get => Failures.Blocked;
        set => Failures.Blocked = value;
    }

    /// <summary>
    /// Called, on the watchdog's thread, once for each call in plain code that has made a thread: <c>Await()</c>, or a patched call, in a method that is not a coroutine parks its thread, and the hub goes on on another. By default
    /// <c>null</c>: nobody is told, and <see cref="ParkingCalls"/> and <see cref="Dump"/> list them.
    /// </summary>
    public Action<BlockingCall>? ThreadMade
    {
        get => Failures.ThreadMade;
        set => Failures.ThreadMade = value;
    }

    /// <summary>The calls in plain code that have made threads so far, those that made most first. One counts each time that more threads of this hub were parked than ever before. Any thread.</summary>
    public IReadOnlyList<BlockingCall> ParkingCalls => HandOff.Parking.All;

    /// <summary>All greenlets of this hub that have not ended, in words: what each is doing, since when, and the source lines of its frames, innermost first. The text of a <see cref="GreenletTree"/>; any thread.</summary>
    public string Dump() => GreenletTree.Capture(this).ToString();

    /// <summary>For libraries: raises <see cref="UnhandledException"/> for a failure that was caught so that something else could go on. It throws nothing, whatever the callback does.</summary>
    /// <param name="greenlet">Whose failure it is.</param>
    /// <param name="exception">The failure.</param>
    public void Report(Greenlet greenlet, Exception exception) => Failures.Report(greenlet, exception);

    /// <summary>Its name, and how many greenlets it has.</summary>
    public override string ToString() => HubInsight.Describe(this);
}
