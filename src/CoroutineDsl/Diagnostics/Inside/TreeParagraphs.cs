using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;

namespace CoroutineDsl;

/// <summary>The paragraphs of a dump. Of many greenlets that do the same at the same place only the first have one, and who is in trouble.</summary>
internal static class TreeParagraphs
{
    private const int MaxAlike = 3;

    public static void Write(StringBuilder text, GreenletTree tree, bool isWhole)
    {
        text.Append(isWhole ? "  Everybody:\n" : "  Everybody, or the first few of those alike:\n");
        var troubled = tree.Cycles.SelectMany(cycle => cycle).Concat(tree.Orphans).Concat(tree.Greenlets.Where(greenlet => !greenlet.IsLowered || TreeText.IsHog(greenlet))).Take(100).Select(greenlet => greenlet.Id).ToHashSet();
        var places = tree.Places().ToDictionary(place => place with { Count = 0 }, place => place.Count);
        var seen = new Dictionary<PlaceCount, int>();
        var leftOut = new Dictionary<PlaceCount, int>();
        foreach (var greenlet in tree.Greenlets)
        {
            var place = PlaceCount.Of(greenlet);
            ref var before = ref CollectionsMarshal.GetValueRefOrAddDefault(seen, place, out _);
            if (isWhole || before < MaxAlike || places[place] <= MaxAlike + 1 || troubled.Contains(greenlet.Id)) TreeText.Describe(text, greenlet);
            else CollectionsMarshal.GetValueRefOrAddDefault(leftOut, place, out _)++;
            before++;
        }

        foreach (var (place, count) in leftOut.OrderByDescending(entry => entry.Value))
            text.Append(CultureInfo.InvariantCulture, $"  and {count:#,0} more: {TreeText.Doing(place.Status, place.WaitsFor)}, {TreeText.Where(place.Status, place.Place)}\n");
        if (leftOut.Count > 0) text.Append("  ('coro dump all' has a paragraph for each, where the program has a monitor.)\n");
    }
}
