using System.Globalization;
using System.IO;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace CoroutineDsl.Generator.Emit;

/// <summary>
/// Where the user's code says that it stands: in its file, or where a <c>#line</c> of the user's own sends it. Breakpoints, stack traces and errors of generated code go there.
/// </summary>
internal static class SourceMap
{
    /// <summary>Null where it stands nowhere: in a tree without a path, or under <c>#line hidden</c>.</summary>
    public static (string Path, LinePositionSpan Span)? Of(SyntaxNodeOrToken place)
    {
        var location = place.GetLocation()!;
        var tree = location.SourceTree!;
        if (tree.FilePath.Length == 0 || tree.GetLineVisibility(location.SourceSpan.Start) == LineVisibility.Hidden)
            return null;
        var mapped = location.GetMappedLineSpan();
        var path = mapped.HasMappedPath ? Beside(tree.FilePath, mapped.Path) : tree.FilePath;
        return path.Length == 0 || path.IndexOfAny(['"', '\n', '\r']) >= 0 ? null : (path, mapped.Span);
    }

    /// <summary>The line that it stands in, from 1.</summary>
    public static int Line(SyntaxNodeOrToken place) => place.GetLocation()!.GetMappedLineSpan().StartLinePosition.Line + 1;

    /// <summary><c>#line 12 "Server.cs"</c></summary>
    public static string LineDirective(SyntaxNodeOrToken place) => Of(place) is { } found ? $"#line {Number(found.Span.Start.Line + 1)} \"{found.Path}\"\n" : "";

    /// <summary>
    /// <c>#line (12,5)-(12,30) 8 "Server.cs"</c>: what follows begins in that column. What begins before that column is the whole of the span: so a statement of several lines
    /// that has become one line is each of its lines still.
    /// </summary>
    public static string? SpanDirective(SyntaxNodeOrToken place, int column, bool isOneLine)
    {
        if (Of(place) is not { } found)
            return null;
        var (start, end) = (found.Span.Start, found.Span.End);
        // a span may cross into lines that are mapped elsewhere: then only its start is known
        if (end <= start)
            end = new LinePosition(start.Line, start.Character + 1);
        if (isOneLine && end.Line > start.Line)
            column++;
        return $"#line ({Number(start.Line + 1)},{Number(start.Character + 1)})-({Number(end.Line + 1)},{Number(end.Character + 1)}) {Number(Math.Max(1, column))} \"{found.Path}\"\n";
    }

    /// <summary>As the compiler resolves the path of a <c>#line</c>: from the directory of the file that it stands in.</summary>
    private static string Beside(string file, string path) =>
        Path.IsPathRooted(path) || !Path.IsPathRooted(file) ? path : Path.Combine(Path.GetDirectoryName(file)!, path);

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);
}
