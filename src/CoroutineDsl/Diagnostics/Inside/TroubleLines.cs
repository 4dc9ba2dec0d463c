using System.Globalization;

namespace CoroutineDsl;

/// <summary>What looks wrong with a hub, a line each: who keeps it busy, who waits for ever, what grows, what is not lowered.</summary>
internal static class TroubleLines
{
    /// <summary>Fewer may come and go.</summary>
    private const int MinGrowth = 10;

    private const int MaxGrowths = 2;

    /// <param name="tree">The hub now.</param>
    /// <param name="earlier">What growth is measured from.</param>
    /// <param name="minGrowth">How many more at one place are told of.</param>
    public static List<string> Of(GreenletTree tree, GreenletTree? earlier, int minGrowth = MinGrowth)
    {
        List<string> lines = [.. TreeText.Busy(tree), .. TreeText.Stuck(tree)];
        if (Report(tree, earlier) is { } report)
            lines.AddRange(Growth(report, minGrowth).Select(change => string.Create(CultureInfo.InvariantCulture, $"{LeakReport.Line(change)} (compared with {TreeText.Span(tree.TakenAt - earlier!.TakenAt)} ago{Rate(change.Count, tree.TakenAt - earlier.TakenAt)}), {InAll(tree, change):#,0} in all{report.SpawnedBy(change)}")));
        if (TreeText.Unlowered(tree) is { } unlowered) lines.Add(unlowered);
        return lines;
    }

    /// <summary>Whether one of the lines is about a greenlet, or names it as the one that spawns what grows.</summary>
    public static Func<GreenletInfo, bool> Members(GreenletTree tree, GreenletTree? earlier)
    {
        var cyclic = tree.Cycles.SelectMany(cycle => cycle).Select(greenlet => greenlet.Id).ToHashSet();
        var orphans = tree.Orphans.Select(greenlet => greenlet.Id).ToHashSet();
        var report = Report(tree, earlier);
        List<PlaceCount> growths = report is null ? [] : [.. Growth(report, MinGrowth)];
        var growing = growths.Select(change => change with { Count = 0 }).ToHashSet();
        var spawners = growths.Select(change => report!.Newcomer(change)?.SpawnerId).ToHashSet();
        var busy = TreeText.Busiest(tree)?.Id;
        return greenlet => cyclic.Contains(greenlet.Id) || orphans.Contains(greenlet.Id) || !greenlet.IsLowered || TreeText.IsHog(greenlet) || spawners.Contains(greenlet.Id) || greenlet.Id == busy
            || (growing.Count > 0 && growing.Contains(PlaceCount.Of(greenlet)) && earlier!.Find(greenlet.Id) is null);
    }

    private static IEnumerable<PlaceCount> Growth(LeakReport report, int least) => report.Changes.Where(change => change.Count >= least).Take(MaxGrowths);

    private static string Rate(int count, TimeSpan time)
    {
        if (time <= TimeSpan.Zero) return ""; // a clock of a test may stand still
        var perSecond = count / time.TotalSeconds;
        return perSecond >= 1 ? string.Create(CultureInfo.InvariantCulture, $": {perSecond:#,0.#} a second") : string.Create(CultureInfo.InvariantCulture, $": {perSecond * 60:0.#} a minute");
    }

    private static int InAll(GreenletTree tree, PlaceCount change)
    {
        var place = change with { Count = 0 };
        return tree.Greenlets.Count(greenlet => PlaceCount.Of(greenlet) == place);
    }

    private static LeakReport? Report(GreenletTree tree, GreenletTree? earlier) => earlier is null || ReferenceEquals(earlier, tree) ? null : tree.Leaks(earlier);
}
