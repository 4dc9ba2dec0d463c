using System.Diagnostics;

namespace CoroutineDsl;

/// <summary>What samples say about one hub: how much of the time it is busy, how late its loop is, and which places use its time. Written by the watchdog's thread, read from any.</summary>
internal sealed class HubLoad
{
    private static readonly TimeSpan s_probePause = TimeSpan.FromMilliseconds(100);

    private readonly Lock _gate = new();
    private readonly List<HubProfiler> _profilers = [];
    private BusySpell? _spell;
    private long _looks;
    private long _busyLooks;
    private long _nextProbe;
    private long _probeSent;
    private long _lag;

    /// <summary>The part of the looks that found the hub awake, lately.</summary>
    public double BusyRatio { get; private set; }

    /// <summary>How long the last post waited for its turn, or one waits now.</summary>
    public TimeSpan Lag
    {
        get
        {
            var sent = Volatile.Read(ref _probeSent);
            var last = TimeSpan.FromTicks(Volatile.Read(ref _lag));
            if (sent == 0) return last;
            var waiting = Stopwatch.GetElapsedTime(sent);
            return waiting > last ? waiting : last;
        }
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
        _looks++;
        if (!hub.Inbox.IsAsleep) _busyLooks++;
        if (_looks >= 100)
        {
            BusyRatio = _busyLooks / (double)_looks;
            (_looks, _busyLooks) = (0, 0);
        }

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
            Volatile.Write(ref _lag, lag.Ticks);
            Volatile.Write(ref _probeSent, 0);
            HubMeter.RecordLag(hub, lag);
        });
    }
}
