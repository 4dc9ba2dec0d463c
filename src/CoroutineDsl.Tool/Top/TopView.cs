using System.Globalization;
using System.Text.Json;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace CoroutineDsl.Tool.Top;

/// <summary>One look at a program, drawn for a terminal.</summary>
internal static class TopView
{
    private const int MinRows = 3; // of the list

    /// <param name="json">What the monitor answered to <c>top</c>.</param>
    /// <param name="height">How many lines there are; the last stays empty.</param>
    /// <param name="first">Which greenlet is the first of the list.</param>
    /// <param name="filter">What the list is filtered by.</param>
    /// <param name="width">How many columns there are: what does not fit is left out.</param>
    /// <param name="isLive">Whether somebody is there to press keys.</param>
    public static IRenderable Draw(string json, int height, int first, string filter, int width = 160, bool isLive = true)
    {
        using var document = JsonDocument.Parse(json);
        var root = document.RootElement;
        var parts = new List<IRenderable>();
        var free = height - 1 - (root.GetProperty("hubs").GetArrayLength() + 1) - (MinRows + 1);
        free -= Head(parts, root, width, isLive);
        parts.Add(Hubs(root, width < 110));
        free -= Lines(parts, root, "problems", "red", 8, free, width);
        free -= Lines(parts, root, "hot", "default", 4, free, width, "hub time: ");
        free -= Lines(parts, root, "places", "default", Math.Clamp(height / 4, 1, 8), free, width);
        parts.Add(Greenlets(root, MinRows + free, first, filter, width < 110));
        return new Rows(parts);
    }

    private static int Head(List<IRenderable> parts, JsonElement root, int width, bool isLive)
    {
        parts.Add(new Markup(Markup.Escape(Cut(string.Create(CultureInfo.InvariantCulture, $"{root.GetProperty("program").GetString()} ({root.GetProperty("process").GetInt32()})  {DateTime.Now:HH:mm:ss}{(isLive ? "  q quit  / filter  j k scroll" : "")}"), width)), Style.Parse("bold")));
        if (!root.GetProperty("racing").GetBoolean()) return 1;
        parts.Add(new Markup("the hub is busy: read from outside", Style.Parse("yellow")));
        return 2;
    }

    private static Table Hubs(JsonElement root, bool isNarrow)
    {
        var table = new Table().Border(TableBorder.None).Expand();
        string[] names = ["hub", "greenlets", "runnable", "switches/s", "lag", "busy", "failures", "timers", "sockets", "threads"];
        if (isNarrow) names = names[..7];
        foreach (var name in names) table.AddColumn(new TableColumn($"[dim]{name}[/]") { NoWrap = true, Alignment = name == "hub" ? Justify.Left : Justify.Right });
        foreach (var hub in root.GetProperty("hubs").EnumerateArray())
        {
            var points = hub.GetProperty("points");
            if (points.GetArrayLength() == 0) continue;
            var now = points[points.GetArrayLength() - 1];
            var lag = now.GetProperty("lag").GetDouble();
            string[] cells =
            [
                Markup.Escape(hub.GetProperty("name").GetString()!), Number(now, "greenlets"), Number(now, "runnable"), Number(now, "switches"),
                lag > 100 ? $"[red]{lag.ToString("0", CultureInfo.InvariantCulture)}\u00a0ms[/]" : lag.ToString("0.0", CultureInfo.InvariantCulture) + "\u00a0ms",
                (now.GetProperty("busy").GetDouble() * 100).ToString("0", CultureInfo.InvariantCulture) + "\u00a0%", Number(now, "failures"), Number(now, "timers"), Number(now, "sockets"), Number(now, "threads"),
            ];
            table.AddRow(cells[..names.Length]);
        }

        return table;
    }

