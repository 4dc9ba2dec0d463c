using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;

namespace CoroutineDsl.Analyzers;

/// <summary>
/// The compiler warns that a call is not awaited (CS4014) in async methods and in top-level programs. For <c>Spawn(...)</c> that is its very purpose: the greenlet runs whether or not somebody waits for it.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class SpawnedGreenletSuppressor : DiagnosticSuppressor
{
    private static readonly SuppressionDescriptor Descriptor = new("CORO005S", "CS4014", "A spawned greenlet runs whether or not somebody waits for it.");

    /// <inheritdoc/>
    public override ImmutableArray<SuppressionDescriptor> SupportedSuppressions => [Descriptor];

    /// <inheritdoc/>
    public override void ReportSuppressions(SuppressionAnalysisContext context)
    {
        if (CoroutineContext.Of(context.Compilation) is not { } coroutines) return;
        foreach (var diagnostic in context.ReportedDiagnostics)
        {
            if (diagnostic.Location.SourceTree is not { } tree) continue;
            var node = tree.GetRoot(context.CancellationToken).FindNode(diagnostic.Location.SourceSpan, getInnermostNodeForTie: true);
            if (node.FirstAncestorOrSelf<ExpressionStatementSyntax>() is not { Expression: { } expression }) continue;
            var model = context.GetSemanticModel(tree);
            var acts = model.GetSymbolInfo(expression, context.CancellationToken).Symbol is IMethodSymbol method && CoroutineContext.ActsAtCall(method);
            if (acts || CoroutineContext.DerivesFrom(model.GetTypeInfo(expression, context.CancellationToken).Type, coroutines.Greenlet))
                context.ReportSuppression(Suppression.Create(Descriptor, diagnostic));
        }
    }
}
