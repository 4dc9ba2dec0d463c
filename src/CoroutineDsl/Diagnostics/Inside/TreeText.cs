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
    private const int MaxOwners = 3;

    /// <summary>A step that is so long is a problem: all others wait meanwhile.</summary>
    public static readonly TimeSpan LongStep = TimeSpan.FromMilliseconds(50);

    private static readonly TimeSpan s_longRun = TimeSpan.FromMilliseconds(20);

    private const double HogShare = 0.01;

    /// <param name="tree">The tree.</param>
    /// <param name="isWhole">Whether each greenlet has its paragraph, however many are alike.</param>
    /// <param name="isEnd">Whether the end of a long text says once more what looks wrong.</param>
    public static string Of(GreenletTree tree, bool isWhole, bool isEnd = true)
    {
        var text = new StringBuilder();
        text.Append("Hub: ").Append(Count(tree.Greenlets.Count, "greenlet")).Append(", ").Append(Count(tree.TimerCount, "timer"));
        if (tree.ParkedThreads > 0) text.Append(", ").Append(Count(tree.ParkedThreads, "parked thread"));
        text.Append('\n');
        foreach (var call in tree.ParkingCalls.Where(call => call.Frames.Count > 0).Take(MaxOwners))
            text.Append("  ").Append(Count(call.Threads, "thread")).Append(" made by plain code that waits for ").Append(call.Name).Append(", ").Append(Short(call.Frames[0])).Append('\n');
        if (tree.IsRacing) text.Append("  The hub did not answer within 200 ms. It was read from outside while it went on: a greenlet may have moved since it was read.\n");
        var problems = new StringBuilder();
        Problems(problems, tree, "  ");
        text.Append(problems);
        if (tree.Greenlets.Count <= Few)
        {
            foreach (var greenlet in tree.Greenlets) Describe(text, greenlet);
            return text.ToString();
        }

        Places(text, tree);
        TreeParagraphs.Write(text, tree, isWhole);
        if (!isEnd) return text.ToString();
        if (Unlowered(tree) is { } unlowered) problems.Append("  ").Append(unlowered).Append('\n');
        if (problems.Length > 0) text.Append("What looks wrong, once more:\n").Append(problems); // where a terminal is read first
        return text.ToString();
    }

    /// <summary>What looks wrong: who keeps the hub busy, who waits for ever.</summary>
    public static void Problems(StringBuilder text, GreenletTree tree, string indent = "")
    {
        foreach (var problem in Busy(tree).Concat(Stuck(tree))) text.Append(indent).Append(problem).Append('\n');
    }

    /// <summary>Who keeps the hub busy, or has done so.</summary>
    public static IEnumerable<string> Busy(GreenletTree tree)
    {
        var busy = Busiest(tree);
        if (busy is not null && IsHog(busy) && busy.LongestStep >= tree.BusyFor) busy = null; // said below, once
        if (busy is not null)
            yield return $"{busy.Name} #{busy.Id} keeps the hub busy: for at least {Span(tree.BusyFor)} without a wait. {Began(busy.Place, isSentence: true)}";
        foreach (var slow in tree.Greenlets.Where(greenlet => greenlet != busy && IsHog(greenlet)).OrderByDescending(greenlet => greenlet.LongestStep).Take(MaxProblems))
            yield return $"{slow.Name} #{slow.Id} has kept the hub busy for up to {Span(slow.LongestStep!.Value)} at a time without a wait{(slow.LongestStepBefore is { } wait ? $", before it came to its wait at {Short(wait)}" : "")}; {InAll(slow)}.{(slow.Status == GreenletStatus.Running ? " " + Sentence(slow) : "")}";
    }

    /// <summary>Who waits for ever: cycles, and waits for what a dead greenlet holds.</summary>
    public static IEnumerable<string> Stuck(GreenletTree tree)
    {
        foreach (var cycle in tree.Cycles.Take(MaxProblems))
        {
            var text = new StringBuilder();
            text.Append("A cycle: ").AppendJoin(" waits for ", cycle.Take(MaxMembers).Append(cycle[0]).Select(member => member.Name)).Append('.');
            if (cycle.Count > MaxMembers) text.Append(" (").Append(cycle.Count - MaxMembers).Append(" more between.)");
            text.Append(cycle.Any(member => member.TimeLeft is not null) ? " A timeout will end it." : " Nothing but a kill can end it.");
            var kinds = cycle.Select(member => member.WaitsFor).Distinct().ToList();
            text.Append(kinds.Count == 1 ? " Each waits for " : " They wait for ").AppendJoin(", ", kinds.Take(MaxOwners)).Append(kinds.Count > MaxOwners ? " .." : ".");
            var last = cycle.MaxBy(member => member.Since)!;
            yield return text.Append(last.IsSinceExact ? " It was closed by " : " One of them is ").Append(Stand(last)).ToString();
        }

        foreach (var orphan in tree.Orphans.Take(MaxProblems))
        {
            var dead = orphan.Owners.First(owner => owner.IsDead);
            yield return $"{orphan.Name} #{orphan.Id} waits for {orphan.WaitsFor} that {dead.Name} holds, which has ended: nobody will give it back. {Sentence(orphan)}";
        }
    }

    /// <summary>Who has run for long without a wait, and still does.</summary>
    public static GreenletInfo? Busiest(GreenletTree tree) => tree.BusyFor >= s_longRun ? tree.Greenlets.FirstOrDefault(greenlet => greenlet.Status == GreenletStatus.Running) : null;

    /// <summary>Whether it keeps the others waiting: it runs long without a wait, and takes a part of the hub's time that counts. One step may be long on any machine that is busy with something else.</summary>
    public static bool IsHog(GreenletInfo greenlet) => greenlet.LongestStep >= LongStep && greenlet.CpuTime >= greenlet.CountedFor * HogShare;

    /// <summary>How much of the hub's time it has used, of how much.</summary>
    private static string InAll(GreenletInfo greenlet) => $"{Span(greenlet.CpuTime!.Value)} of the last {Span(greenlet.CountedFor)} in all";

    private static string Sentence(GreenletInfo greenlet) => greenlet.Status == GreenletStatus.Running ? Began(greenlet.Place, isSentence: true) : $"It stands {Spot(greenlet)}";

    /// <summary>Of who runs only the line of its last wait is known.</summary>
    private static string Began(FrameLocation place, bool isSentence = false) => $"{(isSentence ? "Its" : "its")} step began after {Short(place)}";

    /// <summary>Where a greenlet stands: <c>at Talk, Program.cs:31</c>.</summary>
    public static string Where(GreenletStatus status, FrameLocation place) => status == GreenletStatus.Running ? Began(place) : $"at {Short(place)}";

    /// <summary>Who, where, and since when.</summary>
    private static string Stand(GreenletInfo greenlet) => $"{Name(greenlet)} {Spot(greenlet)}";

    private static string Spot(GreenletInfo greenlet)
    {
        var since = greenlet.IsSinceExact || greenlet.TimeThere > TimeSpan.Zero ? $", for {(greenlet.IsSinceExact ? "" : "at least ")}{Span(greenlet.TimeThere)}" : "";
        return Where(greenlet.Status, greenlet.Place) + since;
    }

    /// <summary>One greenlet, with its stack.</summary>
    public static void Describe(StringBuilder text, GreenletInfo greenlet)
    {
        text.Append("  ").Append(Line(greenlet)).Append('\n');
        var isInnermost = greenlet.Status == GreenletStatus.Running;
        foreach (var frame in greenlet.Frames)
        {
            text.Append("    at ").Append(frame.Method);
            if (frame.Line > 0) text.Append(" in ").Append(frame.File).Append(':').Append(frame.Line);
            text.Append(isInnermost ? ": its step began after this line\n" : "\n");
            isInnermost = false;
        }
    }

    /// <summary>Who spawned it, and where.</summary>
    public static string SpawnedBy(GreenletInfo greenlet) => greenlet.Spawner is not { } spawner ? "spawned by: unknown, nobody listened when it was spawned"
        : greenlet.SpawnedAt is { } place ? $"spawned by {spawner} #{greenlet.SpawnerId} {(greenlet.IsSpawnedAfter ? "after" : "at")} {Short(place)}" : $"spawned by {spawner} #{greenlet.SpawnerId}";

    /// <summary>One greenlet, without its stack.</summary>
    public static string Line(GreenletInfo greenlet)
    {
        var text = new StringBuilder();
        text.Append(greenlet.Name).Append(": ").Append(Doing(greenlet.Status, greenlet.WaitsFor));
        if (HeldBy(greenlet) is { } owners) text.Append(" (held by ").Append(owners).Append(')');
        return text.Append(" [").AppendJoin(", ", Details(greenlet)).Append(']').ToString();
    }

    /// <summary>Who holds what it waits for; <c>null</c>: nobody, or the wait itself says whom it is for.</summary>
    private static string? HeldBy(GreenletInfo greenlet)
    {
        var owners = greenlet.Owners;
        if (owners.Count == 0 || greenlet.WaitsFor?.Contains(owners[0].Name, StringComparison.Ordinal) != false) return null;
        if (owners.Count == 1) return owners[0].IsDead ? $"{owners[0].Name}, which has ended" : owners[0].Name;
        var named = string.Join(", ", owners.Take(MaxOwners).Select(owner => owner.IsDead ? $"{owner.Name} (ended)" : owner.Name));
        return owners.Count > MaxOwners ? $"{named} and {owners.Count - MaxOwners} more" : named;
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

    /// <summary>So many of a kind: <c>1 timer</c>, <c>10,071 greenlets</c>.</summary>
    public static string Count(long count, string one, string? many = null) => string.Create(CultureInfo.InvariantCulture, $"{count:#,0} {(count == 1 ? one : many ?? one + "s")}");

    /// <summary>A length of time in two or three digits.</summary>
    public static string Span(TimeSpan span) => Span(span, value => Math.Floor(value)); // not rounded: "at least 3 min" is not said of 2.8

    /// <summary>As <see cref="Span(TimeSpan)"/>, of what is said to last so long at most.</summary>
    public static string SpanAtMost(TimeSpan span) => Span(span, value => Math.Ceiling(value - 1e-9));

    private static string Span(TimeSpan span, Func<double, double> toWhole)
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
        var scale = value < 10 && unit is not "µs" ? 10 : 1;
        return (toWhole(value * scale) / scale).ToString("0.#", CultureInfo.InvariantCulture) + " " + unit;
    }

    private static IEnumerable<string> Details(GreenletInfo greenlet)
    {
        yield return $"#{greenlet.Id}";
        if (greenlet.Age is var age && (greenlet.IsBornExact || age > TimeSpan.Zero)) yield return $"{(greenlet.IsBornExact ? "" : "at least ")}{Span(age)} old";
        if (greenlet.TimeThere is var spell && (greenlet.IsSinceExact || spell > TimeSpan.Zero)) yield return $"there for {(greenlet.IsSinceExact ? "" : "at least ")}{Span(spell)}";
        if (greenlet.TimeLeft is { } left) yield return $"for {SpanAtMost(left)} more at most";
        if (greenlet.Switches is { } switches) yield return Count(switches, "switch", "switches");
        if (greenlet.CpuTime is { } time && time > TimeSpan.Zero) yield return $"{Span(time)} of the hub's time in {Span(greenlet.CountedFor)}";
        if (greenlet.Spawner is not null) yield return SpawnedBy(greenlet);
        if (!greenlet.IsLowered) yield return greenlet.Unlowered == greenlet.Place.Method ? "not lowered" : $"{greenlet.Unlowered} is not lowered";
        if (greenlet.HoldsThread) yield return "holds a thread";
    }

    private static void Places(StringBuilder text, GreenletTree tree)
    {
        text.Append("  By place:\n");
        var places = tree.Places();
        foreach (var place in places.Take(MaxPlaces))
        {
            text.Append(CultureInfo.InvariantCulture, $"  {place.Count,8:#,0}  {Doing(place.Status, place.WaitsFor)}");
            if (place.Place.Method is not null) text.Append(", ").Append(Where(place.Status, place.Place));
            text.Append('\n');
        }

        if (places.Count > MaxPlaces) text.Append("            and at ").Append(Count(places.Count - MaxPlaces, "other place")).Append('\n');
        if (Unlowered(tree) is { } unlowered) text.Append("  ").Append(unlowered).Append('\n');
        if (tree.Greenlets.Count(greenlet => greenlet.Spawner is null) is > 0 and var unknown)
            text.Append(CultureInfo.InvariantCulture, $"  Who spawned {(unknown == tree.Greenlets.Count ? "them" : $"{unknown:#,0} of them")} is unknown: nobody listened then, as the monitor's page and 'coro top' do.\n");
    }

    /// <summary>Which coroutine was not lowered, who runs it, and what to do about it; <c>null</c>: none.</summary>
    public static string? Unlowered(GreenletTree tree)
    {
        var coroutines = tree.Greenlets.Where(greenlet => !greenlet.IsLowered).GroupBy(greenlet => greenlet.Unlowered).OrderByDescending(greenlets => greenlets.Count()).ToList();
        if (coroutines is not [var most, .. var others]) return null;
        var (first, count) = (most.First(), most.Count());
        var text = new StringBuilder("Not lowered, and slower for it: the coroutine ");
        text.Append(most.Key).Append(" of ").Append(Name(first)).Append(count == 1 ? "" : string.Create(CultureInfo.InvariantCulture, $" and {count - 1:#,0} more")).Append(". ").Append(Sentence(first)).Append(", ").Append(Doing(first.Status, first.WaitsFor));
        text.Append(". Mark ").Append(most.Key).Append(" [Coroutine]; if it is, the build tells why not (CORO001, 2, 3 and 7).");
        if (others.Count > 0) text.Append(" The same of ").AppendJoin(", ", others.Take(MaxOwners).Select(other => other.Key)).Append(others.Count > MaxOwners ? " .." : "").Append('.');
        return text.ToString();
    }

    private static string Name(GreenletInfo greenlet) => $"{greenlet.Name} #{greenlet.Id}";

    private static string FileName(string path) => path[(path.LastIndexOfAny(['/', '\\']) + 1)..];
}
