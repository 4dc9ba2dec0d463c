using System.Globalization;
using System.Text.Json;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace CoroutineDsl.Tool.Top;

/// <summary>One look at a program, drawn for a terminal.</summary>
internal static class TopView
{
    private const int MinRows = 3; // of the list, where what looks wrong is asked for in full

    /// <param name="json">What the monitor answered to <c>top</c>.</param>
    /// <param name="height">How many lines there are; the last stays empty.</param>
    /// <param name="first">Which greenlet is the first of the list.</param>
    /// <param name="filter">What the list is filtered by.</param>
    /// <param name="width">How many columns there are: what does not fit is left out.</param>
    /// <param name="isLive">Whether somebody is there to press keys.</param>
    /// <param name="isWhole">Whether all that looks wrong is shown; else the list has half of the lines.</param>
    public static IRenderable Draw(string json, int height, int first, string filter, int width = 160, bool isLive = true, bool isWhole = false)
    {
        using var document = JsonDocument.Parse(json);
        var root = document.RootElement;
        var parts = new List<IRenderable>();
        var list = isWhole ? MinRows : Math.Max(MinRows, height / 2);
        var free = height - 1 - list;
        free -= Head(parts, root, width, isLive, filter);
        if (!isWhole) free -= Add(parts, Hubs(root, width, Math.Max(1, height / 12)), free);
        var one = root.GetProperty("found").GetInt32() == 1 ? One(root.GetProperty("greenlets")[0], width).ToList() : [];
        var room = Math.Max(list, one.Count + 2); // the one that is found has its head, its row and its stack
        free -= room - list;
        free -= Problems(parts, root, free, width, isLive, isWhole);
        if (!isWhole)
        {
            free -= Lines(parts, root, "hot", 3, free, width, "hub time: ");
            free -= Lines(parts, root, "places", Math.Clamp(height / 4, 1, 8), free, width);
        }

        free += room;
        free -= Add(parts, Greenlets(root, Math.Max(1, free - one.Count - 1), first, width), free);
        Add(parts, one, free);
        return new Rows(parts);
    }

    /// <summary>The line on which a filter is written.</summary>
    public static IRenderable Prompt(string filter, int width)
    {
        const string hint = "  (Enter: keep it, Esc: no filter)";
        var line = $"filter: {filter}_";
        return new Text(line.Length + hint.Length <= width ? line + hint : line.Length <= width ? line : "…" + line[^Math.Max(1, width - 1)..]);
    }

    private static int Add(List<IRenderable> parts, IEnumerable<IRenderable> lines, int free)
    {
        var before = parts.Count;
        parts.AddRange(lines.Take(Math.Max(0, free)));
        return parts.Count - before;
    }

    private static int Head(List<IRenderable> parts, JsonElement root, int width, bool isLive, string filter)
    {
        var before = parts.Count;
        parts.Add(new Markup(Markup.Escape(TopTable.Cut(string.Create(CultureInfo.InvariantCulture, $"{root.GetProperty("program").GetString()} ({root.GetProperty("process").GetInt32()})  {DateTime.Now:HH:mm:ss}{(isLive ? "  q quit  / filter  j k scroll  p problems" : "")}"), width)), Style.Parse("bold")));
        if (filter.Length > 0)
            parts.Add(new Markup(Markup.Escape(TopTable.Cut(string.Create(CultureInfo.InvariantCulture, $"with '{filter}': {root.GetProperty("found").GetInt32():#,0} of {root.GetProperty("total").GetInt32():#,0} greenlets{(isLive ? "  (Esc: no filter)" : "")}"), width)), Style.Parse("green")));
        if (root.GetProperty("racing").GetBoolean()) parts.Add(new Markup(TopTable.Cut("the hub is busy: read from outside", width), Style.Parse("yellow")));
        return parts.Count - before;
    }

