namespace CoroutineDsl;

public partial class Greenlet
{
    /// <summary>The greenlet that runs now; in the main program, the one that stands for it.</summary>
    public static Greenlet Current => Hub.Current.CurrentGreenlet;

    /// <summary>Schedules a coroutine as a greenlet of this thread's hub. It first runs when the caller waits, after those that are ready already.</summary>
    /// <param name="coroutine">The coroutine.</param>
    /// <param name="name">For logs and dumps.</param>
    /// <param name="token">Kills it when it is cancelled, as <see cref="KillOn"/> does; one that is cancelled already: it never runs.</param>
    /// <exception cref="InvalidOperationException">The coroutine has been started before.</exception>
    public static Greenlet Spawn(Coroutine coroutine, string? name = null, CancellationToken token = default)
    {
        var greenlet = Make(coroutine).Begin(name);
        greenlet.KillOn(token);
        return greenlet;
    }

    /// <inheritdoc cref="Spawn(Coroutine, string?, CancellationToken)"/>
    public static Greenlet<T> Spawn<T>(Coroutine<T> coroutine, string? name = null, CancellationToken token = default)
    {
        var greenlet = Make(coroutine);
        greenlet.Begin(name);
        greenlet.KillOn(token);
        return greenlet;
    }

    /// <inheritdoc cref="Spawn(Coroutine, string?, CancellationToken)"/>
    public static Greenlet Spawn(IEnumerator<Yield> coroutine, string? name = null, CancellationToken token = default) => Spawn(Coroutine.FromIterator(coroutine), name, token);

    /// <inheritdoc cref="Spawn(Coroutine, string?, CancellationToken)"/>
    public static Greenlet<T> Spawn<T>(IEnumerator<Yield<T>> coroutine, string? name = null, CancellationToken token = default) => Spawn(Coroutine.FromIterator(coroutine), name, token);

    /// <inheritdoc cref="Spawn(Coroutine, string?, CancellationToken)"/>
    public static Greenlet Spawn(IEnumerable<Yield> coroutine, string? name = null, CancellationToken token = default) => Spawn(Fresh(coroutine), name, token);

    /// <inheritdoc cref="Spawn(Coroutine, string?, CancellationToken)"/>
    public static Greenlet<T> Spawn<T>(IEnumerable<Yield<T>> coroutine, string? name = null, CancellationToken token = default) => Spawn(Fresh(coroutine), name, token);

    /// <summary>Schedules a coroutine to start when the delay is over.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The delay is negative.</exception>
    public static Greenlet SpawnLater(TimeSpan delay, Coroutine coroutine, string? name = null)
    {
        var greenlet = Make(coroutine);
        if (name is not null) greenlet.Name = name;
        greenlet.StartLater(delay);
        return greenlet;
    }

    /// <inheritdoc cref="SpawnLater(TimeSpan, Coroutine, string?)"/>
    public static Greenlet<T> SpawnLater<T>(TimeSpan delay, Coroutine<T> coroutine, string? name = null)
    {
        var greenlet = Make(coroutine);
        if (name is not null) greenlet.Name = name;
        greenlet.StartLater(delay);
        return greenlet;
    }

    /// <inheritdoc cref="SpawnLater(TimeSpan, Coroutine, string?)"/>
    public static Greenlet SpawnLater(TimeSpan delay, IEnumerator<Yield> coroutine, string? name = null) => SpawnLater(delay, Coroutine.FromIterator(coroutine), name);

    /// <inheritdoc cref="SpawnLater(TimeSpan, Coroutine, string?)"/>
    public static Greenlet<T> SpawnLater<T>(TimeSpan delay, IEnumerator<Yield<T>> coroutine, string? name = null) => SpawnLater(delay, Coroutine.FromIterator(coroutine), name);

    /// <summary>As <see cref="SpawnLater(TimeSpan, IEnumerator{Yield}, string?)"/>, the delay in milliseconds.</summary>
    public static Greenlet SpawnLater(int milliseconds, IEnumerator<Yield> coroutine, string? name = null) => SpawnLater(TimeSpan.FromMilliseconds(milliseconds), coroutine, name);

    /// <summary>As <see cref="SpawnLater{T}(TimeSpan, IEnumerator{Yield{T}}, string?)"/>, the delay in milliseconds.</summary>
    public static Greenlet<T> SpawnLater<T>(int milliseconds, IEnumerator<Yield<T>> coroutine, string? name = null) => SpawnLater(TimeSpan.FromMilliseconds(milliseconds), coroutine, name);

