using System.Collections.Concurrent;
using System.Diagnostics;

namespace CoroutineDsl;

/// <summary>While somebody listens: when each greenlet of a hub was spawned, by whom and where, since when it waits, how often and how long it has run. Written by the hub's hooks, read from any thread.</summary>
internal sealed class HubWatch(Hub hub)
{
    /// <summary>Of a step that is so long it is written down where it ended.</summary>
    private static readonly long s_longStep = (long)(TreeText.LongStep.TotalSeconds * Stopwatch.Frequency);

    private readonly Lock _gate = new();
    private ConcurrentDictionary<long, GreenletFacts>? _facts;
    private int _listeners;
    private GreenletFacts? _running;
    private long _stepBegan;
    private DateTimeOffset _since;

    /// <summary>The clock of steps; tests put another in its place.</summary>
    public Func<long> Now { get; set; } = Stopwatch.GetTimestamp;

    /// <summary>Finds the line that is spawning. The first time that takes long: the lines of an assembly are read.</summary>
    public Func<FrameLocation?> SpawnPlace { get; set; } = SpawnPlaces.Find;

    public bool IsOn => _facts is not null;

    /// <summary>Listens until the result is disposed of. Any thread; the hub follows at its next look at posts.</summary>
    public IDisposable Listen()
    {
        lock (_gate)
        {
            if (++_listeners == 1) OnHub(Follow);
        }

        return new Listener(this);
    }

    public GreenletFacts? Find(long id) => _facts is { } facts && facts.TryGetValue(id, out var found) ? found : null;

    private void OnHub(Action action)
    {
        if (hub.IsCurrent) action();
        else hub.UnsafePost(action);
    }

    private void StopListening()
    {
        lock (_gate)
        {
            if (--_listeners == 0) OnHub(Follow);
        }
    }

    /// <summary>Begins or ends to write down, as there are listeners or not.</summary>
    private void Follow()
    {
        var isWanted = Volatile.Read(ref _listeners) > 0;
        if (isWanted == IsOn) return;
        _running = null;
        _since = hub.Time.GetUtcNow();
        _facts = isWanted ? new() : null;
        hub.Hooks.Change(handlers =>
        {
            handlers.Spawned = Changed(handlers.Spawned, Spawned, isWanted);
            handlers.Stepping = Changed(handlers.Stepping, Stepping, isWanted);
            handlers.Stepped = Changed(handlers.Stepped, Stepped, isWanted);
            handlers.Ended = Changed(handlers.Ended, Ended, isWanted);
        });
    }

    private static Action<Greenlet>? Changed(Action<Greenlet>? handlers, Action<Greenlet> handler, bool isAdded) => isAdded ? handlers + handler : handlers - handler;

    private void Spawned(Greenlet greenlet)
    {
        if (_facts is not { } facts) return;
        var began = Now();
        var spawner = hub.CurrentGreenlet;
        var now = hub.Time.GetUtcNow();
        var (place, isAfter) = WithLine(SpawnPlace(), spawner);
        facts[greenlet.Id] = new GreenletFacts(now, now) { Spawner = (spawner.Id, GreenletReader.Line(spawner.Name)), SpawnedAt = place, IsSpawnedAfter = isAfter, IsBornExact = true, IsSinceExact = true };
        _stepBegan += Now() - began; // the look is no work of the one that is looked at
    }

    /// <summary>Optimised code often tells no line, and nothing at all of a step that was inlined into the loop: then it is the line where the spawner's step began.</summary>
    private static (FrameLocation? Place, bool IsAfter) WithLine(FrameLocation? place, Greenlet spawner) =>
        place is null or { Line: 0 } && spawner.Frame is { Iterator: null } frame && frame.Location is { Line: > 0 } begun && (place is null || place.Value.Method == begun.Method) ? (begun, true) : (place, false);

    private void Stepping(Greenlet greenlet)
    {
        if (_facts is not { } facts) return;
        if (!facts.TryGetValue(greenlet.Id, out _running)) facts[greenlet.Id] = _running = new GreenletFacts(hub.Time.GetUtcNow(), _since);
        _running.Switches++;
        _stepBegan = Now();
    }

    private void Stepped(Greenlet greenlet)
    {
        if (_running is not { } facts) return;
        var step = Now() - _stepBegan;
        facts.CpuTime += step;
        if (step > facts.LongestStep)
        {
            facts.LongestStep = step;
            if (step >= s_longStep) facts.LongestStepBefore = PlaceOf(greenlet);
        }

        facts.Since = hub.Time.GetUtcNow();
        facts.IsSinceExact = true;
        _running = null;
    }

    private static FrameLocation? PlaceOf(Greenlet greenlet) => greenlet.State.IsParked && greenlet.StackFrames is [var place, ..] ? place : null;

    private void Ended(Greenlet greenlet) => _facts?.TryRemove(greenlet.Id, out _);

    private sealed class Listener(HubWatch watch) : IDisposable
    {
        private HubWatch? _watch = watch;

        public void Dispose() => Interlocked.Exchange(ref _watch, null)?.StopListening();
    }
}
