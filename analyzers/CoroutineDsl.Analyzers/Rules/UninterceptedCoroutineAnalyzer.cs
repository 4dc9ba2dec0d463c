using System.Collections.Immutable;
using CoroutineDsl.Generator.Interception;
using CoroutineDsl.Generator.Symbols;
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
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        helpLinkUri: Rule.HelpLink(Id));

    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics => [Descriptor];

    private protected override void Register(CompilationStartAnalysisContext start, CoroutineContext coroutines)
    {
        start.RegisterOperationAction(context => MethodGroup(context, coroutines), OperationKind.MethodReference);
        var isLeftOut = IsLeftOut(start.Compilation, start.Options);
        start.RegisterOperationAction(context => Call(context, coroutines, isLeftOut), OperationKind.Invocation);
    }

    /// <summary>Whether the project knows nothing of interceptors, which the package's own targets would have told it, or have been told to leave out.</summary>
    private static bool IsLeftOut(Compilation compilation, AnalyzerOptions options) =>
        compilation.SyntaxTrees.FirstOrDefault() is { } tree && !InterceptorNamespaces.Of(tree.Options).AllowOurs
        && !options.AnalyzerConfigOptionsProvider.GlobalOptions.TryGetValue("build_property.CoroutineDslInterceptors", out _);

    private static void MethodGroup(OperationAnalysisContext context, CoroutineContext coroutines)
    {
        var reference = (IMethodReferenceOperation)context.Operation;
        if (!coroutines.IsCoroutineType(reference.Method.ReturnType) || !Factories.Exists(reference.Method, context.CancellationToken)) return;
        for (var outer = reference.Parent; outer is not null; outer = outer.Parent)
            if (outer is INameOfOperation) return;
        Report(context, reference.Syntax, reference.Method, $"a method group cannot be intercepted; write '{InsteadOf(reference, coroutines)}'");
    }

    /// <summary>The call itself where it is to be spawned, else the lambda that calls.</summary>
    private static string InsteadOf(IMethodReferenceOperation reference, CoroutineContext coroutines)
    {
        IOperation given = reference;
        while (given.Parent is IConversionOperation or IDelegateCreationOperation) given = given.Parent;
        var group = Shown.Code(reference.Syntax);
        if (given.Parent is IArgumentOperation { Parent: IInvocationOperation { TargetMethod: { Name: "Spawn" } spawn } } && CoroutineContext.Same(spawn.ContainingType, coroutines.Greenlet))
            return $"Spawn({group}())";
        var names = string.Join(", ", reference.Method.Parameters.Select(p => p.Name));
        return $"{(reference.Method.Parameters.Length == 1 ? names : $"({names})")} => {group}({names})";
    }

    private static void Call(OperationAnalysisContext context, CoroutineContext coroutines, bool isLeftOut)
    {
        var call = (IInvocationOperation)context.Operation;
        var method = call.TargetMethod;
        if (!coroutines.IsCoroutineType(method.ReturnType) || !Factories.Exists(method, context.CancellationToken)) return;
        if (call.SemanticModel is { } model && ExpressionTrees.Contain(call.Syntax, model, context.CancellationToken))
            Report(context, call.Syntax, method, $"a call in an expression tree is data; write '{method.Name}Coroutine(...)'");
        else if (isLeftOut && !(context.ContainingSymbol is IMethodSymbol caller && coroutines.IsCoroutine(caller)))
            Report(context, call.Syntax, method, $"nothing is intercepted without the build files of the package; let its PackageReference bring buildTransitive, or write '{method.Name}Coroutine(...)'");
    }

    private static void Report(OperationAnalysisContext context, SyntaxNode place, IMethodSymbol method, string why) =>
        context.ReportDiagnostic(Diagnostic.Create(Descriptor, place.GetLocation(), method.Name, why));
}
