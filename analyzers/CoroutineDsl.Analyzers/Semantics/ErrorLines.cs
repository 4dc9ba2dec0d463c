using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace CoroutineDsl.Analyzers;

/// <summary>Where the compiler has an error of its own: what a rule would say there is a consequence of it, or says it again.</summary>
internal static class ErrorLines
{
    /// <summary>Whether one of the compiler's errors is on a line of this place. It is asked of few places: the compiler binds the statement again for it.</summary>
    internal static bool Meet(SemanticModel model, Location place, CancellationToken cancel)
    {
        if (place.SourceTree is not { } tree) return false;
        var text = tree.GetText(cancel);
        var first = text.Lines.GetLineFromPosition(place.SourceSpan.Start);
        var last = text.Lines.GetLineFromPosition(place.SourceSpan.End);
        var lines = TextSpan.FromBounds(first.Start, last.End);
        return model.GetDiagnostics(lines, cancel).Any(d => d.Severity == DiagnosticSeverity.Error && !d.IsSuppressed && lines.IntersectsWith(d.Location.SourceSpan));
    }
}