    private static Table Greenlets(JsonElement root, int height, int first, string filter, bool isNarrow)
    {
        var table = new Table().Border(TableBorder.None).Expand();
        var found = root.GetProperty("found").GetInt32();
        var title = filter.Length == 0 ? "greenlet" : $"greenlet ({Markup.Escape(filter)}: {found})";
        foreach (var (name, isRight) in new[] { ("#", true), (title, false), ("what it does", false), ("where", false), ("for", true), (isNarrow ? "time" : "hub\u00a0time", true) })
            table.AddColumn(new TableColumn($"[dim]{name}[/]") { NoWrap = true, Alignment = isRight ? Justify.Right : Justify.Left });
        foreach (var greenlet in root.GetProperty("greenlets").EnumerateArray().Skip(first).Take(height))
        {
            table.AddRow(
                greenlet.GetProperty("id").GetInt64().ToString(CultureInfo.InvariantCulture), Markup.Escape(Cut(greenlet.GetProperty("name").GetString()!, isNarrow ? 12 : 24)), Doing(greenlet, isNarrow ? 22 : 44), Markup.Escape(Place(greenlet, isNarrow ? 20 : 40)), For(greenlet),
                greenlet.TryGetProperty("cpuMs", out var time) && time.GetDouble() >= 0.1 ? Span(time.GetDouble()) : "");
        }

        return table;
    }

    /// <summary>Adds lines of text, as many rows as are free at most; how many it were.</summary>
    private static int Lines(List<IRenderable> parts, JsonElement root, string name, string colour, int max, int free, int width, string prefix = "")
    {
        var lines = root.GetProperty(name).EnumerateArray().Select(line => prefix + line.GetString()!).ToList();
        var rows = lines.Take(max).SelectMany(line => Wrap(line, width)).ToList();
        if (lines.Count > max) rows.Add($"and {lines.Count - max} more");
        if (rows.Count > free)
        {
            rows.RemoveRange(Math.Max(0, free), rows.Count - Math.Max(0, free));
            if (rows.Count > 0) rows[^1] = Cut(rows[^1] + " …", width);
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

    private static string Doing(JsonElement greenlet, int length)
    {
        var text = greenlet.GetProperty("status").GetString() == "waiting" ? greenlet.GetProperty("waitsFor").GetString()! : greenlet.GetProperty("status").GetString()!;
        if (!greenlet.TryGetProperty("owners", out var owners) || owners.GetArrayLength() != 1) return Markup.Escape(Cut(text, length));
        var isDead = owners[0].TryGetProperty("dead", out _);
        var held = $"{text} (held by {owners[0].GetProperty("name").GetString()}{(isDead ? ", ended" : "")})";
        return isDead ? $"[red]{Markup.Escape(Cut(held, length))}[/]" : Markup.Escape(Cut(held, length));
    }

    private static string Place(JsonElement greenlet, int length)
    {
        var frames = greenlet.GetProperty("frames");
        if (frames.GetArrayLength() == 0) return "";
        var frame = frames[0];
        var method = frame.GetProperty("method").GetString()!;
        if (!frame.TryGetProperty("line", out var line)) return Cut(method, length);
        var file = frame.GetProperty("file").GetString()!;
        var end = $":{line.GetInt32()}";
        return Cut($"{method}, {file[(file.LastIndexOfAny(['/', '\\']) + 1)..]}", length - end.Length) + end; // the line says more than the file's name
    }

    private static string For(JsonElement greenlet)
    {
        var isExact = greenlet.GetProperty("sinceExact").GetBoolean();
        var time = DateTimeOffset.UtcNow - greenlet.GetProperty("since").GetDateTimeOffset();
        return (isExact ? "" : "≥\u00a0") + Span(Math.Max(0, time.TotalMilliseconds));
    }

    private static string Span(double milliseconds) => milliseconds switch
    {
        < 1000 => milliseconds.ToString("0", CultureInfo.InvariantCulture) + "\u00a0ms",
        < 120_000 => (milliseconds / 1000).ToString("0", CultureInfo.InvariantCulture) + "\u00a0s",
        < 7_200_000 => (milliseconds / 60_000).ToString("0", CultureInfo.InvariantCulture) + "\u00a0min",
        _ => (milliseconds / 3_600_000).ToString("0", CultureInfo.InvariantCulture) + "\u00a0h",
    };

    private static string Number(JsonElement point, string name) => point.GetProperty(name).GetDouble().ToString("#,0", CultureInfo.InvariantCulture);

    private static string Cut(string text, int length) => text.Length > length ? text[..(length - 1)] + "…" : text;
}
