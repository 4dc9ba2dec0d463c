using System.Collections.Immutable;
using CoroutineDsl.Generator.Blocking;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace CoroutineDsl.Analyzers;

/// <summary>CORO013: code that waits, or makes a coroutine, where nothing is lowered: each wait takes a thread.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class UnmarkedCoroutineAnalyzer : CoroutineAnalyzer
{
    internal const string Id = "CORO013";

    /// <summary>Present where the attribute is all that is missing: what the fix adds.</summary>
    internal const string MarkableKey = "Markable";

    private static readonly DiagnosticDescriptor Descriptor = new(
        Id,
        "This waits outside of a [Coroutine] method",
        "{0}",
        Rule.Category,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        helpLinkUri: Rule.HelpLink(Id));

    private static readonly ImmutableDictionary<string, string?> Markable = ImmutableDictionary<string, string?>.Empty.Add(MarkableKey, "");

    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics => [Descriptor];

    private protected override void Register(CompilationStartAnalysisContext start, CoroutineContext coroutines)
    {
        start.RegisterSymbolAction(context => Method(context, coroutines), SymbolKind.Method);
        start.RegisterSyntaxNodeAction(context => Local(context, coroutines), SyntaxKind.LocalFunctionStatement);
        start.RegisterOperationAction(context => Wait(context, coroutines), OperationKind.Invocation);
    }

    private static void Method(SymbolAnalysisContext context, CoroutineContext coroutines)
    {
        var method = (IMethodSymbol)context.Symbol;
        if (!coroutines.IsCoroutineType(method.ReturnType) || method.IsImplicitlyDeclared || method.PartialDefinitionPart is not null) return;
        if (method.DeclaringSyntaxReferences is not [var reference, ..] || coroutines.IsMarked(method)) return;
        if (method.PartialImplementationPart is { } body && coroutines.IsMarked(body)) return;
        var declaration = reference.GetSyntax(context.CancellationToken);
        switch (declaration)
        {
            case MethodDeclarationSyntax written when method.IsAbstract || IteratorBody.Yields(method.PartialImplementationPart?.DeclaringSyntaxReferences[0].GetSyntax(context.CancellationToken) ?? written):
                Report(context.ReportDiagnostic, written.Identifier.GetLocation(), method.IsAbstract
                    ? $"'{method.Name}' has no [Coroutine]: each wait in a call of it takes a thread; write [Coroutine] above it, and above what implements it"
                    : $"'{method.Name}' has no [Coroutine]: it runs un-lowered, and each of its waits takes a thread; write [Coroutine] above it", Markable);
                break;
            case AccessorDeclarationSyntax { Parent.Parent: BasePropertyDeclarationSyntax } accessor when IteratorBody.Yields(accessor):
                Report(context.ReportDiagnostic, accessor.Keyword.GetLocation(), $"An accessor cannot be a coroutine, and runs un-lowered: make a [Coroutine] method of '{method.AssociatedSymbol!.Name}'");
                break;
        }
    }

    private static void Local(SyntaxNodeAnalysisContext context, CoroutineContext coroutines)
    {
        var function = (LocalFunctionStatementSyntax)context.Node;
        if (!IteratorBody.Yields(function) || context.SemanticModel.GetDeclaredSymbol(function, context.CancellationToken) is not IMethodSymbol symbol) return;
        if (coroutines.IsCoroutineType(symbol.ReturnType) && !coroutines.IsMarked(symbol)) // a marked one is CORO002's
            Report(context.ReportDiagnostic, function.Identifier.GetLocation(), $"The local function '{symbol.Name}' runs un-lowered, and each of its waits takes a thread: make a [Coroutine] method of it");
    }

    private static void Wait(OperationAnalysisContext context, CoroutineContext coroutines)
    {
        var call = (IInvocationOperation)context.Operation;
        if (call.TargetMethod.Name != "Await" || !call.IsAwait(coroutines)) return;
        if (EnclosingLambda(call) is { } lambda)
        {
            if (Consumer(lambda) is { } consumer && context.ContainingSymbol is IMethodSymbol around && coroutines.IsCoroutine(around))
                Report(context.ReportDiagnostic, call.Syntax.GetLocation(), $"A lambda is not lowered: in '{consumer.Name}' each wait takes a thread; write a loop, 'foreach (...) {{ ... }}', with the Await() in it");
            return;
        }
        if (IsInLocalFunction(call) || context.ContainingSymbol is not IMethodSymbol method) return;
        switch (method.MethodKind)
        {
            case MethodKind.Constructor or MethodKind.StaticConstructor:
                Report(context.ReportDiagnostic, call.Syntax.GetLocation(), $"A constructor cannot be a coroutine: move what waits to a [Coroutine] method, and let who makes a '{method.ContainingType.Name}' await that");
                break;
            case MethodKind.Destructor:
                Report(context.ReportDiagnostic, call.Syntax.GetLocation(), "A finalizer runs on a thread of its own, which no hub runs on: wait in a [Coroutine] method 'Close', called before the object is dropped");
                break;
        }
    }

    private static IAnonymousFunctionOperation? EnclosingLambda(IOperation operation)
    {
        for (var outer = operation.Parent; outer is not (null or ILocalFunctionOperation); outer = outer.Parent)
            if (outer is IAnonymousFunctionOperation lambda) return lambda;
        return null;
    }

    private static bool IsInLocalFunction(IOperation operation)
    {
        for (var outer = operation.Parent; outer is not null; outer = outer.Parent)
            if (outer is ILocalFunctionOperation) return true;
        return false;
    }

    /// <summary>The method of LINQ, of a list or of an array that calls the lambda for each element. In a coroutine a loop is what was meant.</summary>
    private static IMethodSymbol? Consumer(IAnonymousFunctionOperation lambda)
    {
        var outer = lambda.Parent;
        while (outer is IConversionOperation or IDelegateCreationOperation) outer = outer.Parent;
        return outer is IArgumentOperation { Parent: IInvocationOperation { TargetMethod: var method } } && IsOverElements(method) ? method : null;
    }

    private static bool IsOverElements(IMethodSymbol method) =>
        method.ContainingNamespace is { Name: "Linq", ContainingNamespace: { Name: "System", ContainingNamespace.IsGlobalNamespace: true } }
        || method.ContainingType is { Name: "Array", ContainingNamespace.Name: "System" }
        || method.ContainingNamespace is { Name: "Generic" or "Immutable" or "Concurrent", ContainingNamespace: { Name: "Collections", ContainingNamespace.Name: "System" } };

    private static void Report(Action<Diagnostic> report, Location place, string message, ImmutableDictionary<string, string?>? properties = null) =>
        report(Diagnostic.Create(Descriptor, place, properties, message));
}
