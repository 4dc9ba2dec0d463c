using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;

namespace CoroutineDsl.Analyzers;

/// <summary>
/// The compiler warns that a call is not awaited (CS4014) in async methods and in top-level programs. For <c>Spawn(...)</c> that is its very purpose: the greenlet runs whether or not somebody waits for it.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class SpawnedGreenletSuppressor() : CoroutineSuppressor(Descriptor)
{
    private static readonly SuppressionDescriptor Descriptor = new("CORO005S", "CS4014", "A spawned greenlet runs whether or not somebody waits for it.");

    private protected override bool IsMeant(SyntaxNode node, SyntaxTree tree, CoroutineContext coroutines, SuppressionAnalysisContext context)
    {
        if (node.FirstAncestorOrSelf<ExpressionStatementSyntax>() is not { Expression: { } expression }) return false;
        var model = context.GetSemanticModel(tree);
        return model.GetSymbolInfo(expression, context.CancellationToken).Symbol is IMethodSymbol method && CoroutineContext.ActsAtCall(method)
            || CoroutineContext.DerivesFrom(model.GetTypeInfo(expression, context.CancellationToken).Type, coroutines.Greenlet);
    }
}
