using System.Globalization;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;

namespace CoroutineDsl.Monitor;

/// <summary>The line protocol of the Unix socket: a command a line, an answer of lines that ends with an empty one (gevent's backdoor, for machines and for <c>nc -U</c>).</summary>
internal sealed class Commands(MonitorState state)
{
    private const string Help = """
        ps [WORD ..]      every greenlet, or those with all these words in their name, wait or stack; the word ! for who is in what looks wrong
        where ID | NAME   one greenlet with its stack, and who spawned it
        kill ID           kills it, at its wait: its finally blocks run
        locks             who waits for what somebody holds, and for whom; cycles
        leaks [reset]     waits that never end, and where more greenlets stand than at the first look, or at the last reset of anybody here; the pages have their own
        profile [5s]      samples so long: which places use the hub's time
        folded [5s]       the same as folded stacks, for a flame graph
        dump [all]        what looks wrong, where most stand, and the greenlets, of those alike the first few, or all; a second later what that second has shown
        json              all of it, as JSON on one line
        top [WORD ..]     what 'coro top' shows, as JSON on one line
        hubs              the hubs of this process
        hub NAME          the hub that the other commands are about, or #NUMBER; the first unless said otherwise
        quit              closes the connection
        """;

    public void Serve(Socket socket)
    {
        using var stream = new NetworkStream(socket, ownsSocket: false);
        using var reader = new StreamReader(stream, Encoding.UTF8);
        using var writer = new StreamWriter(stream, new UTF8Encoding(false)) { NewLine = "\n" };
        using var look = state.Look(isExact: true);
        var session = new Session();
        while (reader.ReadLine() is { } line)
        {
            if (line.Trim() is "quit" or "exit") return;
            writer.Write(Text(line, session).TrimEnd('\n'));
            writer.Write("\n\n");
            writer.Flush();
        }
    }

    /// <summary>An answer has no empty line, which would end it, and its connection outlives a hub that goes away meanwhile.</summary>
    private string Text(string line, Session session)
    {
        try
        {
            return Answer(line, session).Replace("\n\n", "\n", StringComparison.Ordinal);
        }
        catch (ObjectDisposedException)
        {
            return "The hub is gone.";
        }
    }

    private string Answer(string line, Session session)
    {
        var words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (words is [] or ["help"]) return Help;
        if (words is ["hubs"]) return Hubs();
        if (words is ["hub", .. { Length: > 0 } name]) return Choose(string.Join(' ', name), session);

        if (state.FindOrFirst(session.Hub) is not { } hub || state.Tree(hub) is not { } tree) return "There is no hub.";
        return words switch
        {
            ["ps", .. var filter] => List(hub, tree, filter),
            ["where", .. { Length: > 0 } who] => Where(hub, tree, string.Join(' ', who)),
            ["kill", var id] => long.TryParse(id.TrimStart('#'), out var number) && state.Kill(hub, number) ? $"#{number} is killed." : Missing(hub, tree, id),
            ["locks"] => Locks(tree),
            ["leaks"] => Leaks(tree, state.Base(hub, LeakBases.Lines)),
            ["leaks", "reset"] => Reset(hub),
            ["profile", .. var time] => Profile(hub, time)?.ToString() ?? "There is no hub.",
            ["folded", .. var time] => Profile(hub, time)?.ToFolded() is { Length: > 0 } folded ? folded : "No greenlet was seen running.",
            ["dump"] => QuitDump.Take(hub.Hub ?? throw new ObjectDisposedException(hub.Name), isWhole: false),
            ["dump", "all"] => QuitDump.Take(hub.Hub ?? throw new ObjectDisposedException(hub.Name), isWhole: true),
            ["json"] => tree.ToJson(),
            ["top", .. var filter] => Top(hub, tree, filter),
            _ => $"There is no command '{line}'.\n{Help}",
        };
    }

    private static string Hubs()
    {
        var text = new StringBuilder();
        foreach (var insight in HubInsight.All())
        {
            if (insight.Hub is { } hub) text.Append(CultureInfo.InvariantCulture, $"{insight.Name}: {TreeText.Count(hub.Count, "greenlet")} (hub #{insight.Number})\n");
        }

        return text.Length == 0 ? "There is no hub." : text.ToString();
    }

    /// <summary>By its name or, since several may have one name, by its number.</summary>
    private static string Choose(string name, Session session)
    {
        if (HubInsight.All().Find(insight => insight.Name == name || $"#{insight.Number}" == name) is not { } named) return $"There is no hub {name}: say 'hubs'.";
        session.Hub = named.Number;
        return $"The hub is {named.Name}.";
    }

    private string List(HubInsight hub, GreenletTree tree, string[] filter)
    {
        var text = new StringBuilder();
        var found = Answers.Filter(tree, string.Join(' ', filter), "all", state.Base(hub, LeakBases.Lines));
        text.Append(CultureInfo.InvariantCulture, $"{found.Count:#,0} of {TreeText.Count(tree.Greenlets.Count, "greenlet")}{(tree.IsRacing ? ", read while the hub was busy" : "")}\n");
        foreach (var greenlet in found)
        {
            text.Append(greenlet);
            if (greenlet.Place.Method is not null) text.Append(greenlet.Status == GreenletStatus.Running ? ", " : " ").Append(TreeText.Where(greenlet.Status, greenlet.Place));
            text.Append('\n');
        }

        return text.ToString();
    }

