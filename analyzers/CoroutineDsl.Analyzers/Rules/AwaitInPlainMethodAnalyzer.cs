using System.Collections.Concurrent;
using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace CoroutineDsl.Analyzers;

/// <summary>CORO006: a plain method that a coroutine calls, directly or through others, waits: that passes the baton, where a coroutine would only switch.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class AwaitInPlainMethodAnalyzer : CoroutineAnalyzer
{
    internal const string Id = "CORO006";

    private static readonly DiagnosticDescriptor Descriptor = new(
        Id,
        "Await() in a plain method that a coroutine reaches",
        "Await() in '{0}' passes the baton to another thread, since a coroutine calls it ({1}): make it a coroutine",
        Rule.Category,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        helpLinkUri: Rule.HelpLink(Id),
        customTags: WellKnownDiagnosticTags.CompilationEnd);

    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics => [Descriptor];

    private protected override void Register(CompilationStartAnalysisContext start, CoroutineContext coroutines)
    {
        var calls = new CallGraph(start.Compilation.Assembly);
        var awaits = new ConcurrentDictionary<IMethodSymbol, ConcurrentBag<IInvocationOperation>>(SymbolEqualityComparer.Default);
        start.RegisterSymbolAction(context => calls.AddDispatch((INamedTypeSymbol)context.Symbol), SymbolKind.NamedType);
        start.RegisterOperationAction(context => Note((IInvocationOperation)context.Operation, context.ContainingSymbol, coroutines, calls, awaits), OperationKind.Invocation);
        start.RegisterCompilationEndAction(context =>
        {
            foreach (var (method, path) in calls.ReachedFrom(coroutines.IsCoroutine))
                if (awaits.TryGetValue(method, out var found))
                    foreach (var call in found)
                        context.ReportDiagnostic(Diagnostic.Create(Descriptor, call.Syntax.GetLocation(), method.Name, path));
        });
    }

    private static void Note(
        IInvocationOperation call, ISymbol containing, CoroutineContext coroutines, CallGraph calls, ConcurrentDictionary<IMethodSymbol, ConcurrentBag<IInvocationOperation>> awaits)
    {
        if (CallGraph.InnermostFunction(call, containing) is not { } function) return;
        if (!call.IsAwait(coroutines)) calls.Add(function, call.TargetMethod);
        else if (!coroutines.IsCoroutine(function)) awaits.GetOrAdd(function, _ => []).Add(call);
    }
}
