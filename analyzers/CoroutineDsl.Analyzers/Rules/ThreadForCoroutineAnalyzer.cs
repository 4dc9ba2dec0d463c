using System.Collections.Immutable;
using CoroutineDsl.Generator.Blocking;
using CoroutineDsl.Generator.Symbols;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace CoroutineDsl.Analyzers;

/// <summary>CORO016: a thread is started where a greenlet is meant. What is spawned on its hub never runs, since nobody runs that; what it waits for takes the thread, and a hub.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class ThreadForCoroutineAnalyzer : CoroutineAnalyzer
{
    internal const string Id = "CORO016";

    private static readonly DiagnosticDescriptor Descriptor = new(
        Id,
        "A thread is started where a greenlet is meant",
        "{0}",
        Rule.Category,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        helpLinkUri: Rule.HelpLink(Id));

    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics => [Descriptor];

    private protected override void Register(CompilationStartAnalysisContext start, CoroutineContext coroutines) =>
        start.RegisterOperationAction(context => Analyze(context, coroutines), OperationKind.AnonymousFunction, OperationKind.MethodReference);

    private static void Analyze(OperationAnalysisContext context, CoroutineContext coroutines)
    {
        if (ThreadStarts.Of(context.Operation) is not { } thread) return;
        switch (context.Operation)
        {
            case IMethodReferenceOperation reference when coroutines.IsColdCoroutine(reference.Method.ReturnType):
                Report(context, $"The coroutine is made on {thread} and never runs: write {ThreadStarts.Instead(reference, ThreadStarts.CallOf(reference.Syntax, reference.Method))}");
                break;
            case IAnonymousFunctionOperation lambda when coroutines.IsColdCoroutine(lambda.Symbol.ReturnType):
                Report(context, $"The coroutine is made on {thread} and never runs: write {ThreadStarts.Instead(lambda, Only(lambda) ?? "...")}");
                break;
            case IAnonymousFunctionOperation lambda:
                Inside(context, lambda, thread, coroutines);
                break;
        }
    }

    private static void Inside(OperationAnalysisContext context, IAnonymousFunctionOperation lambda, string thread, CoroutineContext coroutines)
    {
        var calls = lambda.Body.InFunction().OfType<IInvocationOperation>().ToArray();
        var waits = calls.Where(call => call.IsAwait(coroutines)).ToArray();
        if (waits.Length == 0)
        {
            if (calls.FirstOrDefault(call => MainProgram.IsSpawn(call, coroutines)) is { } spawn && !calls.Any(MainProgram.IsHubsRun))
                Report(context, $"'{Shown.Code(spawn.Syntax)}' is for the hub of {thread}, which nobody runs, so the greenlet never runs: write {(Started(spawn) is { } started ? ThreadStarts.Instead(lambda, started) : "it in place of the thread")}, or '{Shown.Await(spawn.Syntax)}' to run the hub until it has ended");
        }
        else if (waits.Any(wait => coroutines.IsColdCoroutine(wait.Receiver()?.WithoutImplicitConversions().Type)) && RunsHubHere(context, lambda, coroutines))
        {
            Report(context, Only(lambda) is not null && waits.Length == 1
                ? $"The coroutine takes {thread}, with a hub of its own: write {ThreadStarts.Instead(lambda, Shown.Code(waits[0].Receiver()!.Syntax))}"
                : $"The coroutines take {thread}, with a hub of its own: move the lambda's body to a [Coroutine] method 'M', and write {ThreadStarts.Instead(lambda, "M(...)")}");
        }
    }

    /// <summary>The one coroutine that a call of <c>Spawn</c> starts.</summary>
    private static string? Started(IInvocationOperation spawn) =>
        spawn is { TargetMethod.Name: "Spawn", Syntax: InvocationExpressionSyntax { ArgumentList.Arguments: [{ Expression: InvocationExpressionSyntax coroutine }] } } ? Shown.Code(coroutine) : null;

    /// <summary>Whether this hub runs what is spawned here: it is a coroutine's, or the method waits further down, or blocks there as a main program does.</summary>
    private static bool RunsHubHere(OperationAnalysisContext context, IAnonymousFunctionOperation lambda, CoroutineContext coroutines)
    {
        if (context.ContainingSymbol is IMethodSymbol method && coroutines.IsCoroutine(method)) return true;
        IOperation root = lambda;
        while (root.Parent is { } parent) root = parent;
        var blocks = MainProgram.Is(context.ContainingSymbol) ? BlockingCalls.Of(context.Compilation) : null; // CORO026 makes waits of what blocks a main program
        return root.InFunction().Any(o => MainProgram.IsAfter(o, lambda) && (o is IInvocationOperation call && call.IsAwait(coroutines) || blocks is not null && MainProgram.Blocking(o, blocks) is not null));
    }

    /// <summary>What the lambda does, if that is one expression.</summary>
    private static string? Only(IAnonymousFunctionOperation lambda) => lambda.Syntax switch
    {
        LambdaExpressionSyntax { Body: ExpressionSyntax body } => Shown.Code(body),
        LambdaExpressionSyntax { Body: BlockSyntax { Statements: [ExpressionStatementSyntax only] } } => Shown.Code(only.Expression),
        LambdaExpressionSyntax { Body: BlockSyntax { Statements: [ReturnStatementSyntax { Expression: { } only }] } } => Shown.Code(only),
        _ => null,
    };

    private static void Report(OperationAnalysisContext context, string message) => context.ReportDiagnostic(Diagnostic.Create(Descriptor, context.Operation.Syntax.GetLocation(), message));
}
