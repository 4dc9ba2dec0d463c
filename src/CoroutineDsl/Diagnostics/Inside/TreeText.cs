using System.Globalization;
using System.Text;

namespace CoroutineDsl;

/// <summary>A tree in words.</summary>
internal static class TreeText
{
    /// <summary>Up to so many greenlets, everybody is seen at once without a list of places.</summary>
    private const int Few = 20;

    private const int MaxPlaces = 15;
    private const int MaxProblems = 50;
    private const int MaxMembers = 20;

    public static string Of(GreenletTree tree)
    {
        var text = new StringBuilder();
        text.Append("Hub: ").Append(tree.Greenlets.Count).Append(" greenlets, ").Append(tree.TimerCount).Append(" timers");
        if (tree.ParkedThreads > 0) text.Append(", ").Append(tree.ParkedThreads).Append(" parked threads");
        text.Append('\n');
        if (tree.IsRacing) text.Append("  The hub did not answer within 200 ms. It was read from outside while it went on: a greenlet may have moved since it was read.\n");
        Problems(text, tree, "  ");
        if (tree.Greenlets.Count > Few) Places(text, tree);
        foreach (var greenlet in tree.Greenlets) Describe(text, greenlet);
        return text.ToString();
    }

    /// <summary>What looks wrong: who keeps the hub busy, who waits for ever.</summary>
    public static void Problems(StringBuilder text, GreenletTree tree, string indent = "")
    {
        if (tree.BusyFor >= TimeSpan.FromMilliseconds(20) && tree.Greenlets.FirstOrDefault(greenlet => greenlet.Status == GreenletStatus.Running) is { } busy)
            text.Append(indent).Append(busy.Name).Append(" #").Append(busy.Id).Append(" keeps the hub busy: for at least ").Append(Span(tree.BusyFor)).Append(" without a wait. It last went on ").Append(busy.Place).Append('\n');
        foreach (var slow in tree.Greenlets.Where(greenlet => greenlet.LongestStep >= TimeSpan.FromMilliseconds(50)).OrderByDescending(greenlet => greenlet.LongestStep).Take(MaxProblems))
            text.Append(indent).Append(slow.Name).Append(" #").Append(slow.Id).Append(" has kept the hub busy for ").Append(Span(slow.LongestStep!.Value)).Append(" at a time without a wait, ").Append(Span(slow.CpuTime!.Value)).Append(" in all. It stands ").Append(Spot(slow)).Append('\n');
        foreach (var cycle in tree.Cycles.Take(MaxProblems))
        {
            text.Append(indent).Append("A cycle: ").AppendJoin(" waits for ", cycle.Take(MaxMembers).Append(cycle[0]).Select(member => member.Name)).Append('.');
            if (cycle.Count > MaxMembers) text.Append(" (").Append(cycle.Count - MaxMembers).Append(" others between.)");
            text.Append(cycle.Any(member => member.TimeLeft is not null) ? " A timeout will end it." : " Nothing but a kill can end it.");
            var last = cycle.MaxBy(member => member.Since)!;
            text.Append(last.IsSinceExact ? " It was closed by " : " One of them is ").Append(Stand(last)).Append('\n');
        }

        foreach (var orphan in tree.Orphans.Take(MaxProblems))
        {
            var dead = orphan.Owners.First(owner => owner.IsDead);
            text.Append(indent).Append(orphan.Name).Append(" #").Append(orphan.Id).Append(" waits for ").Append(orphan.WaitsFor).Append(" that ").Append(dead.Name).Append(" holds, which has ended: nobody will give it back. It stands ").Append(Spot(orphan)).Append('\n');
        }
    }

    /// <summary>Who, where, and since when.</summary>
    private static string Stand(GreenletInfo greenlet) => $"{greenlet.Name} #{greenlet.Id} {Spot(greenlet)}";

    private static string Spot(GreenletInfo greenlet)
    {
        var since = greenlet.IsSinceExact || greenlet.TimeThere > TimeSpan.Zero ? $", for {(greenlet.IsSinceExact ? "" : "at least ")}{Span(greenlet.TimeThere)}" : "";
        return $"at {Short(greenlet.Place)}{since}";
    }

    /// <summary>One greenlet, with its stack.</summary>
    public static void Describe(StringBuilder text, GreenletInfo greenlet)
    {
        text.Append("  ").Append(Line(greenlet)).Append('\n');
        foreach (var frame in greenlet.Frames) text.Append("    ").Append(frame).Append('\n');
    }

