using Spectre.Console;
using Spectre.Console.Rendering;

namespace CoroutineDsl.Tool.Top;

/// <summary>A table whose rows never wrap: numbers keep their width, texts share what is left, and columns for which there is no room are left out.</summary>
internal sealed class TopTable(int width)
{
    private readonly List<Column> _columns = [];
    private readonly List<Cell[]> _rows = [];

    /// <param name="name">What stands above it.</param>
    /// <param name="isRight">A number, on the right; it is not cut.</param>
    /// <param name="min">Of a text: how wide it is at least, if it has so much to say.</param>
    /// <param name="dropped">Which column is left out first where there is no room: the one with the highest number. Zero: never.</param>
    public TopTable Add(string name, bool isRight = false, int min = 8, int dropped = 0)
    {
        _columns.Add(new Column(name, isRight, min, dropped));
        return this;
    }

    public void AddRow(params Cell[] cells) => _rows.Add(cells);

    /// <summary>The head and the rows, a line each.</summary>
    public IEnumerable<IRenderable> Draw()
    {
        var needed = _columns.Select((column, i) => _rows.Select(row => row[i].Text.Length).Append(column.Name.Length).Max()).ToArray();
        var gap = width < 110 ? 1 : 2;
        var kept = Enumerable.Range(0, _columns.Count).ToList();
        while (Least(kept, needed, gap) > width && kept.Where(i => _columns[i].Dropped > 0).ToList() is { Count: > 0 } droppable) kept.Remove(droppable.MaxBy(i => _columns[i].Dropped));
        var widths = Widths(kept, needed, gap);
        yield return Line(kept, widths, gap, i => new Cell(_columns[i].Name, "dim"));
        foreach (var row in _rows) yield return Line(kept, widths, gap, i => row[i]);
    }

    private int LeastOf(int i, int[] needed) => _columns[i].IsRight ? needed[i] : Math.Min(needed[i], _columns[i].Min);

    private int Least(List<int> kept, int[] needed, int gap) => kept.Sum(i => LeastOf(i, needed)) + (gap * (kept.Count - 1));

    private int[] Widths(List<int> kept, int[] needed, int gap)
    {
        var widths = _columns.Select((_, i) => LeastOf(i, needed)).ToArray();
        for (var left = width - Least(kept, needed, gap); left > 0;)
        {
            var hungry = kept.Where(i => widths[i] < needed[i]).ToList();
            if (hungry.Count == 0) break;
            foreach (var i in hungry)
            {
                if (left-- <= 0) break;
                widths[i]++;
            }
        }

        return widths;
    }

    private Markup Line(List<int> kept, int[] widths, int gap, Func<int, Cell> cellOf)
    {
        var text = new System.Text.StringBuilder();
        var room = width;
        foreach (var i in kept)
        {
            var cell = cellOf(i);
            if (i != kept[0])
            {
                text.Append(' ', Math.Min(gap, Math.Max(0, room)));
                room -= gap;
            }

            if (room <= 0) break;
            var shown = cell.Cut(Math.Min(widths[i], room));
            shown = _columns[i].IsRight ? shown.PadLeft(Math.Min(widths[i], room)) : shown.PadRight(Math.Min(widths[i], room));
            room -= shown.Length;
            text.Append(cell.Colour is null ? Markup.Escape(shown) : $"[{cell.Colour}]{Markup.Escape(shown)}[/]");
        }

        return new Markup(text.ToString());
    }

    public static string Cut(string text, int length) => text.Length <= length ? text : length <= 1 ? text[..Math.Max(0, length)] : text[..(length - 1)] + "…";

    /// <param name="Text">What it says.</param>
    /// <param name="Colour">Its colour, if it has one.</param>
    /// <param name="Kept">So many letters at its end say more than those before: they are not cut.</param>
    internal readonly record struct Cell(string Text, string? Colour = null, int Kept = 0)
    {
        public string Cut(int length) => Text.Length <= length || Kept + 1 >= length ? TopTable.Cut(Text, length) : Text[..(length - Kept - 1)] + "…" + Text[^Kept..];

        public static implicit operator Cell(string text) => new(text);
    }

    private sealed record Column(string Name, bool IsRight, int Min, int Dropped);
}
