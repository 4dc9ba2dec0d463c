namespace CoroutineDsl;

/// <summary>Where the last look has seen each greenlet, and since when: while nobody listens, a greenlet has stood where it stands at least since the look that saw it there first.</summary>
internal sealed class Sightings
{
    private readonly Lock _gate = new();
    private List<GreenletInfo> _last = []; // in the order of their ids, so that two looks are compared side by side
    private GreenletInfo? _main;
    private DateTimeOffset? _first;

    /// <summary>Notes a look at all greenlets, in the order of their ids; those that it does not see are forgotten. Fills in what earlier looks know about each. Gives when the first look was.</summary>
    public DateTimeOffset Note(List<GreenletInfo> greenlets, GreenletInfo main, DateTimeOffset time)
    {
        var now = time.UtcTicks;
        lock (_gate)
        {
            var next = 0;
            foreach (var info in greenlets)
            {
                while (next < _last.Count && _last[next].Id < info.Id) next++;
                info.SeenAt(now, next < _last.Count && _last[next].Id == info.Id ? _last[next] : null);
            }

            main.SeenAt(now, _main);
            (_last, _main) = (greenlets, main);
            return _first ??= time;
        }
    }
}
