using System.Text.Json;

namespace CoroutineDsl.Monitor;

/// <summary>What the page asks for, as JSON. Long lists are cut into windows here, so that the page never holds more than it shows.</summary>
internal sealed class Answers(MonitorState state)
{
    private const int MaxWindow = 500;
    private const int MaxEdges = 2000;

    /// <summary><c>null</c>: there is no such question.</summary>
    public byte[]? Of(HttpRequest request)
    {
        Action<Utf8JsonWriter, HubInsight, GreenletTree>? write = request.Path switch
        {
            "/api/greenlets" => (writer, hub, tree) => WriteList(writer, tree, state.Base(hub, Client(request)), request),
            "/api/greenlet" => (writer, _, tree) => WriteOne(writer, tree, request.Id ?? -1),
            "/api/places" => (writer, _, tree) => WritePlaces(writer, tree.Places(), _ => ""),
            "/api/graph" => (writer, _, tree) => WriteGraph(writer, tree),
            "/api/hot" => (writer, hub, _) => WriteHot(writer, hub),
            "/api/troubles" => (writer, hub, tree) => WriteTroubles(writer, tree, state.Base(hub, Client(request))),
            "/api/leaks" => (writer, hub, tree) => WriteLeaks(writer, tree, state.Base(hub, Client(request))),
            _ => null,
        };
        if (write is null) return null;
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream))
        {
            writer.WriteStartObject();
            if (state.FindOrFirst(request.Number("hub")) is { } hub && state.Tree(hub) is { } tree)
            {
                writer.WriteString("takenAt", tree.TakenAt);
                writer.WriteBoolean("racing", tree.IsRacing);
                write(writer, hub, tree);
            }

            writer.WriteEndObject();
        }

        return stream.ToArray();
    }

    /// <summary>What the page calls itself; the line protocol is another.</summary>
    internal static string Client(HttpRequest request) => $"page {request.Query("client")}";

    private static void WriteTroubles(Utf8JsonWriter writer, GreenletTree tree, GreenletTree? earlier)
    {
        writer.WriteStartArray("troubles");
        foreach (var line in TroubleLines.Of(tree, earlier)) writer.WriteStringValue(line);
        writer.WriteEndArray();
    }

    private static void WriteList(Utf8JsonWriter writer, GreenletTree tree, GreenletTree? earlier, HttpRequest request)
    {
        var found = Filter(tree, request.Query("filter") ?? "", request.Query("show") ?? "all", earlier);
        var sorted = Sort(found, request.Query("sort") ?? "id");
        var offset = Math.Max(0, request.Number("offset") ?? 0);
        var count = Math.Clamp(request.Number("count") ?? 100, 0, MaxWindow);
        writer.WriteNumber("total", tree.Greenlets.Count);
        writer.WriteNumber("found", sorted.Count);
        writer.WriteNumber("offset", offset);
        writer.WriteStartArray("items");
        foreach (var greenlet in sorted.Skip(offset).Take(count)) TreeJson.Write(writer, greenlet);
        writer.WriteEndArray();
    }

    /// <summary>The word for those that are in what looks wrong.</summary>
    internal const string Troubled = "!";

    /// <summary>Those that have all the words of the filter in their name, their wait, their stack or their owners.</summary>
    internal static List<GreenletInfo> Filter(GreenletTree tree, string filter, string show, GreenletTree? earlier = null)
    {
        var words = filter.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (words.Contains(Troubled)) (show, words) = ("problems", [.. words.Where(word => word != Troubled)]);
        Func<GreenletInfo, bool> isShown = show switch
        {
            "waiting" => greenlet => greenlet.Status == GreenletStatus.Waiting,
            "ready" => greenlet => greenlet.Status is GreenletStatus.Ready or GreenletStatus.Running,
            "unlowered" => greenlet => !greenlet.IsLowered || greenlet.HoldsThread,
            "problems" => TroubleLines.Members(tree, earlier),
            _ => _ => true,
        };
        return [.. tree.Greenlets.Where(greenlet => isShown(greenlet) && Array.TrueForAll(words, word => Has(greenlet, word)))];
    }

    private static bool Has(GreenletInfo greenlet, string word)
    {
        if (word.StartsWith('#')) return long.TryParse(word[1..], out var id) && greenlet.Id == id;
        return Contains(greenlet.Name, word) || Contains(greenlet.WaitsFor, word) || greenlet.Frames.Any(frame => Contains(TreeText.Short(frame), word)) || greenlet.Owners.Any(owner => Contains(owner.Name, word));
    }

    private static bool Contains(string? text, string word) => text?.Contains(word, StringComparison.OrdinalIgnoreCase) == true;

    internal static List<GreenletInfo> Sort(List<GreenletInfo> greenlets, string sort) => sort switch
    {
        "name" => [.. greenlets.OrderBy(greenlet => greenlet.Name, StringComparer.OrdinalIgnoreCase)],
        "since" => [.. greenlets.OrderBy(greenlet => greenlet.Since)],
        "age" => [.. greenlets.OrderBy(greenlet => greenlet.Born)],
        "cpu" => [.. greenlets.OrderByDescending(greenlet => Math.Floor((greenlet.CpuTime ?? TimeSpan.Zero).TotalMilliseconds * 10))], // what is less is not shown: nothing jumps for it
        "switches" => [.. greenlets.OrderByDescending(greenlet => greenlet.Switches ?? 0)],
        "wait" => [.. greenlets.OrderBy(greenlet => greenlet.WaitsFor ?? "", StringComparer.Ordinal)],
        _ => greenlets,
    };

    private static void WriteOne(Utf8JsonWriter writer, GreenletTree tree, long id)
    {
        if (tree.Find(id) is not { } greenlet) return;
        writer.WritePropertyName("greenlet");
        TreeJson.Write(writer, greenlet);
        writer.WriteStartArray("awaitedBy");
        foreach (var other in tree.Greenlets.Where(other => other.Owners.Any(owner => owner.Id == id)).Take(100))
        {
            writer.WriteStartObject();
            writer.WriteNumber("id", other.Id);
            writer.WriteString("name", other.Name);
            writer.WriteString("waitsFor", other.WaitsFor);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteStartArray("spawned");
        foreach (var child in tree.Greenlets.Where(child => child.SpawnerId == id).Take(100))
        {
            writer.WriteStartObject();
            writer.WriteNumber("id", child.Id);
            writer.WriteString("name", child.Name);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static void WritePlaces(Utf8JsonWriter writer, IEnumerable<PlaceCount> places, Func<PlaceCount, string> spawnedBy)
    {
        writer.WriteStartArray("places");
        foreach (var place in places.Take(200))
        {
            writer.WriteStartObject();
            writer.WriteNumber("count", place.Count);
            writer.WriteString("what", TreeText.Doing(place.Status, place.WaitsFor));
            writer.WriteString("place", TreeText.Where(place.Status, place.Place));
            if (spawnedBy(place) is { Length: > 2 } spawner) writer.WriteString("spawned", spawner[2..]);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static void WriteGraph(Utf8JsonWriter writer, GreenletTree tree)
    {
        var cyclic = tree.Cycles.SelectMany(cycle => cycle).Select(greenlet => greenlet.Id).ToHashSet();
        var edges = tree.Greenlets.Where(greenlet => greenlet.Owners.Count > 0).OrderByDescending(greenlet => cyclic.Contains(greenlet.Id)).ThenByDescending(greenlet => greenlet.Owners.Any(owner => owner.IsDead))
            .SelectMany(greenlet => greenlet.Owners.Take(20).Select(owner => (Greenlet: greenlet, Owner: owner))).ToList();
        writer.WriteNumber("edgesInAll", edges.Count);
        writer.WriteStartArray("edges");
        foreach (var (greenlet, owner) in edges.Take(MaxEdges))
        {
            writer.WriteStartObject();
            writer.WriteNumber("from", greenlet.Id);
            writer.WriteString("fromName", greenlet.Name);
            writer.WriteNumber("to", owner.Id);
            writer.WriteString("toName", owner.Name);
            writer.WriteString("what", greenlet.WaitsFor);
            if (owner.IsDead) writer.WriteBoolean("dead", true);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        WriteCycles(writer, tree);
    }

    private static void WriteCycles(Utf8JsonWriter writer, GreenletTree tree)
    {
        writer.WriteStartArray("cycles");
        foreach (var cycle in tree.Cycles)
        {
            writer.WriteStartArray();
            foreach (var member in cycle)
            {
                writer.WriteStartObject();
                writer.WriteNumber("id", member.Id);
                writer.WriteString("name", member.Name);
                writer.WriteString("waitsFor", member.WaitsFor);
                writer.WriteString("place", TreeText.Short(member.Place));
                WriteSince(writer, member);
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
        }

        writer.WriteEndArray();
    }

    private static void WriteSince(Utf8JsonWriter writer, GreenletInfo greenlet)
    {
        writer.WriteString("since", greenlet.Since);
        writer.WriteBoolean("sinceExact", greenlet.IsSinceExact);
    }

    private void WriteHot(Utf8JsonWriter writer, HubInsight hub)
    {
        var profiler = state.Profiler(hub);
        writer.WriteNumber("samples", profiler?.Samples ?? 0);
        if (state.ProfiledSince(hub) is { } since) writer.WriteString("since", since);
        writer.WriteStartArray("places");
        foreach (var place in (profiler?.Places() ?? []).Take(100))
        {
            writer.WriteStartObject();
            writer.WriteString("greenlet", place.Greenlet);
            writer.WriteString("place", TreeText.Short(place.Place));
            writer.WriteNumber("samples", place.Samples);
            writer.WriteNumber("share", place.Share);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static void WriteLeaks(Utf8JsonWriter writer, GreenletTree tree, GreenletTree? earlier)
    {
        var report = tree.Leaks(earlier);
        writer.WriteNumber("sinceMs", earlier is null ? 0 : (tree.TakenAt - earlier.TakenAt).TotalMilliseconds);
        writer.WriteStartArray("orphans");
        foreach (var orphan in report.Orphans.Take(100))
        {
            writer.WriteStartObject();
            writer.WriteNumber("id", orphan.Id);
            writer.WriteString("name", orphan.Name);
            writer.WriteString("waitsFor", orphan.WaitsFor);
            writer.WriteString("owner", orphan.Owners.First(owner => owner.IsDead).Name);
            writer.WriteString("place", TreeText.Short(orphan.Place));
            WriteSince(writer, orphan);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        WriteCycles(writer, tree);
        WritePlaces(writer, report.Changes, report.SpawnedBy);
    }
}
