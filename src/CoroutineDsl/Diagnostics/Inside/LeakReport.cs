using System.Globalization;
using System.Text;

namespace CoroutineDsl;

/// <summary>What may be a leak: greenlets that nothing can wake any more, and places where ever more of them stand.</summary>
public sealed class LeakReport
{
    private readonly GreenletTree _tree;
    private readonly GreenletTree? _earlier;

    internal LeakReport(GreenletTree tree, GreenletTree? earlier)
    {
        _tree = tree;
        _earlier = earlier;
        Orphans = [.. tree.Orphans];
        Changes = earlier is null ? [] : [.. Compare(earlier, tree)];
    }

    /// <summary>Those that wait for what a greenlet holds that has ended.</summary>
    public IReadOnlyList<GreenletInfo> Orphans { get; }

    /// <summary>The circles of greenlets that wait for one another.</summary>
    public IReadOnlyList<IReadOnlyList<GreenletInfo>> Cycles => _tree.Cycles;

    /// <summary>By place: how many more (or fewer) stand there than in the earlier tree, the largest growth first. <see cref="PlaceCount.Count"/> is the difference. Empty without an earlier tree.</summary>
    public IReadOnlyList<PlaceCount> Changes { get; }

    /// <summary>In words: <c>+950 parked at Talk, Program.cs:31</c>.</summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        TreeText.Problems(text, _tree);
        foreach (var change in Changes) text.Append(Line(change)).Append(SpawnedBy(change)).Append('\n');

        if (_earlier is not null && Changes.Count == 0) text.Append("As many greenlets stand at each place as did ").Append(TreeText.Span(_tree.TakenAt - _earlier.TakenAt)).Append(" before.\n");
        return text.Length == 0 ? "Nothing waits for what a dead greenlet holds, and there is no cycle.\n" : text.ToString();
    }

    /// <summary>Who spawned most of those that have come to a place; empty where none have.</summary>
    internal string SpawnedBy(PlaceCount change)
    {
        if (Newcomer(change) is not { } one) return "";
        return one.SpawnerId is null ? ", spawned by: unknown, nobody listened when they were spawned" : ", " + TreeText.SpawnedBy(one);
    }

    /// <summary>One of those that have come to a place, spawned by whom most of them were; <c>null</c> where none have.</summary>
    internal GreenletInfo? Newcomer(PlaceCount change)
    {
        if (change.Count <= 0 || _earlier is null) return null;
        var key = change with { Count = 0 };
        return _tree.Greenlets.Where(greenlet => PlaceCount.Of(greenlet) == key && _earlier.Find(greenlet.Id) is null)
            .GroupBy(greenlet => (greenlet.SpawnerId, greenlet.SpawnedAt, greenlet.IsSpawnedAfter)).MaxBy(group => (group.Key.SpawnerId is not null, group.Key.SpawnedAt is { Line: > 0 }, group.Count()))?.First();
    }

    internal static string Line(PlaceCount change) =>
        $"{change.Count.ToString("+#,0;-#,0", CultureInfo.InvariantCulture)} {(change.Status == GreenletStatus.Waiting ? "parked" : TreeText.Doing(change.Status, null))} at {TreeText.Short(change.Place)}{(change.WaitsFor is null ? "" : ", for " + change.WaitsFor)}";

    private static IEnumerable<PlaceCount> Compare(GreenletTree earlier, GreenletTree later)
    {
        var before = earlier.Places().ToDictionary(place => place with { Count = 0 }, place => place.Count);
        var changes = new List<PlaceCount>();
        foreach (var place in later.Places())
        {
            before.Remove(place with { Count = 0 }, out var count);
            if (place.Count != count) changes.Add(place with { Count = place.Count - count });
        }

        changes.AddRange(before.Select(gone => gone.Key with { Count = -gone.Value }));
        return changes.OrderByDescending(change => change.Count);
    }
}
