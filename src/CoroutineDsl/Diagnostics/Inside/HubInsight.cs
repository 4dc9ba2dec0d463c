using System.Runtime.CompilerServices;

namespace CoroutineDsl;

/// <summary>What is kept about one hub for those who look into it. Nothing of it is touched while nobody looks.</summary>
internal sealed class HubInsight
{
    private static readonly ConditionalWeakTable<Hub, HubInsight> s_all = [];
    private static int s_numbers;

    private readonly WeakReference<Hub> _hub;

    private HubInsight(Hub hub)
    {
        _hub = new WeakReference<Hub>(hub);
        Number = Interlocked.Increment(ref s_numbers);
        Name = hub.Options.Name ?? $"hub-{Number}";
        Watch = new HubWatch(hub);
    }

    /// <summary>Its place in the order in which the process made its hubs.</summary>
    public int Number { get; }

    public string Name { get; }

    /// <summary>What earlier looks have seen.</summary>
    public Sightings Sightings { get; } = new();

    /// <summary>What the last dump has seen: the next is compared with it.</summary>
    public GreenletTree? LastDump { get; set; }

    /// <summary>What samples say, while there are any.</summary>
    public HubLoad Load { get; } = new();

    /// <summary>What is written down while somebody listens.</summary>
    public HubWatch Watch { get; }

    public Hub? Hub => _hub.TryGetTarget(out var hub) && !hub.IsDisposed ? hub : null;

    /// <summary>A hub is made, on its own thread: who listens already sees it too.</summary>
    public static void Begin(Hub hub)
    {
        Of(hub);
        HubMeter.Touch();
        if (HubEvents.Log.IsScheduling) HubEvents.Log.Follow(hub, isOn: true);
        if (hub.Options.TracesGreenlets) GreenletSpans.Follow(hub);
        if (hub.Options.DumpsOnQuit) QuitDump.Register(hub);
    }

    /// <summary>Any thread.</summary>
    public static HubInsight Of(Hub hub) => s_all.GetValue(hub, static hub => new HubInsight(hub));

    /// <summary>Those of all hubs in the process that have not been disposed of, in the order in which they were made. Any thread.</summary>
    public static List<HubInsight> All()
    {
        var all = new List<HubInsight>();
        foreach (var (hub, insight) in s_all)
        {
            if (!hub.IsDisposed) all.Add(insight);
        }

        all.Sort((one, other) => one.Number.CompareTo(other.Number));
        return all;
    }

    public static string Describe(Hub hub) => $"hub {Of(hub).Name} ({TreeText.Count(hub.Count, "greenlet")}, {hub.Ready.Count} ready, {TreeText.Count(hub.Timers.Count, "timer")}{(hub.IsDisposed ? ", disposed of" : "")})";

    public static void Remove(Hub hub) => s_all.Remove(hub);
}
