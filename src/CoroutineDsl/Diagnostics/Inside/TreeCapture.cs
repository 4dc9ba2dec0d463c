using System.Diagnostics;

namespace CoroutineDsl;

/// <summary>One look at a hub: on the hub at once, from elsewhere in slices on the hub, or, where the hub does not answer, by a read that races with it.</summary>
internal sealed class TreeCapture(Hub hub)
{
    /// <summary>How long the hub may take to give a sign.</summary>
    private static readonly TimeSpan s_patience = TimeSpan.FromMilliseconds(200);

    /// <summary>How long a slice takes, about.</summary>
    private static readonly TimeSpan s_slice = TimeSpan.FromMilliseconds(2);

    private static readonly TimeSpan s_look = TimeSpan.FromMilliseconds(5);

    private readonly Lock _gate = new();
    private readonly List<GreenletInfo> _found = [];
    private readonly SemaphoreSlim _signs = new(0);
    private readonly BusySpell _spell = new(hub);
    private Greenlet[] _greenlets = [];
    private int _next;
    private bool _isGivenUp;
    private GreenletTree? _taken;

    public GreenletTree Take()
    {
        if (hub.IsCurrent) return OnHub();
        hub.UnsafePost(TakeSlice);
        var silence = Stopwatch.GetTimestamp();
        while (true)
        {
            if (_signs.Wait(s_look))
            {
                if (Volatile.Read(ref _taken) is { } taken) return taken;
                silence = Stopwatch.GetTimestamp();
            }

            _spell.Look();
            if (Stopwatch.GetElapsedTime(silence) < s_patience) continue;
            lock (_gate)
            {
                if (_taken is not null) return _taken;
                _isGivenUp = true;
            }

            return Racing();
        }
    }

    private GreenletTree OnHub()
    {
        var reader = new GreenletReader(hub, hub.CurrentGreenlet, isRacing: false);
        foreach (var greenlet in hub.Greenlets) Add(reader.Read(greenlet));
        return Make(reader.Read(hub.Main)!, isRacing: false);
    }

    private void TakeSlice()
    {
        lock (_gate)
        {
            if (_isGivenUp) return;
            if (_greenlets.Length == 0) _greenlets = hub.Greenlets;
            var reader = new GreenletReader(hub, hub.CurrentGreenlet, isRacing: false);
            var began = Stopwatch.GetTimestamp();
            while (_next < _greenlets.Length)
            {
                Add(reader.Read(_greenlets[_next++]));
                if ((_next & 63) == 0 && Stopwatch.GetElapsedTime(began) >= s_slice) break;
            }

            if (_next < _greenlets.Length) hub.UnsafePost(TakeSlice);
            else _taken = MakeLater(reader);
        }

        _signs.Release();
    }

    private GreenletTree MakeLater(GreenletReader reader) => Make(reader.Read(hub.Main)!, isRacing: false);

    private GreenletTree Racing()
    {
        var (running, _) = Watchdog.Busy(hub);
        var reader = new GreenletReader(hub, running, isRacing: true);
        _found.Clear();
        foreach (var greenlet in hub.PeekGreenlets()) Add(reader.Read(greenlet));
        return Make(reader.Read(hub.Main) ?? new GreenletInfo(hub.Main.Id, "main"), isRacing: true);
    }

    private void Add(GreenletInfo? info)
    {
        if (info is not null) _found.Add(info);
    }

    private GreenletTree Make(GreenletInfo main, bool isRacing)
    {
        _found.Sort((one, other) => one.Id.CompareTo(other.Id));
        return new GreenletTree(hub, main, _found, isRacing) { BusyFor = _spell.Longest };
    }
}
