using System.Diagnostics;

namespace CoroutineDsl;

/// <summary>What samples say about one hub: how much of the time it is busy, how late its loop is, and which places use its time. Written by the watchdog's thread, read from any.</summary>
internal sealed class HubLoad
{
    private static readonly TimeSpan s_probePause = TimeSpan.FromMilliseconds(100);

    private readonly Lock _gate = new();
    private readonly List<HubProfiler> _profilers = [];
    private BusySpell? _spell;
    private readonly LoadWindow _window = new(Stopwatch.Frequency);
    private long _nextProbe;
    private long _probeSent;

    /// <summary>The part of the last ten seconds that the hub was awake.</summary>
    public double BusyRatio => BusyRatioSince(Stopwatch.GetTimestamp() - (10 * Stopwatch.Frequency));

    /// <summary>The part of the time since then that the hub was awake.</summary>
    public double BusyRatioSince(long timestamp) => _window.BusyRatio(timestamp);

    /// <summary>The longest that a post has waited for its turn since then, the one that waits now included, and how long one in twenty waited at least.</summary>
    public (TimeSpan Worst, TimeSpan OneInTwenty) LagsSince(long timestamp)
    {
        var (worst, oneInTwenty) = _window.Lags(timestamp);
        var sent = Volatile.Read(ref _probeSent);
        var waiting = sent == 0 ? TimeSpan.Zero : Stopwatch.GetElapsedTime(sent);
        return (waiting > worst ? waiting : worst, oneInTwenty);
    }

    /// <summary>For how long the step that runs now has been seen to run.</summary>
    public (Greenlet? Greenlet, TimeSpan Duration) Running => _spell is { } spell ? (spell.Greenlet, spell.Duration) : default;

    public void Add(HubProfiler profiler)
    {
        lock (_gate) _profilers.Add(profiler);
    }

    public void Remove(HubProfiler profiler)
    {
        lock (_gate) _profilers.Remove(profiler);
    }

    public void Look(Hub hub)
    {
        var spell = _spell ??= new BusySpell(hub);
        spell.Look();
        _window.Look(Stopwatch.GetTimestamp(), !hub.Inbox.IsAsleep);
        if (spell.Greenlet is { } greenlet)
        {
            lock (_gate)
            {
                foreach (var profiler in _profilers) profiler.Add(greenlet);
            }
        }

        Probe(hub);
    }

    private void Probe(Hub hub)
    {
        var now = Stopwatch.GetTimestamp();
        if (now < _nextProbe || Volatile.Read(ref _probeSent) != 0) return;
        _nextProbe = now + (long)(s_probePause.TotalSeconds * Stopwatch.Frequency);
        if (!hub.Main.State.IsParked) return; // nobody runs it now
        Volatile.Write(ref _probeSent, now);
        hub.UnsafePost(() =>
        {
            var lag = Stopwatch.GetElapsedTime(now);
            _window.Add(Stopwatch.GetTimestamp(), lag);
            Volatile.Write(ref _probeSent, 0);
            HubMeter.RecordLag(hub, lag);
        });
    }
}
