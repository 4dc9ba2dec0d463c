using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace CoroutineDsl.Analyzers;

/// <summary>Coroutines given to what takes threads and tasks, and async lambdas given to what takes coroutines.</summary>
public sealed partial class CompilerErrorAnalyzer
{
    /// <summary><c>new Thread(Work)</c>, <c>Task.WhenAll(Work(), Work())</c>.</summary>
    private static void Threaded(OperationAnalysisContext context, CoroutineContext coroutines)
    {
        if (context.Operation is not IInvalidOperation { SemanticModel: { } model, Syntax: ExpressionSyntax syntax }) return;
        if (syntax is InvocationExpressionSyntax && GatherIn(syntax) is { } gather) Gathered(context, gather, model, coroutines);
        if (syntax is not ObjectCreationExpressionSyntax { ArgumentList.Arguments: [{ Expression: var first }, ..], Type: var type } || Name(type) is not ("Thread" or "Timer")) return;
        if (Coroutine(first, model, coroutines, context.CancellationToken) is not { } method) return;
        var work = ThreadStarts.CallOf(first, method);
        Report(context, first, Name(type) == "Thread"
            ? $"A coroutine needs no thread: write 'Spawn({work})'"
            : $"A timer cannot run a coroutine: write 'SpawnLater(dueTime, {work})', or {ThreadStarts.ForEachTick(work)}");
    }

    private static void Gathered(OperationAnalysisContext context, InvocationExpressionSyntax gather, SemanticModel model, CoroutineContext coroutines)
    {
        if (gather.ArgumentList.Arguments.FirstOrDefault(a => coroutines.IsColdCoroutine(model.GetTypeInfo(a.Expression, context.CancellationToken).Type)) is null) return;
        var name = Name(gather.Expression) == "WhenAll" ? "All" : "Race";
        Report(context, gather, $"A coroutine is no task: write '{name}({string.Join(", ", gather.ArgumentList.Arguments.Select(a => Shown.Code(a.Expression)))}).Await()'");
    }

    /// <summary>The call of <c>Task.WhenAll</c> or <c>Task.WhenAny</c> that an expression is an argument of.</summary>
    private static InvocationExpressionSyntax? GatherOf(ExpressionSyntax argument) => argument.Parent is ArgumentSyntax { Parent.Parent: InvocationExpressionSyntax call } ? GatherIn(call) : null;

    private static InvocationExpressionSyntax? GatherIn(ExpressionSyntax call) =>
        call is InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "WhenAll" or "WhenAny", Expression: var task } } gather && Name(task) == "Task" ? gather : null;

    /// <summary>An async lambda where a function that makes a coroutine is wanted.</summary>
    private static void Handled(SyntaxNodeAnalysisContext context, CoroutineContext coroutines)
    {
        var lambda = (LambdaExpressionSyntax)context.Node;
        if (lambda.AsyncKeyword.RawKind == 0 || lambda.Parent is not ArgumentSyntax argument || !Wants(argument, context, coroutines)) return;
        var names = lambda switch
        {
            SimpleLambdaExpressionSyntax simple => simple.Parameter.Identifier.ValueText,
            ParenthesizedLambdaExpressionSyntax several => string.Join(", ", several.ParameterList.Parameters.Select(p => p.Identifier.ValueText)),
            _ => "",
        };
        Report(context, lambda.AsyncKeyword.GetLocation(), $"A coroutine is wanted here and no async function: make a [Coroutine] method 'M' of it, with 'x.Await()' for 'await x', and write '{(lambda is SimpleLambdaExpressionSyntax ? names : $"({names})")} => M({names})'");
    }

    private static bool Wants(ArgumentSyntax argument, SyntaxNodeAnalysisContext context, CoroutineContext coroutines)
    {
        if (argument.Parent is not ArgumentListSyntax { Parent: ExpressionSyntax taker } list) return false;
        var info = context.SemanticModel.GetSymbolInfo(taker, context.CancellationToken);
        if (info.Symbol is not null && context.SemanticModel.GetConversion(argument.Expression, context.CancellationToken).Exists) return false;
        var place = list.Arguments.IndexOf(argument);
        return (info.Symbol is null ? info.CandidateSymbols : [info.Symbol]).OfType<IMethodSymbol>().Any(method =>
            method.Parameters.Length > place && method.Parameters[place].Type is INamedTypeSymbol { DelegateInvokeMethod.ReturnType: var given } && coroutines.IsColdCoroutine(given));
    }

    private static void Report(OperationAnalysisContext context, ExpressionSyntax place, string message) => context.ReportDiagnostic(Diagnostic.Create(Descriptor, place.GetLocation(), message));
}
