using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace CoroutineDsl;

/// <summary>
/// Keeps the last scheduling events of a hub in a ring: who was spawned, ran, waited for what, was woken, ended (the flight recorder of Go 1.25). Written out on demand, or when a greenlet keeps the hub busy for too long.
/// </summary>
/// <remarks>While it records, the hub runs step by step, which costs about 0.1 µs an event. Any thread.</remarks>
public sealed class FlightRecorder : IDisposable
{
    private readonly Hub _hub;
    private readonly Entry[] _ring;
    private readonly Lock _gate = new();
    private long _count;
    private bool _isOn;

    private FlightRecorder(Hub hub, int capacity)
    {
        _hub = hub;
        _ring = new Entry[capacity];
        OnHub(() => Listen(true));
    }

    /// <summary>How many events have been recorded, those that were overwritten included.</summary>
    public long Count
    {
        get
        {
            lock (_gate) return _count;
        }
    }

    /// <summary>Records a hub until it is disposed of.</summary>
    /// <param name="hub">The hub.</param>
    /// <param name="capacity">How many events are kept.</param>
    /// <exception cref="ArgumentOutOfRangeException">The capacity is not positive.</exception>
    public static FlightRecorder Start(Hub hub, int capacity = 10_000)
    {
        ArgumentNullException.ThrowIfNull(hub);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(capacity);
        return new FlightRecorder(hub, capacity);
    }

    /// <summary>Writes the events out each time that a greenlet keeps the hub busy for too long (<see cref="HubOptions.MaxBlockingTime"/>), after the hub's own report. On the watchdog's thread.</summary>
    public void DumpOnStall(TextWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        _hub.Failures.Stalled += _ =>
        {
            lock (_gate)
            {
                if (!_isOn) return;
            }

            writer.Write(Dump());
        };
    }

    /// <summary>The events that are kept, the oldest first: how long ago, what, who.</summary>
    public IReadOnlyList<FlightEvent> Events()
    {
        lock (_gate)
        {
            var now = Stopwatch.GetTimestamp();
            var events = new List<FlightEvent>();
            for (var i = Math.Max(0, _count - _ring.Length); i < _count; i++)
            {
                var entry = _ring[i % _ring.Length];
                events.Add(new FlightEvent(Stopwatch.GetElapsedTime(entry.Time, now), entry.Kind, entry.Id, entry.Name, entry.Place, entry.What));
            }

            return events;
        }
    }

    /// <summary>The events in words, one a line.</summary>
    public string Dump()
    {
        var text = new StringBuilder();
        foreach (var happened in Events())
        {
            text.Append(CultureInfo.InvariantCulture, $"{-happened.Ago.TotalMilliseconds,12:0.000} ms  {happened.Kind,-9} {happened.Greenlet} #{happened.Id}");
            if (happened.Place.Method is not null) text.Append(" at ").Append(TreeText.Short(happened.Place));
            if (happened.WaitsFor is not null) text.Append(", for ").Append(happened.WaitsFor);
            text.Append('\n');
        }

        return text.ToString();
    }

    /// <summary>Ends the recording. What was recorded can still be read.</summary>
    public void Dispose() => OnHub(() => Listen(false));

    private void OnHub(Action action)
    {
        if (_hub.IsCurrent) action();
        else _hub.UnsafePost(action);
    }

    private void Listen(bool isOn)
    {
        lock (_gate)
        {
            if (_isOn == isOn) return;
            _isOn = isOn;
        }

        if (isOn)
        {
            _hub.Spawned += Spawned;
            _hub.Stepping += Stepping;
            _hub.Parked += Parked;
            _hub.Unparked += Unparked;
            _hub.Ended += Ended;
        }
        else
        {
            _hub.Spawned -= Spawned;
            _hub.Stepping -= Stepping;
            _hub.Parked -= Parked;
            _hub.Unparked -= Unparked;
            _hub.Ended -= Ended;
        }
    }

    private void Spawned(Greenlet greenlet) => Add(FlightEventKind.Spawned, greenlet);

    private void Stepping(Greenlet greenlet) => Add(FlightEventKind.Runs, greenlet);

    private void Parked(Greenlet greenlet) => Add(FlightEventKind.Waits, greenlet, greenlet.Source?.Describe(greenlet));

    private void Unparked(Greenlet greenlet) => Add(FlightEventKind.Woken, greenlet);

    private void Ended(Greenlet greenlet) => Add(greenlet.State.HasFailed ? FlightEventKind.Failed : FlightEventKind.Ended, greenlet);

    private void Add(FlightEventKind kind, Greenlet greenlet, string? what = null)
    {
        lock (_gate) _ring[_count++ % _ring.Length] = new Entry(Stopwatch.GetTimestamp(), kind, greenlet.Id, greenlet.Name, greenlet.Frame?.Location ?? default, what);
    }

    private readonly record struct Entry(long Time, FlightEventKind Kind, long Id, string Name, FrameLocation Place, string? What);
}
