using System.Text;

namespace CoroutineDsl.Tool.Migrate;

/// <summary>
/// How files are indented, as an <c>.editorconfig</c> says it: the fixes lay out what they write as that says, and by four spaces where nothing does.
/// </summary>
internal static class Indentation
{
    private const string File = ".editorconfig";

    /// <summary>Writes down in a copy how its files are indented, where neither the project nor a folder above it says so.</summary>
    public static void WriteDown(string original, string copy, IEnumerable<string> sources)
    {
        for (var folder = new DirectoryInfo(original); folder is not null; folder = folder.Parent)
        {
            var settings = Path.Combine(folder.FullName, File);
            if (!System.IO.File.Exists(settings)) continue;
            var text = System.IO.File.ReadAllText(settings);
            if (text.Contains("indent_", StringComparison.OrdinalIgnoreCase)) return;
            if (text.Contains("root = true", StringComparison.OrdinalIgnoreCase)) break;
        }

        var written = new StringBuilder("\n");
        foreach (var source in sources.Where(name => name.IndexOfAny(['[', ']', '{', '}', '*', '?', '!']) < 0))
            if (Of(System.IO.File.ReadAllText(Path.Combine(copy, source))) is { } indentation) written.Append($"[/{source.Replace('\\', '/')}]\n{indentation}\n");
        if (written.Length > 1) System.IO.File.AppendAllText(Path.Combine(copy, File), written.ToString());
    }

    /// <summary>What an <c>.editorconfig</c> has to say of a file; <c>null</c>: nothing, for it is indented by four spaces, or not at all.</summary>
    internal static string? Of(string text)
    {
        var lines = text.Split('\n').Where(line => line.Trim().Length > 0).ToArray();
        if (lines.Count(line => line[0] == '\t') is > 0 and var tabs && tabs >= lines.Count(line => line[0] == ' ')) return "indent_style = tab";
        var steps = lines.Zip(lines.Skip(1), (before, after) => Depth(after) - Depth(before)).Where(step => step is > 1 and <= 8).GroupBy(step => step).OrderByDescending(group => group.Count()).ThenBy(group => group.Key);
        return steps.FirstOrDefault()?.Key is { } most and not 4 ? $"indent_style = space\nindent_size = {most}" : null;
    }

    private static int Depth(string line) => line.Length - line.TrimStart(' ').Length;
}
