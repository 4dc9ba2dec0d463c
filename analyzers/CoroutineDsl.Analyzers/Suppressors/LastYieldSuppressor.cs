using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;

namespace CoroutineDsl.Analyzers;

/// <summary>
/// The compiler warns of a statement that is never reached (CS0162), such as a <c>yield break</c> behind an endless loop. Where a coroutine has no other <c>yield</c>, that statement is what makes it an iterator.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class LastYieldSuppressor : DiagnosticSuppressor
{
    private static readonly SuppressionDescriptor Descriptor = new("CORO002S", "CS0162", "The only yield of a coroutine is what makes it one, whether it is reached or not.");

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
            if (node is not YieldStatementSyntax { Expression: null, Parent: BlockSyntax { Parent: MethodDeclarationSyntax method } body } last) continue;
            if (body.Statements.Last() != last || IteratorBody.InFunction(method).Any(other => other is YieldStatementSyntax && other != last)) continue;
            if (context.GetSemanticModel(tree).GetDeclaredSymbol(method, context.CancellationToken) is { } symbol && coroutines.IsCoroutine(symbol))
                context.ReportSuppression(Suppression.Create(Descriptor, diagnostic));
        }
    }
}