    /// <summary>The hub that is looked at, and others as far as there is room.</summary>
    private static IEnumerable<IRenderable> Hubs(JsonElement root, int width, int max)
    {
        var chosen = root.GetProperty("hub").GetString();
        var hubs = root.GetProperty("hubs").EnumerateArray().OrderByDescending(hub => hub.GetProperty("name").GetString() == chosen).ToList();
        var table = new TopTable(width).Add("hub", min: 6).Add("greenlets", true, dropped: 1).Add("runnable", true, dropped: 6).Add("switches/s", true, dropped: 4).Add("worst lag", true).Add("busy", true).Add("p95 lag", true, dropped: 7)
            .Add("failures", true, dropped: 5).Add("timers", true, dropped: 8).Add("sockets", true, dropped: 9).Add("threads", true, dropped: 10);
        foreach (var hub in hubs.Take(max))
        {
            var points = hub.GetProperty("points");
            if (points.GetArrayLength() == 0) continue;
            var now = points[points.GetArrayLength() - 1];
            var lag = now.GetProperty("lag").GetDouble();
            table.AddRow(
                hub.GetProperty("name").GetString()!, Number(now, "greenlets"), Number(now, "runnable"), Number(now, "switches"), new TopTable.Cell(Lag(lag), lag > 100 ? "red" : null),
                (now.GetProperty("busy").GetDouble() * 100).ToString("0", CultureInfo.InvariantCulture) + " %", Lag(now.GetProperty("lagP95").GetDouble()), Number(now, "failures"), Number(now, "timers"), Number(now, "sockets"), Number(now, "threads"));
        }

        return hubs.Count > max ? table.Draw().Append(new Text(TopTable.Cut($"and {hubs.Count - max} more {(hubs.Count == max + 1 ? "hub" : "hubs")}: 'coro hubs' names them", width))) : table.Draw();
    }

    private static string Lag(double milliseconds) => milliseconds.ToString(milliseconds < 10 ? "0.0" : "0", CultureInfo.InvariantCulture) + " ms";

    private static IEnumerable<IRenderable> Greenlets(JsonElement root, int height, int first, int width)
    {
        var all = root.GetProperty("greenlets");
        var table = new TopTable(width).Add("#", true).Add("greenlet", min: 8).Add("what it does", min: 14).Add("where", min: 12, dropped: 3).Add("for", true, dropped: 1).Add("hub time", true, dropped: 2);
        foreach (var greenlet in all.EnumerateArray().Skip(Math.Min(first, Math.Max(0, all.GetArrayLength() - height))).Take(Math.Max(0, height)))
        {
            table.AddRow(
                greenlet.GetProperty("id").GetInt64().ToString(CultureInfo.InvariantCulture), greenlet.GetProperty("name").GetString()!, Doing(greenlet), new TopTable.Cell(Place(greenlet), Kept: KeptOf(Place(greenlet))), For(greenlet, "since"),
                greenlet.TryGetProperty("cpuMs", out var time) && time.GetDouble() >= 0.1 ? Span(time.GetDouble()) : "");
        }

        return table.Draw();
    }

    /// <summary>What else is known of one greenlet: its age, who spawned it, its stack.</summary>
    private static IEnumerable<IRenderable> One(JsonElement greenlet, int width)
    {
        var spawner = "unknown, nobody listened when it was spawned";
        if (greenlet.TryGetProperty("spawnedBy", out var by)) spawner = $"{by.GetProperty("name").GetString()} #{by.GetProperty("id").GetInt64()}{(by.TryGetProperty("at", out var at) ? $" {(by.TryGetProperty("after", out _) ? "after" : "at")} {Place(at)}" : "")}";
        foreach (var line in new[] { $"age {For(greenlet, "born")}", $"spawned by: {spawner}" }.Concat(greenlet.GetProperty("frames").EnumerateArray().Select(frame => $"  at {Place(frame)}")).SelectMany(line => Wrap(line, width))) yield return new Text(line);
    }

    /// <summary>What looks wrong, each in full, as many as there is room for; the first at least in part.</summary>
    private static int Problems(List<IRenderable> parts, JsonElement root, int free, int width, bool isLive, bool isWhole)
    {
        var lines = root.GetProperty("problems").EnumerateArray().Select(line => Wrap(line.GetString()!, width).ToList()).ToList();
        var rows = new List<string>();
        var shown = 0;
        foreach (var line in lines)
        {
            var more = shown < lines.Count - 1 ? 1 : 0; // the line that says so
            if (shown > 0 && rows.Count + line.Count + more > free) break;
            rows.AddRange(line);
            shown++;
        }

        if (shown < lines.Count) rows.Add($"and {lines.Count - shown} more{(isLive && !isWhole ? ": press p" : "")}");
        else if (isWhole) rows.Add($"{(lines.Count == 0 ? "Nothing looks wrong" : "That is all that looks wrong")}{(isLive ? ": p shows the rest again" : "")}");
        return Add(parts, rows, free, width, "red");
    }

