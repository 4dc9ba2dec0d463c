using System.Text;
using System.Text.Json;

namespace CoroutineDsl;

/// <summary>
/// Every greenlet of a hub at one moment: what each does, what it waits for, who owns that, and where it stands in the source. As an object model, as text (<see cref="ToString()"/>), and as JSON (<see cref="ToJson"/>).
/// </summary>
/// <remarks>
/// To capture one writes nothing into the greenlets, and costs nothing before. From another thread the hub takes it in slices of about two milliseconds, between its other work; a greenlet that ended meanwhile is left out. Where the hub does not
/// answer within 200 ms, since a greenlet keeps it busy, it is read from outside while the hub goes on (<see cref="IsRacing"/>): then a greenlet may be shown in a state that it has just left.
/// </remarks>
public sealed class GreenletTree
{
    private readonly Lazy<Dictionary<long, GreenletInfo>> _byId;
    private readonly Lazy<IReadOnlyList<IReadOnlyList<GreenletInfo>>> _cycles;

    internal GreenletTree(Hub hub, GreenletInfo main, List<GreenletInfo> greenlets, bool isRacing)
    {
        var insight = HubInsight.Of(hub);
        HubName = insight.Name;
        TakenAt = hub.Time.GetUtcNow();
        Main = main;
        Greenlets = greenlets;
        IsRacing = isRacing;
        TimerCount = hub.Timers.Count;
        ParkedThreads = hub.HandOff.ParkedThreads;
        ParkingCalls = ParkedThreads == 0 ? [] : hub.ParkingCalls;
        FirstLook = insight.Sightings.Note(greenlets, main, TakenAt);
        _byId = new(() => Index(greenlets));
        _cycles = new(() => TreeCycles.Of(this));
    }

    /// <summary>The hub's <see cref="HubOptions.Name"/>.</summary>
    public string HubName { get; }

    /// <summary>When, by the hub's clock.</summary>
    public DateTimeOffset TakenAt { get; }

    /// <summary>When anybody looked first: what is seen to stand at a place may have stood there before.</summary>
    internal DateTimeOffset FirstLook { get; }

    /// <summary>Whether the hub did not answer, and was read while it went on.</summary>
    public bool IsRacing { get; }

    /// <summary>For how long one greenlet was seen to keep the hub busy while this was taken; <see cref="GreenletStatus.Running"/> says which. Zero: none did.</summary>
    public TimeSpan BusyFor { get; internal init; }

    /// <summary>The main program, which is no greenlet of its own.</summary>
    public GreenletInfo Main { get; }

    /// <summary>Those that have been started and have not ended, in the order of their ids.</summary>
    public IReadOnlyList<GreenletInfo> Greenlets { get; }

    /// <summary>How many sleeps, timeouts and deadlines are to come.</summary>
    public int TimerCount { get; }

    /// <summary>How many threads are parked by <c>Await()</c> in code that is not lowered.</summary>
    public int ParkedThreads { get; }

    /// <summary>Which calls have made threads, while any is parked.</summary>
    internal IReadOnlyList<BlockingCall> ParkingCalls { get; }

    /// <summary>The circles of greenlets that wait for one another, where nothing but a kill, or the timeout of a member, can end that. Each member waits for the next, and the last for the first.</summary>
    public IReadOnlyList<IReadOnlyList<GreenletInfo>> Cycles => _cycles.Value;

    /// <summary>Those that wait for what a greenlet holds that has ended.</summary>
    public IEnumerable<GreenletInfo> Orphans => Greenlets.Where(greenlet => greenlet.IsOwnersOnly && greenlet.Owners.Any(owner => owner.IsDead));

    /// <summary>Looks at all greenlets of a hub. Any thread; on another than the hub's it waits until the hub has answered, 200 ms without a sign of it at most.</summary>
    /// <exception cref="ArgumentNullException">The hub is null.</exception>
    public static GreenletTree Capture(Hub hub)
    {
        ArgumentNullException.ThrowIfNull(hub);
        return new TreeCapture(hub).Take();
    }

    /// <summary>Looks at all hubs of the process that have not been disposed of, in the order in which they were made. Any thread.</summary>
    public static IReadOnlyList<GreenletTree> CaptureAll() => [.. HubInsight.All().Select(insight => insight.Hub).OfType<Hub>().Select(Capture)];

    /// <summary>
    /// Listens to a hub until the result is disposed of: from now on it is written down who spawns whom, where, and when, since when each greenlet waits, how often and how long it runs.
    /// While anybody listens the hub runs step by step, which costs about 0.2 µs a switch; a spawn costs some microseconds. Any thread.
    /// </summary>
    public static IDisposable Watch(Hub hub)
    {
        ArgumentNullException.ThrowIfNull(hub);
        return HubInsight.Of(hub).Watch.Listen();
    }

    /// <summary>The greenlet with an id; <c>null</c>: there was none.</summary>
    public GreenletInfo? Find(long id) => _byId.Value.GetValueOrDefault(id);

    /// <summary>Where the greenlets stand, by place: the places where most do first.</summary>
    public IReadOnlyList<PlaceCount> Places() => PlaceCount.Of(this);

    /// <summary>What may be a leak: waits for what a dead greenlet holds, cycles, and, where an earlier tree of the same hub is given, the places where more greenlets stand than did then.</summary>
    public LeakReport Leaks(GreenletTree? earlier = null) => new(this, earlier);

    /// <summary>In words: what looks wrong, where most stand, then the greenlets with their stacks: of many that do the same at the same place, the first few, and how many more there are.</summary>
    public override string ToString() => TreeText.Of(this, isWhole: false);

    /// <summary>In words, as <see cref="ToString()"/>.</summary>
    /// <param name="isWhole">Whether each greenlet has its paragraph, however many are alike.</param>
    public string ToString(bool isWhole) => TreeText.Of(this, isWhole);

    /// <summary>All of it as JSON; docs/debugging.md lists the members.</summary>
    public string ToJson()
    {
        using var stream = new MemoryStream();
        WriteJson(stream);
        return Encoding.UTF8.GetString(stream.GetBuffer(), 0, (int)stream.Length);
    }

    /// <summary>Writes what <see cref="ToJson"/> gives, in UTF-8.</summary>
    public void WriteJson(Stream stream)
    {
        using var writer = new Utf8JsonWriter(stream);
        TreeJson.Write(writer, this);
    }

    private static Dictionary<long, GreenletInfo> Index(List<GreenletInfo> greenlets)
    {
        var index = new Dictionary<long, GreenletInfo>(greenlets.Count);
        foreach (var greenlet in greenlets) index[greenlet.Id] = greenlet;
        return index;
    }
}
