namespace CoroutineDsl;

/// <summary>Finds the circles in a tree: those of waits that nothing but their owners can end.</summary>
internal static class TreeCycles
{
    public static IReadOnlyList<IReadOnlyList<GreenletInfo>> Of(GreenletTree tree)
    {
        var cycles = new List<IReadOnlyList<GreenletInfo>>();
        var seen = new HashSet<long>();
        var path = new List<GreenletInfo>();
        var onPath = new Dictionary<long, int>();
        var next = new Stack<(GreenletInfo Greenlet, bool IsLeft)>();
        foreach (var start in tree.Greenlets)
        {
            if (!IsCandidate(start) || seen.Contains(start.Id)) continue;
            next.Push((start, false));
            while (next.TryPop(out var step))
            {
                var (greenlet, isLeft) = step;
                if (isLeft)
                {
                    path.RemoveAt(path.Count - 1);
                    onPath.Remove(greenlet.Id);
                }
                else if (onPath.TryGetValue(greenlet.Id, out var first))
                {
                    cycles.Add(path[first..]);
                }
                else if (seen.Add(greenlet.Id))
                {
                    onPath.Add(greenlet.Id, path.Count);
                    path.Add(greenlet);
                    next.Push((greenlet, true));
                    foreach (var owner in greenlet.Owners)
                    {
                        if (tree.Find(owner.Id) is { } awaited && IsCandidate(awaited)) next.Push((awaited, false));
                    }
                }
            }
        }

        return cycles;
    }

    private static bool IsCandidate(GreenletInfo greenlet) => greenlet.IsOwnersOnly && greenlet.Owners.Count > 0;
}