    /// <summary>A raw greenlet: not scheduled. <see cref="Start"/> it, or give it control by <see cref="Switch"/>; when it ends, control goes back to the greenlet that created it.</summary>
    /// <exception cref="InvalidOperationException">The coroutine has been started before.</exception>
    public static Greenlet Create(Coroutine coroutine)
    {
        var greenlet = Make(coroutine);
        greenlet.More.Parent = Current;
        return greenlet;
    }

    /// <inheritdoc cref="Create(Coroutine)"/>
    public static Greenlet<T> Create<T>(Coroutine<T> coroutine)
    {
        var greenlet = Make(coroutine);
        greenlet.More.Parent = Current;
        return greenlet;
    }

    /// <inheritdoc cref="Create(Coroutine)"/>
    public static Greenlet Create(IEnumerator<Yield> coroutine) => Create(Coroutine.FromIterator(coroutine));

    /// <inheritdoc cref="Create(Coroutine)"/>
    public static Greenlet<T> Create<T>(IEnumerator<Yield<T>> coroutine) => Create(Coroutine.FromIterator(coroutine));

    /// <summary>Schedules the greenlet. Nothing happens if it has been started before, or has ended.</summary>
    public void Start()
    {
        Hub.CheckThread();
        if (State.WasStarted)
        {
            if (State.AwaitsFirstRun && TimerIndex >= 0) Wake(); // was to start later
            return;
        }

        Begin(null);
    }

    /// <summary>Schedules the greenlet to start when the delay is over. Nothing happens if it has been started before, or has ended.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The delay is negative.</exception>
    public void StartLater(TimeSpan delay)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(delay, TimeSpan.Zero);
        Hub.CheckThread();
        if (State.WasStarted) return;
        var due = Hub.DueIn(delay.Ticks);
        State.Start();
        Hub.Register(this);
        Park(SleepSource.Instance);
        Hub.Timers.Add(this, due);
    }

    private static Coroutine Fresh(IEnumerable<Yield> coroutine)
    {
        ArgumentNullException.ThrowIfNull(coroutine);
        return Coroutine.FromIterator(coroutine.GetEnumerator());
    }

    private static Coroutine<T> Fresh<T>(IEnumerable<Yield<T>> coroutine)
    {
        ArgumentNullException.ThrowIfNull(coroutine);
        return Coroutine.FromIterator(coroutine.GetEnumerator());
    }

    private Greenlet Begin(string? name)
    {
        if (name is not null) More.Name = name;
        State.Start();
        Hub.Register(this);
        Hub.Ready.Add(this);
        if (State.IsTraced) Hub.Hooks.RaiseReady(this);
        return this;
    }

    /// <summary>A greenlet that is started later, and belongs to nobody until then.</summary>
    internal static Greenlet Prepare(Coroutine coroutine, string? name)
    {
        var greenlet = Make(coroutine);
        if (name is not null) greenlet.Name = name;
        return greenlet;
    }

    /// <inheritdoc cref="Prepare(Coroutine, string?)"/>
    internal static Greenlet<T> Prepare<T>(Coroutine<T> coroutine, string? name)
    {
        var greenlet = Make(coroutine);
        if (name is not null) greenlet.Name = name;
        return greenlet;
    }

    /// <summary>Schedules the library's own coroutine on a hub, in the default context unless one is given.</summary>
    internal static Greenlet SpawnOn(Hub hub, Coroutine coroutine, ExecutionContext? context = null)
    {
        coroutine.Start(null);
        var greenlet = new Greenlet(hub, coroutine);
        if (context is not null) greenlet.SaveContext(context);
        return greenlet.Begin(null);
    }

    private static Greenlet Make(Coroutine coroutine)
    {
        ArgumentNullException.ThrowIfNull(coroutine);
        coroutine.Start(null);
        var greenlet = new Greenlet(Hub.Current, coroutine);
        greenlet.CaptureContext();
        return greenlet;
    }

    private static Greenlet<T> Make<T>(Coroutine<T> coroutine)
    {
        ArgumentNullException.ThrowIfNull(coroutine);
        coroutine.Start(null);
        var greenlet = new Greenlet<T>(Hub.Current, coroutine);
        greenlet.CaptureContext();
        return greenlet;
    }

    private void CaptureContext()
    {
        if (FlowingContext.ToFlow(Hub.Loop.Runner) is { } context) SaveContext(context);
    }
}
