using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;

namespace CoroutineDsl.Analyzers;

/// <summary>
/// The compiler warns of a statement that is never reached (CS0162), such as a <c>yield break</c> behind an endless loop. Where a coroutine has no other <c>yield</c>, that statement is what makes it an iterator.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class LastYieldSuppressor() : CoroutineSuppressor(Descriptor)
{
    private static readonly SuppressionDescriptor Descriptor = new("CORO002S", "CS0162", "The only yield of a coroutine is what makes it one, whether it is reached or not.");

    private protected override bool IsMeant(SyntaxNode node, SyntaxTree tree, CoroutineContext coroutines, SuppressionAnalysisContext context)
    {
        if (node is not YieldStatementSyntax { Expression: null, Parent: BlockSyntax { Parent: MethodDeclarationSyntax method } body } last) return false;
        if (body.Statements.Last() != last || IteratorBody.InFunction(method).Any(other => other is YieldStatementSyntax && other != last)) return false;
        return context.GetSemanticModel(tree).GetDeclaredSymbol(method, context.CancellationToken) is { } symbol && coroutines.IsCoroutine(symbol);
    }
}
