using System.Runtime.InteropServices;

namespace CoroutineDsl;

/// <summary>Where earlier looks have seen each greenlet, and since when: while nobody listens, a greenlet has stood where it stands at least since the look that saw it there first.</summary>
internal sealed class Sightings
{
    private readonly Lock _gate = new();
    private readonly Dictionary<long, Sighting> _last = [];
    private int _looks;

    /// <summary>Notes a look at all greenlets; those that it does not see are forgotten. Fills in what earlier looks know about each.</summary>
    public void Note(List<GreenletInfo> greenlets, GreenletInfo main, DateTimeOffset time)
    {
        var now = time.UtcTicks;
        lock (_gate)
        {
            _looks++;
            _last.EnsureCapacity(greenlets.Count + 1);
            foreach (var info in greenlets) Note(info, now);
            Note(main, now);
            if (_last.Count > greenlets.Count + 1) Forget();
        }
    }

    private void Note(GreenletInfo info, long now)
    {
        info.SeenAt(now);
        ref var sighting = ref CollectionsMarshal.GetValueRefOrAddDefault(_last, info.Id, out var isKnown);
        var place = new Place(info.Status, info.Frames.Count > 0 ? info.Frames[0] : default, info.WaitsFor, info.Due);
        if (!isKnown) sighting.Born = now;
        if (!isKnown || sighting.Place != place)
        {
            sighting.Since = now;
            sighting.Place = place;
        }

        sighting.Look = _looks;
        if (!info.IsWatched) info.AtLeast(sighting.Born, sighting.Since);
    }

    private void Forget()
    {
        foreach (var (id, sighting) in _last)
        {
            if (sighting.Look != _looks) _last.Remove(id);
        }
    }

    // a wait with a timeout is the same as before if it is due at the same time; of others only the place is known
    private readonly record struct Place(GreenletStatus Status, FrameLocation Frame, string? WaitsFor, long Due);

    private struct Sighting
    {
        public long Born;
        public long Since;
        public Place Place;
        public int Look;
    }
}
