using System.Collections.Immutable;
using CoroutineDsl.Generator.Blocking;
using CoroutineDsl.Generator.Symbols;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace CoroutineDsl.Analyzers;

/// <summary>CORO014: a coroutine waits for a task that could be cancelled and is not: a kill or a timeout leaves it running, and what it gets is lost.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class UncancelledTaskAnalyzer : CoroutineAnalyzer
{
    internal const string Id = "CORO014";

    private static readonly DiagnosticDescriptor Descriptor = new(
        Id,
        "A task that could be cancelled is waited for without a token",
        "A kill or a timeout leaves '{0}' running: write 'Cancellable(token => {0}(..., token))'",
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
            {
                if (Waited(operation, coroutines) is not ExpressionSyntax waited || TokenOverload.CallOf(waited) is not { } call) continue;
                if (TokenOverload.Of(call, operation.SemanticModel!, block.CancellationToken) is null) continue;
                block.ReportDiagnostic(Diagnostic.Create(Descriptor, call.GetLocation(), operation.SemanticModel!.GetSymbolInfo(call, block.CancellationToken).Symbol!.Name));
            }
        });

    /// <summary>What is waited for: by <c>x.Await()</c>, or by <c>yield return x</c>.</summary>
    private static SyntaxNode? Waited(IOperation operation, CoroutineContext coroutines) => operation switch
    {
        IInvocationOperation call when call.IsAwait(coroutines) => call.Receiver()?.WithoutImplicitConversions().Syntax,
        IReturnOperation { Kind: OperationKind.YieldReturn, ReturnedValue: { } value } => value.WithoutImplicitConversions().Syntax,
        _ => null,
    };
}
