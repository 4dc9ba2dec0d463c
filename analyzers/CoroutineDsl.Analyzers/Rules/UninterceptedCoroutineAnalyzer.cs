using System.Collections.Immutable;
using CoroutineDsl.Generator.Interception;
using CoroutineDsl.Generator.Parsing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace CoroutineDsl.Analyzers;

/// <summary>CORO007: a coroutine is used in a way that no interceptor can redirect, so that the un-lowered iterator runs.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class UninterceptedCoroutineAnalyzer : CoroutineAnalyzer
{
    internal const string Id = "CORO007";

    private static readonly DiagnosticDescriptor Descriptor = new(
        Id,
        "A coroutine is used where no interceptor reaches",
        "'{0}' runs un-lowered here: {1}",
        Rule.Category,
        DiagnosticSeverity.Info,
        isEnabledByDefault: true,
        helpLinkUri: Rule.HelpLink(Id));

    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics => [Descriptor];

    private protected override void Register(CompilationStartAnalysisContext start, CoroutineContext coroutines)
    {
        start.RegisterOperationAction(context => MethodGroup(context, coroutines), OperationKind.MethodReference);
        start.RegisterOperationAction(context => Call(context, coroutines), OperationKind.Invocation);
    }

    private static void MethodGroup(OperationAnalysisContext context, CoroutineContext coroutines)
    {
        var reference = (IMethodReferenceOperation)context.Operation;
        if (!coroutines.IsCoroutineType(reference.Method.ReturnType) || !Factories.Exists(reference.Method, context.CancellationToken)) return;
        for (var outer = reference.Parent; outer is not null; outer = outer.Parent)
            if (outer is INameOfOperation) return;
        Report(context, reference.Syntax, reference.Method, $"a method group cannot be intercepted; write a lambda, or '{reference.Method.Name}Coroutine'");
    }

    private static void Call(OperationAnalysisContext context, CoroutineContext coroutines)
    {
        var call = (IInvocationOperation)context.Operation;
        var method = call.TargetMethod;
        if (!coroutines.IsCoroutineType(method.ReturnType) || !Factories.Exists(method, context.CancellationToken)) return;
        if (call.SemanticModel is { } model && ExpressionTrees.Contain(call.Syntax, model, context.CancellationToken))
            Report(context, call.Syntax, method, $"a call in an expression tree is data; write '{method.Name}Coroutine'");
    }

    private static void Report(OperationAnalysisContext context, SyntaxNode place, IMethodSymbol method, string why) =>
        context.ReportDiagnostic(Diagnostic.Create(Descriptor, place.GetLocation(), method.Name, why));
}