    /// <summary>One greenlet, without its stack.</summary>
    public static string Line(GreenletInfo greenlet)
    {
        var text = new StringBuilder();
        text.Append(greenlet.Name).Append(": ").Append(Doing(greenlet.Status, greenlet.WaitsFor));
        if (greenlet.Owners.Count == 1 && greenlet.Owners[0] is var owner) text.Append(" (held by ").Append(owner.Name).Append(owner.IsDead ? ", which has ended)" : ")");
        return text.Append(" [").AppendJoin(", ", Details(greenlet)).Append(']').ToString();
    }

    public static string Doing(GreenletStatus status, string? waitsFor) => status switch
    {
        GreenletStatus.Waiting => $"waits for {waitsFor ?? "something"}",
        GreenletStatus.Running => "running",
        GreenletStatus.Ended => "ended",
        _ => "ready",
    };

    /// <summary>A place as a person would say it: <c>Talk, Program.cs:31</c>.</summary>
    public static string Short(FrameLocation place) => place.Method switch
    {
        null => "no place",
        _ when place.Line == 0 => place.Method,
        _ => string.Create(CultureInfo.InvariantCulture, $"{place.Method}, {FileName(place.File)}:{place.Line}"),
    };

    /// <summary>A length of time in two or three digits.</summary>
    public static string Span(TimeSpan span)
    {
        var (value, unit) = span switch
        {
            { TotalMilliseconds: < 1 } => (span.TotalMicroseconds, "µs"),
            { TotalSeconds: < 1 } => (span.TotalMilliseconds, "ms"),
            { TotalMinutes: < 2 } => (span.TotalSeconds, "s"),
            { TotalHours: < 2 } => (span.TotalMinutes, "min"),
            { TotalDays: < 2 } => (span.TotalHours, "h"),
            _ => (span.TotalDays, "d"),
        };
        return value.ToString(value < 10 && unit is not "µs" ? "0.#" : "0", CultureInfo.InvariantCulture) + " " + unit;
    }

    private static IEnumerable<string> Details(GreenletInfo greenlet)
    {
        yield return $"#{greenlet.Id}";
        if (greenlet.Age is var age && (greenlet.IsBornExact || age > TimeSpan.Zero)) yield return $"{(greenlet.IsBornExact ? "" : "at least ")}{Span(age)} old";
        if (greenlet.TimeThere is var spell && (greenlet.IsSinceExact || spell > TimeSpan.Zero)) yield return $"{(greenlet.IsSinceExact ? "so for" : "seen so for")} {Span(spell)}";
        if (greenlet.TimeLeft is { } left) yield return $"for {Span(left)} more at most";
        if (greenlet.Switches is { } switches) yield return $"{switches} switches";
        if (greenlet.CpuTime is { } time && time > TimeSpan.Zero) yield return $"{Span(time)} of the hub's time";
        if (greenlet.Spawner is { } spawner) yield return greenlet.SpawnedAt is { } place ? $"spawned by {spawner} at {Short(place)}" : $"spawned by {spawner}";
        if (!greenlet.IsLowered) yield return "not lowered";
        if (greenlet.HoldsThread) yield return "holds a thread";
    }

    private static void Places(StringBuilder text, GreenletTree tree)
    {
        text.Append("  By place:\n");
        var places = tree.Places();
        foreach (var place in places.Take(MaxPlaces))
        {
            text.Append(CultureInfo.InvariantCulture, $"  {place.Count,8:#,0}  {Doing(place.Status, place.WaitsFor)}");
            if (place.Place.Method is not null) text.Append(", at ").Append(Short(place.Place));
            text.Append('\n');
        }

        if (places.Count > MaxPlaces) text.Append("            and at ").Append(places.Count - MaxPlaces).Append(" other places\n");
        if (Unlowered(tree) is { } unlowered) text.Append("  ").Append(unlowered).Append('\n');
        text.Append("  Everybody:\n");
    }

    /// <summary>Whose coroutine was not lowered; <c>null</c>: nobody's.</summary>
    public static string? Unlowered(GreenletTree tree)
    {
        var first = (GreenletInfo?)null;
        var count = 0;
        foreach (var greenlet in tree.Greenlets)
        {
            if (greenlet.IsLowered) continue;
            first ??= greenlet;
            count++;
        }

        return first is null ? null : string.Create(CultureInfo.InvariantCulture, $"Not lowered, and slower for it: {(count == 1 ? "" : $"{count:#,0} greenlets, the first of them is ")}{Stand(first)}, {Doing(first.Status, first.WaitsFor)}");
    }

    private static string FileName(string path) => path[(path.LastIndexOfAny(['/', '\\']) + 1)..];
}