    /// <summary>Adds lines of text, as many rows as are free at most; how many it were.</summary>
    private static int Lines(List<IRenderable> parts, JsonElement root, string name, int max, int free, int width, string prefix = "")
    {
        var lines = root.GetProperty(name).EnumerateArray().Select(line => prefix + line.GetString()!).ToList();
        var rows = lines.Take(max).SelectMany(line => Wrap(line, width)).ToList();
        if (lines.Count > max) rows.Add($"and {lines.Count - max} more");
        return Add(parts, rows, free, width, "default");
    }

    private static int Add(List<IRenderable> parts, List<string> rows, int free, int width, string colour)
    {
        if (rows.Count > free)
        {
            rows.RemoveRange(Math.Max(0, free), rows.Count - Math.Max(0, free));
            if (rows.Count > 0) rows[^1] = TopTable.Cut(rows[^1] + " …", width);
        }

        foreach (var row in rows) parts.Add(new Markup($"[{colour}]{Markup.Escape(row)}[/]"));
        return rows.Count;
    }

    /// <summary>A text in rows of so many columns, cut between words.</summary>
    private static IEnumerable<string> Wrap(string text, int width)
    {
        while (text.Length > width)
        {
            var end = text.LastIndexOf(' ', width);
            if (end <= 0) end = width;
            yield return text[..end];
            text = text[end..].TrimStart(' ');
        }

        yield return text;
    }

    /// <summary>Who holds it comes first: the end may be cut.</summary>
    private static TopTable.Cell Doing(JsonElement greenlet)
    {
        var text = greenlet.GetProperty("status").GetString() == "waiting" ? greenlet.GetProperty("waitsFor").GetString()! : greenlet.GetProperty("status").GetString()!;
        if (!greenlet.TryGetProperty("owners", out var owners)) return text;
        var owner = owners[0].GetProperty("name").GetString()!;
        if (text.Contains(owner, StringComparison.Ordinal)) return text;
        if (owners.GetArrayLength() > 1) return $"{owner} and {owners.GetArrayLength() - 1} more hold {text}";
        return owners[0].TryGetProperty("dead", out _) ? new TopTable.Cell($"{owner} (ended) holds {text}", "red") : $"{owner} holds {text}";
    }

    private static string Place(JsonElement greenlet)
    {
        if (!greenlet.TryGetProperty("frames", out var frames)) return Short(greenlet);
        if (frames.GetArrayLength() == 0) return "";
        return greenlet.GetProperty("status").GetString() == "running" ? $"after {Short(frames[0])}" : Short(frames[0]); // of a step only its begin is known
    }

    /// <summary>The line says more than the file's name.</summary>
    private static int KeptOf(string place) => place.LastIndexOf(':') is >= 0 and var colon ? place.Length - colon : 0;

    private static string Short(JsonElement frame)
    {
        var method = frame.GetProperty("method").GetString()!;
        if (!frame.TryGetProperty("line", out var line)) return method;
        var file = frame.GetProperty("file").GetString()!;
        return $"{method}, {file[(file.LastIndexOfAny(['/', '\\']) + 1)..]}:{line.GetInt32()}";
    }

    private static string For(JsonElement greenlet, string since)
    {
        var isExact = greenlet.GetProperty(since + "Exact").GetBoolean();
        var time = DateTimeOffset.UtcNow - greenlet.GetProperty(since).GetDateTimeOffset();
        return (isExact ? "" : "≥ ") + Span(Math.Max(0, time.TotalMilliseconds));
    }

    private static string Span(double milliseconds) => milliseconds switch
    {
        < 10 => (Math.Floor(milliseconds * 10) / 10).ToString("0.0", CultureInfo.InvariantCulture) + " ms",
        < 1000 => Whole(milliseconds) + " ms",
        < 120_000 => Whole(milliseconds / 1000) + " s",
        < 7_200_000 => Whole(milliseconds / 60_000) + " min",
        _ => Whole(milliseconds / 3_600_000) + " h",
    };

    // not rounded: "at least 3 min" is not said of 2.8
    private static string Whole(double value) => Math.Floor(value).ToString("0", CultureInfo.InvariantCulture);

    private static string Number(JsonElement point, string name) => point.GetProperty(name).GetDouble().ToString("#,0", CultureInfo.InvariantCulture);
}
