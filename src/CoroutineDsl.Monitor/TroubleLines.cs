using System.Text;

namespace CoroutineDsl.Monitor;

/// <summary>What looks wrong with a hub, a line each: who keeps it busy, who waits for ever, what grows, what is not lowered.</summary>
internal static class TroubleLines
{
    /// <summary>Fewer may come and go.</summary>
    private const int MinGrowth = 10;

    private const int MaxGrowths = 2;

    public static List<string> Of(GreenletTree tree, GreenletTree? earlier)
    {
        var text = new StringBuilder();
        TreeText.Problems(text, tree);
        List<string> lines = [.. text.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries)];
        lines.AddRange(Growth(tree, earlier).Where(change => change.Count >= MinGrowth).Take(MaxGrowths).Select(change => $"{LeakReport.Line(change)} (compared with {TreeText.Span(tree.TakenAt - earlier!.TakenAt)} ago)"));
        if (TreeText.Unlowered(tree) is { } unlowered) lines.Add(unlowered);
        return lines;
    }

    private static IEnumerable<PlaceCount> Growth(GreenletTree tree, GreenletTree? earlier) => earlier is null || ReferenceEquals(earlier, tree) ? [] : tree.Leaks(earlier).Changes;
}
