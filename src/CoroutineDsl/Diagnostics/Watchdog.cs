using System.Diagnostics;

namespace CoroutineDsl;

/// <summary>
/// Looks at hubs from a thread of its own, the only one of the process, for greenlets that do not let go. A hub writes nothing down for it: that its run queue stands still while it is awake is enough.
/// </summary>
internal class Watchdog
{
    /// <summary>How long to pause between looks at most: no sleep takes a longer time.</summary>
    private static readonly TimeSpan s_longestPause = TimeSpan.FromSeconds(10);

    /// <summary>How many looks a hub must stand still for, spread over the time that it may.</summary>
    private const int Looks = 8;

    private static readonly List<Watchdog> s_all = [];
    private static bool s_isRunning;
    private static TimeSpan s_pause;

    private readonly WeakReference<Hub> _hub;
    private readonly TimeSpan _limit;
    private object? _greenlet;
    private int _position;
    private long _since;
    private int _still;
    private bool _isReported;

    protected Watchdog(Hub hub, TimeSpan limit)
    {
        _hub = new WeakReference<Hub>(hub);
        _limit = limit;
    }

    /// <summary>Whether the program was built for debugging.</summary>
    public static bool IsDebugBuild { get; } =
        System.Reflection.Assembly.GetEntryAssembly()?.GetCustomAttributes(typeof(DebuggableAttribute), false) is [DebuggableAttribute { IsJITOptimizerDisabled: true }];

    /// <summary>Looks at the hub until it is gone.</summary>
    public static void Watch(Hub hub, TimeSpan limit) => Watch(hub, new Watchdog(hub, limit));

    protected static void Watch(Hub hub, Watchdog dog)
    {
        hub.SynchronizationContext.MakeWaits(dog._limit);
        lock (s_all)
        {
            s_all.Add(dog);
            if (!s_isRunning || dog._limit / Looks < s_pause) EnsureRuns(); // a pause that is meant for others may be too long for it
        }
    }

    /// <summary>There is something to look at, now.</summary>
    public static void EnsureRuns()
    {
        lock (s_all)
        {
            Monitor.Pulse(s_all);
            if (s_isRunning) return;
            s_isRunning = true;
            new Thread(Run) { IsBackground = true, Name = "CoroutineDsl watchdog", Priority = ThreadPriority.AboveNormal }.UnsafeStart();
        }
    }

    /// <summary>Who runs, and a number that changes when another is taken; nobody where the hub sleeps or the main program runs. Any thread; a look that may be a little late.</summary>
    public static (Greenlet? Greenlet, int Position) Busy(Hub hub)
    {
        if (hub.Inbox.IsAsleep) return (null, 0);
        var greenlet = hub.Running(out var position);
        return greenlet is null || greenlet.State.IsMain ? (null, 0) : (greenlet, position);
    }

    private static void Run()
    {
        while (true)
        {
            var pause = HubSampler.Pause;
            var isSampling = HubSampler.IsWanted;
            if (isSampling) HubSampler.Look();
            lock (s_all)
            {
                s_all.RemoveAll(dog => !dog.Look());
                if (s_all.Count == 0 && !isSampling)
                {
                    s_isRunning = HubSampler.IsWanted;
                    if (!s_isRunning) return;
                }

                if (!isSampling && s_all.Count > 0) pause = s_all.Min(dog => dog._limit) / Looks;
                if (pause > s_longestPause) pause = s_longestPause;
                s_pause = pause;
                Monitor.Wait(s_all, pause);
            }
        }
    }

    /// <summary><c>false</c>: the hub is gone.</summary>
    private bool Look()
    {
        if (!_hub.TryGetTarget(out var hub) || hub.IsDisposed || IsOver(hub)) return false;
        var (greenlet, position) = Busy(hub);
        if (greenlet is null || !IsSuspicious(hub) || !ReferenceEquals(greenlet, _greenlet) || position != _position || Debugger.IsAttached)
        {
            _greenlet = greenlet;
            _position = position;
            _since = Stopwatch.GetTimestamp();
            _still = 0;
            _isReported = false;
            return true;
        }

        var duration = Stopwatch.GetElapsedTime(_since);
        if (++_still < Looks || duration < _limit || _isReported || hub.Loop.Blocking.IsUnnamed) return true;
        _isReported = true;
        hub.Failures.ReportBlocked(() => Report(hub, greenlet, duration));
        return true;
    }

    /// <summary>Whether there is nothing to watch any more.</summary>
    protected virtual bool IsOver(Hub hub) => false;

    /// <summary>Whether it would be told of a greenlet that keeps the hub busy now.</summary>
    protected virtual bool IsSuspicious(Hub hub) => true;

    protected virtual BlockedReport Report(Hub hub, Greenlet greenlet, TimeSpan duration) =>
        new(NameOf(greenlet), duration, greenlet.StackFrames) { Call = hub.Loop.Blocking.Call, IsAsleep = IsWaiting(hub) };

    protected static bool IsWaiting(Hub hub) => hub.Loop.Runner is { } runner && (runner.ThreadState & System.Threading.ThreadState.WaitSleepJoin) != 0;

    // Greenlet.Name may write, which is for the hub's thread
    protected static string NameOf(Greenlet greenlet) => greenlet.Extras switch
    {
        { Name: { } name } => name,
        { Id: > 0 and var id } => $"Greenlet-{id}",
        _ => "A greenlet",
    };
}
