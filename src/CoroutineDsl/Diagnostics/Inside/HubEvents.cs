using System.Diagnostics;
using System.Diagnostics.Tracing;

namespace CoroutineDsl;

/// <summary>The event source "CoroutineDsl", for dotnet-trace and dotnet-counters: scheduling events while the keyword Scheduling is enabled, and counters while somebody polls them.</summary>
[EventSource(Name = HubMeter.Name)]
internal sealed class HubEvents : EventSource
{
    public static readonly HubEvents Log = new();

    private readonly Lock _gate = new();
    private readonly List<DiagnosticCounter> _counters = [];
    private volatile bool _isScheduling;
    private long _polledAt;

    private HubEvents()
    {
    }

    /// <summary>Whether new hubs are to raise events.</summary>
    public bool IsScheduling => _isScheduling;

    [Event(1, Level = EventLevel.Informational, Keywords = Keywords.Scheduling, Message = "{1} #{0} was spawned")]
    public void Spawned(long id, string name) => WriteEvent(1, id, name);

    [Event(2, Level = EventLevel.Verbose, Keywords = Keywords.Scheduling, Message = "#{0} runs")]
    public void Runs(long id) => WriteEvent(2, id);

    [Event(3, Level = EventLevel.Verbose, Keywords = Keywords.Scheduling, Message = "#{0} waits for {1}")]
    public void Waits(long id, string what) => WriteEvent(3, id, what);

    [Event(4, Level = EventLevel.Verbose, Keywords = Keywords.Scheduling, Message = "#{0} was woken")]
    public void Woken(long id) => WriteEvent(4, id);

    [Event(5, Level = EventLevel.Informational, Keywords = Keywords.Scheduling, Message = "{1} #{0} ended")]
    public void Ended(long id, string name) => WriteEvent(5, id, name);

    [Event(6, Level = EventLevel.Warning, Keywords = Keywords.Scheduling, Message = "{1} #{0} failed: {2}")]
    public void Failed(long id, string name, string exception) => WriteEvent(6, id, name, exception);

    [Event(7, Level = EventLevel.Warning, Keywords = Keywords.Stalls, Message = "{0} has kept its hub busy for {1} ms")]
    public void Stalled(string name, long milliseconds) => WriteEvent(7, name, milliseconds);

    /// <summary>A hub raises scheduling events from now on, or does not any more. On the hub's thread.</summary>
    [NonEvent]
    public void Follow(Hub hub, bool isOn) => hub.Hooks.Change(handlers =>
    {
        handlers.Spawned -= OnSpawned;
        handlers.Stepping -= OnStepping;
        handlers.Parked -= OnParked;
        handlers.Unparked -= OnUnparked;
        handlers.Ended -= OnEnded;
        if (!isOn) return;
        handlers.Spawned += OnSpawned;
        handlers.Stepping += OnStepping;
        handlers.Parked += OnParked;
        handlers.Unparked += OnUnparked;
        handlers.Ended += OnEnded;
    });

    protected override void OnEventCommand(EventCommandEventArgs command)
    {
        bool isOn;
        lock (_gate)
        {
            if (_counters.Count == 0 && command.Command is EventCommand.Enable or EventCommand.Update) AddCounters();
            isOn = IsEnabled(EventLevel.Informational, Keywords.Scheduling);
            if (_isScheduling == isOn) return;
            _isScheduling = isOn;
        }

        foreach (var insight in HubInsight.All())
        {
            if (insight.Hub is { } hub) hub.UnsafePost(() => Follow(hub, isOn));
        }
    }

    [NonEvent]
    private void OnSpawned(Greenlet greenlet) => Spawned(greenlet.Id, greenlet.Name);

    [NonEvent]
    private void OnStepping(Greenlet greenlet) => Runs(greenlet.Id);

    [NonEvent]
    private void OnParked(Greenlet greenlet) => Waits(greenlet.Id, greenlet.Source?.Describe(greenlet) ?? "");

    [NonEvent]
    private void OnUnparked(Greenlet greenlet) => Woken(greenlet.Id);

    [NonEvent]
    private void OnEnded(Greenlet greenlet)
    {
        if (greenlet.State.HasFailed) Failed(greenlet.Id, greenlet.Name, greenlet.Extras!.Exception!.GetType().Name);
        else Ended(greenlet.Id, greenlet.Name);
    }

    [NonEvent]
    private void AddCounters()
    {
        Add("greenlets", "Greenlets", hub => hub.Count);
        Add("runnable", "Greenlets ready to run", hub => hub.Ready.Count);
        Add("timers", "Timers", hub => hub.Timers.Count);
        Add("sockets", "Sockets", hub => hub.Inbox.SocketCount);
        Add("parked-threads", "Parked threads", hub => hub.HandOff.ParkedThreads);
        AddRate("spawn-rate", "Spawns", hub => hub.EndedCount + hub.Count);
        AddRate("switch-rate", "Switches", hub => hub.Loop.Trampoline.Steps);
        AddRate("failure-rate", "Failures", hub => hub.Failures.FailureCount);
        _counters.Add(new PollingCounter("loop-lag", this, () => Longest()) { DisplayName = "Longest loop lag", DisplayUnits = "ms" });
        _counters.Add(new PollingCounter("busy", this, () => HubInsight.All().Select(insight => insight.Load.BusyRatio).DefaultIfEmpty().Max() * 100) { DisplayName = "Busiest hub", DisplayUnits = "%" });
    }

    [NonEvent]
    private double Longest()
    {
        HubSampler.Want();
        var since = _polledAt;
        _polledAt = Stopwatch.GetTimestamp();
        return HubInsight.All().Select(insight => insight.Load.LagsSince(since).Worst.TotalMilliseconds).DefaultIfEmpty().Max();
    }

    [NonEvent]
    private void Add(string name, string displayName, Func<Hub, double> value) => _counters.Add(new PollingCounter(name, this, () => Sum(value)) { DisplayName = displayName });

    [NonEvent]
    private void AddRate(string name, string displayName, Func<Hub, double> value) =>
        _counters.Add(new IncrementingPollingCounter(name, this, () => Sum(value)) { DisplayName = displayName, DisplayRateTimeScale = TimeSpan.FromSeconds(1) });

    private static double Sum(Func<Hub, double> value) => HubInsight.All().Select(insight => insight.Hub).OfType<Hub>().Sum(value);

    /// <summary>What can be asked for.</summary>
    public static class Keywords
    {
        /// <summary>Every spawn, step, wait, wake and end: hubs run step by step from then on.</summary>
        public const EventKeywords Scheduling = (EventKeywords)1;

        /// <summary>Greenlets that keep their hub busy.</summary>
        public const EventKeywords Stalls = (EventKeywords)2;
    }
}
