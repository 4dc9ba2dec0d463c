namespace CoroutineDsl;

/// <summary>Where earlier looks have seen each greenlet, and since when: while nobody listens, a greenlet has stood where it stands at least since the look that saw it there first.</summary>
internal sealed class Sightings
{
    private readonly Lock _gate = new();
    private Dictionary<long, Sighting> _last = [];

    /// <summary>Notes a look at all greenlets; those that it does not see are forgotten. Fills in what earlier looks know about each.</summary>
    public void Note(IReadOnlyList<GreenletInfo> greenlets, DateTimeOffset now)
    {
        lock (_gate)
        {
            var next = new Dictionary<long, Sighting>(greenlets.Count);
            foreach (var info in greenlets)
            {
                info.SeenAt = now;
                var place = new Place(info.Status, info.Frames.Count > 0 ? info.Frames[0] : default, info.WaitsFor, info.Due);
                var sighting = _last.TryGetValue(info.Id, out var before) ? before with { Since = before.Place == place ? before.Since : now, Place = place } : new Sighting(now, now, place);
                next[info.Id] = sighting;
                if (!info.IsWatched) info.AtLeast(sighting.Born, sighting.Since);
            }

            _last = next;
        }
    }

    // a wait with a timeout is the same as before if it is due at the same time; of others only the place is known
    private readonly record struct Place(GreenletStatus Status, FrameLocation Frame, string? WaitsFor, long Due);

    private readonly record struct Sighting(DateTimeOffset Born, DateTimeOffset Since, Place Place);
}