    /// <summary>By its id, or by its name where only one has it.</summary>
    private string Where(HubInsight hub, GreenletTree tree, string who)
    {
        var named = long.TryParse(who.TrimStart('#'), CultureInfo.InvariantCulture, out var number) && tree.Find(number) is { } found ? [found] : tree.Greenlets.Where(greenlet => greenlet.Name == who).ToList();
        if (named is not [var greenlet]) return named.Count == 0 ? Missing(hub, tree, who) : $"There are {named.Count} greenlets {who}: say which, #{string.Join(", #", named.Take(10).Select(one => one.Id))}{(named.Count > 10 ? " .." : "")}";
        var text = new StringBuilder();
        TreeText.Describe(text, greenlet);
        if (greenlet.Spawner is null) text.Append("  ").Append(TreeText.SpawnedBy(greenlet)).Append('\n');
        foreach (var other in tree.Greenlets.Where(other => other.Owners.Any(owner => owner.Id == greenlet.Id))) text.Append("  ").Append(other.Name).Append(" #").Append(other.Id).Append(" waits for it\n");
        return text.ToString();
    }

    /// <summary>Why there is no such greenlet, as far as that is known.</summary>
    private string Missing(HubInsight hub, GreenletTree tree, string who)
    {
        if (!long.TryParse(who.TrimStart('#'), CultureInfo.InvariantCulture, out var id)) return $"There is no greenlet named {who} now: it has ended, or never was.";
        var all = HubInsight.All();
        if (all.Find(other => other != hub && state.Tree(other)?.Find(id) is not null) is { } owner) return $"There is no greenlet #{id} on hub {hub.Name}: it is on hub {owner.Name}.";
        var isOld = all.Count == 1 && id > 0 && tree.Greenlets is [.., var newest] && id < newest.Id; // ids are given in order, to each hub from blocks of its own
        return isOld ? $"There is no greenlet #{id} any more: it has ended." : $"There is no greenlet #{id}: it has ended, or never was.";
    }

    private static string Locks(GreenletTree tree)
    {
        var text = new StringBuilder();
        foreach (var line in TreeText.Stuck(tree)) text.Append(line).Append('\n');
        foreach (var greenlet in tree.Greenlets.Where(greenlet => greenlet.Owners.Count > 0))
        {
            text.Append(greenlet.Name).Append(" #").Append(greenlet.Id).Append(" waits for ").Append(greenlet.WaitsFor).Append(" of ")
                .AppendJoin(", ", greenlet.Owners.Take(10).Select(owner => $"{owner.Name} #{owner.Id}{(owner.IsDead ? " (ended)" : "")}")).Append('\n');
        }

        return text.Length == 0 ? "Nobody waits for what another holds." : text.ToString();
    }

    private static string Leaks(GreenletTree tree, GreenletTree? earlier) =>
        earlier is null || earlier.TakenAt == tree.TakenAt ? tree.Leaks(earlier).ToString() : $"Compared with {TreeText.Span(tree.TakenAt - earlier.TakenAt)} ago:\n{tree.Leaks(earlier)}";

    private string Reset(HubInsight hub)
    {
        state.SetBase(hub, LeakBases.Lines);
        return "From now on this hub's leaks are measured from this moment, in 'coro leaks' and 'coro top' of everybody; each page has its own.";
    }

    private static HubProfiler? Profile(HubInsight hub, string[] time)
    {
        var seconds = time is [var given] && double.TryParse(given.TrimEnd('s'), CultureInfo.InvariantCulture, out var parsed) && !double.IsNaN(parsed) ? Math.Clamp(parsed, 0.1, 600) : 5;
        if (hub.Hub is not { } found) return null;
        var profiler = HubProfiler.Start(found);
        Thread.Sleep(TimeSpan.FromSeconds(seconds));
        profiler.Dispose();
        return profiler;
    }

    private string Top(HubInsight hub, GreenletTree tree, string[] filter)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream))
        {
            writer.WriteStartObject();
            writer.WriteNumber("process", Environment.ProcessId);
            writer.WriteString("program", AppDomain.CurrentDomain.FriendlyName);
            writer.WriteStartArray("hubs");
            foreach (var (insight, last) in state.Numbers()) NumbersJson.Write(writer, insight, last[^Math.Min(60, last.Length)..]);
            writer.WriteEndArray();
            writer.WriteString("hub", hub.Name);
            writer.WriteBoolean("racing", tree.IsRacing);
            WriteLines(writer, "problems", string.Join('\n', TroubleLines.Of(tree, state.Base(hub, LeakBases.Lines))));
            WriteLines(writer, "hot", state.Profiler(hub) is { Samples: > 0 } profiler ? profiler.ToString() : "");
            WriteLines(writer, "places", string.Join('\n', tree.Places().Take(8).Select(place => $"{place.Count,8:#,0}  {TreeText.Doing(place.Status, place.WaitsFor)}, {TreeText.Where(place.Status, place.Place)}")));
            var found = Answers.Filter(tree, string.Join(' ', filter), "all", state.Base(hub, LeakBases.Lines));
            writer.WriteNumber("found", found.Count);
            writer.WriteNumber("total", tree.Greenlets.Count);
            writer.WriteStartArray("greenlets");
            foreach (var greenlet in Answers.Sort(found, filter.Contains(Answers.Troubled) ? "id" : "cpu").Take(200)) TreeJson.Write(writer, greenlet);
            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(stream.GetBuffer(), 0, (int)stream.Length);
    }

    private static void WriteLines(Utf8JsonWriter writer, string name, string text)
    {
        writer.WriteStartArray(name);
        foreach (var line in text.Split('\n', StringSplitOptions.RemoveEmptyEntries)) writer.WriteStringValue(line.TrimEnd());
        writer.WriteEndArray();
    }

    private sealed class Session
    {
        public int? Hub { get; set; }
    }
}
