using System.Collections.Immutable;
using CoroutineDsl.Generator.Blocking;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace CoroutineDsl.Analyzers;

/// <summary>CORO009: an endless loop that can go round without a suspension: no other greenlet ever runs.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class StarvingLoopAnalyzer : CoroutineAnalyzer
{
    internal const string Id = "CORO009";

    private static readonly DiagnosticDescriptor Descriptor = new(
        Id,
        "A loop that never suspends starves the hub",
        "This loop can go round for ever without a suspension: no other greenlet runs meanwhile",
        Rule.Category,
        DiagnosticSeverity.Info,
        isEnabledByDefault: true,
        helpLinkUri: Rule.HelpLink(Id));

    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics => [Descriptor];

    private protected override void Register(CompilationStartAnalysisContext start, CoroutineContext coroutines) =>
        RegisterBodies(start, coroutines, (block, _, body) =>
        {
            foreach (var operation in body.InFunction())
                if (operation is ILoopOperation loop && new LoopFlow(loop, coroutines).CanStarve)
                    block.ReportDiagnostic(Diagnostic.Create(Descriptor, Keyword(loop.Syntax)));
        });

    private static Location Keyword(SyntaxNode loop) => loop switch
    {
        WhileStatementSyntax statement => statement.WhileKeyword.GetLocation(),
        DoStatementSyntax statement => statement.DoKeyword.GetLocation(),
        ForStatementSyntax statement => statement.ForKeyword.GetLocation(),
        _ => loop.GetLocation(),
    };
}
