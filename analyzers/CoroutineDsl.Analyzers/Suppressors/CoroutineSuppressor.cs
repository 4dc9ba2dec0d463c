using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;

namespace CoroutineDsl.Analyzers;

/// <summary>Takes away one of the compiler's warnings, where it warns of what is meant in a program with coroutines.</summary>
public abstract class CoroutineSuppressor : DiagnosticSuppressor
{
    private readonly SuppressionDescriptor _descriptor;

    private protected CoroutineSuppressor(SuppressionDescriptor descriptor)
    {
        _descriptor = descriptor;
        SupportedSuppressions = [descriptor];
    }

    /// <inheritdoc/>
    public sealed override ImmutableArray<SuppressionDescriptor> SupportedSuppressions { get; }

    /// <inheritdoc/>
    public sealed override void ReportSuppressions(SuppressionAnalysisContext context)
    {
        if (CoroutineContext.Of(context.Compilation) is not { } coroutines) return;
        foreach (var diagnostic in context.ReportedDiagnostics)
        {
            if (diagnostic.Location.SourceTree is not { } tree) continue;
            var node = tree.GetRoot(context.CancellationToken).FindNode(diagnostic.Location.SourceSpan, getInnermostNodeForTie: true);
            if (IsMeant(node, tree, coroutines, context)) context.ReportSuppression(Suppression.Create(_descriptor, diagnostic));
        }
    }

    /// <summary>Whether what the compiler warns of, at this node, is meant.</summary>
    private protected abstract bool IsMeant(SyntaxNode node, SyntaxTree tree, CoroutineContext coroutines, SuppressionAnalysisContext context);
}
