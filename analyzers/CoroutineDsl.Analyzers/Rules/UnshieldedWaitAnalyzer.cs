using System.Collections.Immutable;
using CoroutineDsl.Generator.Blocking;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace CoroutineDsl.Analyzers;

/// <summary>
/// CORO025: in plain code a catch clause takes an exit. No filter of the runtime sees that exit pass, so the <c>finally</c> blocks below the clause, and the clause itself, are not shielded while they wait.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class UnshieldedWaitAnalyzer : CoroutineAnalyzer
{
    internal const string Id = "CORO025";

    private static readonly DiagnosticDescriptor Descriptor = new(
        Id,
        "A cleanup of plain code waits where nothing shields it",
        "The next kill or deadline cuts short {0}: write 'using var shield = CancelScope.Start(isShielded: true);' at its beginning",
        Rule.Category,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        helpLinkUri: Rule.HelpLink(Id));

    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics => [Descriptor];

    private protected override void Register(CompilationStartAnalysisContext start, CoroutineContext coroutines)
    {
        var exits = new ExitFlow(coroutines);
        start.RegisterOperationBlockAction(context =>
        {
            if (context.OwningSymbol is not IMethodSymbol member) return;
            foreach (var body in context.OperationBlocks)
            {
                var isPlain = !IsMain(member) && !coroutines.IsCoroutine(member);
                new Function(exits, body, isPlain && IsPlain(member, body), context.ReportDiagnostic).Visit(body, null);
            }
        });
    }

    /// <summary>The main program, which nobody kills.</summary>
    private static bool IsMain(IMethodSymbol method) => method is { IsStatic: true, Name: WellKnownMemberNames.EntryPointMethodName or WellKnownMemberNames.TopLevelStatementsEntryPointMethodName };

    /// <summary>An asynchronous method and an iterator are run piece by piece, by others.</summary>
    private static bool IsPlain(IMethodSymbol function, IOperation body) => !function.IsAsync && !body.Yields();

    private sealed class Function(ExitFlow exits, IOperation body, bool isPlain, Action<Diagnostic> report)
    {
        /// <summary>Looks at an operation and what is in it.</summary>
        /// <param name="operation">The operation.</param>
        /// <param name="taker">The innermost clause around it that takes an exit.</param>
        public void Visit(IOperation operation, ICatchClauseOperation? taker)
        {
            switch (operation)
            {
                case ILocalFunctionOperation { Body: { } inner } local:
                    new Function(exits, inner, IsPlain(local.Symbol, inner), report).Visit(inner, null);
                    break;
                case IAnonymousFunctionOperation lambda:
                    new Function(exits, lambda.Body, IsPlain(lambda.Symbol, lambda.Body), report).Visit(lambda.Body, null);
                    break;
                case ITryOperation statement:
                    VisitTry(statement, taker);
                    break;
                default:
                    foreach (var child in operation.ChildOperations) Visit(child, taker);
                    break;
            }
        }

        private void VisitTry(ITryOperation statement, ICatchClauseOperation? taker)
        {
            Visit(statement.Body, statement.Catches.FirstOrDefault(exits.Takes) ?? taker);
            foreach (var clause in statement.Catches)
            {
                if (isPlain && exits.Takes(clause) && exits.Carries(statement.Body) && !statement.Catches.TakeWhile(earlier => earlier != clause).Any(exits.TakesKills)
                    && exits.Unshielded(clause.Handler, body).FirstOrDefault() is { } wait && ExitFlow.Rethrown(clause).Any(thrown => thrown.Syntax.SpanStart > wait.Syntax.SpanStart))
                    Report(((CatchClauseSyntax)clause.Syntax).CatchKeyword, $"the wait in '{Header(clause)}', which takes an exit and throws it on later");
                Visit(clause.Handler, taker);
            }

            if (statement.Finally is not { } cleanup) return;
            if (isPlain && taker is not null && exits.ComesOut(statement) && exits.Unshielded(cleanup, body).Any())
                Report(((FinallyClauseSyntax)cleanup.Syntax.Parent!).FinallyKeyword, $"the wait in this 'finally', since '{Header(taker)}' around it takes the exit");
            Visit(cleanup, taker);
        }

        private void Report(SyntaxToken keyword, string what) => report(Diagnostic.Create(Descriptor, keyword.GetLocation(), what));

        private static string Header(ICatchClauseOperation clause) => clause.Syntax is CatchClauseSyntax { Declaration.Type: { } type } ? $"catch ({type})" : "catch";
    }
}
