using System.Runtime.InteropServices;

namespace CoroutineDsl;

/// <summary>Copies what is to be seen of a greenlet. Where the hub goes on meanwhile, every chain is bounded, and what is found in the midst of a change is left out.</summary>
internal sealed class GreenletReader(Hub hub)
{
    private const int MaxFrames = 1000;
    private const int MaxOwners = 256;

    private readonly HubWatch _watch = HubInsight.Of(hub).Watch;
    private readonly List<FrameLocation> _frames = [];
    private readonly List<GreenletOwner> _owners = [];
    private readonly List<(GreenletInfo Info, int Index, Type Iterator, int State)> _unplaced = [];
    private readonly FrameLocation[]?[] _stacks = new FrameLocation[]?[64]; // seen last, by the line of the innermost frame
    private Action<Greenlet>? _addOwner;
    private long _now;
    private Greenlet? _running;
    private bool _isRacing;

    /// <summary>Some greenlets are read next.</summary>
    /// <param name="running">The one that runs.</param>
    /// <param name="isRacing">Whether the hub goes on meanwhile.</param>
    public void Begin(Greenlet? running, bool isRacing)
    {
        _now = hub.Time.GetTimestamp();
        _running = running;
        _isRacing = isRacing;
    }

    /// <summary><c>null</c>: it has ended.</summary>
    public GreenletInfo? Read(Greenlet greenlet)
    {
        var state = greenlet.State;
        if (state.IsDead) return null;
        var info = new GreenletInfo(greenlet.Id, greenlet.Extras?.Name is { } name ? Line(name) : state.IsMain ? "main" : null);
        try
        {
            info.Status = ReferenceEquals(greenlet, _running) ? GreenletStatus.Running : state.IsParked ? GreenletStatus.Waiting : state.IsMain ? GreenletStatus.Running : GreenletStatus.Ready;
            ReadFrames(greenlet, info);
            if (state.IsParked && greenlet.Source is { } source) ReadWait(greenlet, source, info);
        }
        catch (Exception) when (_isRacing)
        {
            // it was changed while it was read
        }

        if (_watch.Find(info.Id) is { } facts) info.Take(facts);
        return info;
    }

    private void ReadWait(Greenlet greenlet, WaitSource source, GreenletInfo info)
    {
        info.WaitsFor = Line(source.Describe(greenlet)) + (greenlet.Extras is { IsAbandoning: true } ? " (being abandoned)" : "");
        if (hub.Timers.DueOf(greenlet) is { } due)
        {
            info.Due = due;
            info.TimeLeft = TimeSpan.FromTicks(Math.Max(0, (long)((due - _now) * (double)TimeSpan.TicksPerSecond / hub.Time.TimestampFrequency)));
        }

        info.IsOwnersOnly = source.IsOwned;
        _owners.Clear();
        source.AddOwners(greenlet, _addOwner ??= AddOwner);
        if (_owners.Count > 0) info.Owners = [.. _owners];
    }

    /// <summary>A name may have come from a peer: it neither breaks the line that it stands on, nor tells a terminal what to do.</summary>
    public static string Line(string text) => text.AsSpan().IndexOfAnyInRange('\0', '\x1f') < 0 && text.AsSpan().IndexOfAnyInRange('\x7f', '\x9f') < 0 ? text : string.Create(text.Length, text, static (line, text) =>
    {
        for (var i = 0; i < line.Length; i++) line[i] = char.IsControl(text[i]) ? ' ' : text[i];
    });

    private void AddOwner(Greenlet owner)
    {
        if (_owners.Count < MaxOwners) _owners.Add(new GreenletOwner(owner.Id, Line(owner.Name), owner.State.IsDead));
    }

    private void ReadFrames(Greenlet greenlet, GreenletInfo info)
    {
        _frames.Clear();
        for (var frame = greenlet.Frame; frame is not null && _frames.Count < MaxFrames; frame = frame.Caller)
        {
            if (frame is ThreadFrame)
            {
                info.HoldsThread = true;
                continue;
            }

            _frames.Add(frame.Iterator is { } iterator ? PlaceOf(info, iterator) : frame.Location);
            if (!frame.IsLowered) info.Unlowered ??= _frames[^1].Method;
        }

        if (_frames.Count > 0) info.Frames = Share(info);
    }

    /// <summary>Many stand at the same place: they have one list.</summary>
    private FrameLocation[] Share(GreenletInfo info)
    {
        if (_unplaced.Count > 0 && ReferenceEquals(_unplaced[^1].Info, info)) return _frames.ToArray(); // its lines will be filled in
        ref var last = ref _stacks[_frames[0].Line % _stacks.Length];
        var frames = CollectionsMarshal.AsSpan(_frames);
        return last is not null && frames.SequenceEqual(last) ? last : last = frames.ToArray();
    }

    /// <summary>A line that has not been looked up before is looked up after the hub has been left alone.</summary>
    private FrameLocation PlaceOf(GreenletInfo info, object iterator)
    {
        var (type, state) = (iterator.GetType(), IteratorPlaces.StateOf(iterator));
        if (IteratorPlaces.TryFind(type, state, out var place)) return place;
        _unplaced.Add((info, _frames.Count, type, state));
        return new FrameLocation(IteratorName.Of(type), 0, "");
    }

    /// <summary>Looks up what <see cref="Read"/> has left.</summary>
    public void FindPlaces()
    {
        foreach (var (info, index, iterator, state) in _unplaced) info.SetFrame(index, IteratorPlaces.Of(iterator, state));
        _unplaced.Clear();
    }
}
