using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;

namespace CoroutineDsl.Analyzers;

/// <summary>CORO011: says beside the compiler's CS1626, CS1631 and CS1625 what to write instead of a <c>yield return</c> that cannot stand there.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class YieldInTryAnalyzer : CoroutineAnalyzer
{
    internal const string Id = "CORO011";

    private static readonly DiagnosticDescriptor Descriptor = new(
        Id,
        "C# has no yield return in try-catch, catch and finally: write Await()",
        "C# has no yield return {0}: wait with Await(), or end with SetResult and yield break",
        Rule.Category,
        DiagnosticSeverity.Info,
        isEnabledByDefault: true,
        helpLinkUri: Rule.HelpLink(Id));

    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics => [Descriptor];

    private protected override void Register(CompilationStartAnalysisContext start, CoroutineContext coroutines) =>
        start.RegisterSyntaxNodeAction(context => Analyze(context, coroutines), SyntaxKind.YieldReturnStatement);

    private static void Analyze(SyntaxNodeAnalysisContext context, CoroutineContext coroutines)
    {
        var statement = (YieldStatementSyntax)context.Node;
        if (IteratorBody.ForbidsYieldReturn(statement) is not { } where) return;
        if (context.ContainingSymbol is not IMethodSymbol method || !coroutines.IsCoroutine(method)) return;
        var keywords = TextSpan.FromBounds(statement.YieldKeyword.SpanStart, statement.ReturnOrBreakKeyword.Span.End);
        context.ReportDiagnostic(Diagnostic.Create(Descriptor, Location.Create(statement.SyntaxTree, keywords), where));
    }
}
