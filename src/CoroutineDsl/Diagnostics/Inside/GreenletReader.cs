namespace CoroutineDsl;

/// <summary>Copies what is to be seen of a greenlet. Where the hub goes on meanwhile, every chain is bounded, and what is found in the midst of a change is left out.</summary>
internal sealed class GreenletReader(Hub hub, Greenlet? running, bool isRacing)
{
    private const int MaxFrames = 1000;
    private const int MaxOwners = 256;

    private readonly long _now = hub.Time.GetTimestamp();
    private readonly HubWatch _watch = HubInsight.Of(hub).Watch;
    private readonly List<FrameLocation> _frames = [];
    private readonly List<GreenletOwner> _owners = [];

    /// <summary><c>null</c>: it has ended.</summary>
    public GreenletInfo? Read(Greenlet greenlet)
    {
        var state = greenlet.State;
        if (state.IsDead) return null;
        var info = new GreenletInfo(greenlet.Id, greenlet.Name);
        try
        {
            info.Status = ReferenceEquals(greenlet, running) ? GreenletStatus.Running : state.IsParked ? GreenletStatus.Waiting : state.IsMain ? GreenletStatus.Running : GreenletStatus.Ready;
            ReadFrames(greenlet, info);
            if (state.IsParked && greenlet.Source is { } source) ReadWait(greenlet, source, info);
        }
        catch (Exception) when (isRacing)
        {
            // it was changed while it was read
        }

        if (_watch.Find(info.Id) is { } facts) info.Take(facts);
        return info;
    }

    private void ReadWait(Greenlet greenlet, WaitSource source, GreenletInfo info)
    {
        info.WaitsFor = source.Describe(greenlet) + (greenlet.Extras is { IsAbandoning: true } ? " (being abandoned)" : "");
        if (hub.Timers.DueOf(greenlet) is { } due)
        {
            info.Due = due;
            info.TimeLeft = TimeSpan.FromTicks(Math.Max(0, (long)((due - _now) * (double)TimeSpan.TicksPerSecond / hub.Time.TimestampFrequency)));
        }

        info.IsOwnersOnly = source.IsOwned;
        _owners.Clear();
        source.AddOwners(greenlet, AddOwner);
        if (_owners.Count > 0) info.Owners = [.. _owners];
    }

    private void AddOwner(Greenlet owner)
    {
        if (_owners.Count < MaxOwners) _owners.Add(new GreenletOwner(owner.Id, owner.Name, owner.State.IsDead));
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

            info.IsLowered &= frame.IsLowered;
            _frames.Add(frame.Location);
        }

        if (_frames.Count > 0) info.Frames = [.. _frames];
    }
}
