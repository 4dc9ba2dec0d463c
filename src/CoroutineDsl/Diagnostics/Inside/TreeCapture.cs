using System.Diagnostics;

namespace CoroutineDsl;

/// <summary>One look at a hub: on the hub at once, from elsewhere in slices on the hub, or, where the hub does not answer, by a read that races with it.</summary>
/// <param name="hub">The hub.</param>
/// <param name="sliced">Called on the hub after each slice; for tests.</param>
internal sealed class TreeCapture(Hub hub, Action? sliced = null)
{
    /// <summary>A slice ends after so many greenlets, or after <see cref="s_slice"/>.</summary>
    internal const int SliceSize = 1024;

    /// <summary>How long the hub may take to give a sign.</summary>
    private static readonly TimeSpan s_patience = TimeSpan.FromMilliseconds(200);

    /// <summary>How long a slice takes at most, about.</summary>
    private static readonly TimeSpan s_slice = TimeSpan.FromMilliseconds(2);

    private static readonly TimeSpan s_look = TimeSpan.FromMilliseconds(5);

    private readonly Lock _gate = new();
    private readonly List<GreenletInfo> _found = [];
    private readonly SemaphoreSlim _signs = new(0);
    private readonly BusySpell _spell = new(hub);
    private readonly GreenletReader _reader = new(hub);
    private Greenlet[] _greenlets = [];
    private int _next;
    private bool _isGivenUp;
    private GreenletInfo? _main; // read last

    public GreenletTree Take()
    {
        if (hub.IsCurrent)
        {
            ReadAll(hub.Greenlets, hub.CurrentGreenlet, isRacing: false);
            return Make(isRacing: false);
        }

        hub.UnsafePost(TakeSlice);
        return Make(isRacing: !HasAnswered());
    }

    /// <summary>Waits until the hub has read all of its greenlets. <c>false</c>: it has not given a sign for long; from now on it does nothing more.</summary>
    private bool HasAnswered()
    {
        _spell.Look(); // who is busy now is seen to be so for all the time that is waited, however seldom this thread gets to look again
        var silence = Stopwatch.GetTimestamp();
        while (true)
        {
            if (_signs.Wait(s_look))
            {
                if (Volatile.Read(ref _main) is not null) return true;
                silence = Stopwatch.GetTimestamp();
            }

            _spell.Look();
            if (Stopwatch.GetElapsedTime(silence) < s_patience) continue;
            lock (_gate)
            {
                _isGivenUp = true;
                if (_main is not null) return true;
            }

            var (running, _) = Watchdog.Busy(hub);
            _found.Clear();
            ReadAll(hub.PeekGreenlets(), running, isRacing: true);
            return false;
        }
    }

    private bool IsSorted()
    {
        for (var i = 1; i < _found.Count; i++)
        {
            if (_found[i].Id < _found[i - 1].Id) return false;
        }

        return true;
    }

    private void TakeSlice()
    {
        lock (_gate)
        {
            if (_isGivenUp) return;
            if (_greenlets.Length == 0)
            {
                _greenlets = hub.Greenlets;
                _found.EnsureCapacity(_greenlets.Length);
            }

            _reader.Begin(hub.CurrentGreenlet, isRacing: false);
            var began = Stopwatch.GetTimestamp();
            for (var end = Math.Min(_next + SliceSize, _greenlets.Length); _next < end;)
            {
                Add(_reader.Read(_greenlets[_next++]));
                if ((_next & 63) == 0 && Stopwatch.GetElapsedTime(began) >= s_slice) break;
            }

            if (_next < _greenlets.Length) hub.UnsafePost(TakeSlice);
            else _main = _reader.Read(hub.Main);
        }

        sliced?.Invoke();
        _signs.Release();
    }

    private void ReadAll(Greenlet[] greenlets, Greenlet? running, bool isRacing)
    {
        _reader.Begin(running, isRacing);
        _found.EnsureCapacity(greenlets.Length);
        foreach (var greenlet in greenlets) Add(_reader.Read(greenlet));
        _main = _reader.Read(hub.Main) ?? new GreenletInfo(hub.Main.Id, "main");
    }

    private void Add(GreenletInfo? info)
    {
        if (info is not null) _found.Add(info);
    }

    /// <summary>On the thread that asked: to put in order takes longer than to read.</summary>
    private GreenletTree Make(bool isRacing)
    {
        _reader.FindPlaces();
        if (!IsSorted()) _found.Sort((one, other) => one.Id.CompareTo(other.Id));
        return new GreenletTree(hub, _main!, _found, isRacing) { BusyFor = _spell.Longest };
    }
}
