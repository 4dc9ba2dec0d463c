using System.Collections.Concurrent;
using System.Collections.Immutable;
using CoroutineDsl.Generator.Blocking;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace CoroutineDsl.Analyzers;

/// <summary>
/// CORO018: a plain method that a coroutine reaches blocks the hub as the coroutine itself would. With the patch on it does not, and passes the baton: that is an information, since it takes a thread for each greenlet
/// that waits there.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class BlockingHelperAnalyzer : CoroutineAnalyzer
{
    internal const string Id = "CORO018";

    private static readonly DiagnosticDescriptor Descriptor = new(
        Id,
        "A blocking call in a plain method that a coroutine reaches",
        "'{0}' blocks every greenlet of the hub{1}",
        Rule.Category,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        helpLinkUri: Rule.HelpLink(Id),
        customTags: WellKnownDiagnosticTags.CompilationEnd);

    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics => [Descriptor];

    private protected override void Register(CompilationStartAnalysisContext start, CoroutineContext coroutines)
    {
        var patching = PatchScope.Of(start.Compilation);
        var calls = new CallGraph(start.Compilation.Assembly);
        var found = new ConcurrentDictionary<IMethodSymbol, ConcurrentBag<BlockingCall>>(SymbolEqualityComparer.Default);
        start.RegisterSymbolAction(context => calls.AddDispatch((INamedTypeSymbol)context.Symbol), SymbolKind.NamedType);
        start.RegisterOperationAction(context =>
        {
            if (CallGraph.InnermostFunction(context.Operation, context.ContainingSymbol) is not { } function) return;
            if (coroutines.IsCoroutine(function))
            {
                // what the patch calls in its place is another method
                if (!patching.IsAnywhere || BlockingCalls.Of(start.Compilation).Find(context.Operation) is not { } replaced || !patching.Replaces(replaced, function)) calls.Add(function, context.Operation);
                return;
            }

            calls.Add(function, context.Operation);
            if (BlockingCalls.Of(start.Compilation).Find(context.Operation) is { } call && !ZeroTimeout.In(call.Operation) && !CompletedTasks.IsKnownCompleted(call.Operation, coroutines))
                found.GetOrAdd(function, _ => []).Add(call);
        }, OperationKind.Invocation, OperationKind.PropertyReference, OperationKind.ObjectCreation, OperationKind.Loop);
        start.RegisterCompilationEndAction(context =>
        {
            if (found.IsEmpty) return;
            foreach (var (method, path) in calls.ReachedFrom(coroutines.IsCoroutine))
            {
                if (!found.TryGetValue(method, out var inMethod)) continue;
                foreach (var call in inMethod)
                {
                    var isPatched = patching.Covers(call, method);
                    context.ReportDiagnostic(Diagnostic.Create(
                        Descriptor, call.Operation.Syntax.GetLocation(), isPatched ? DiagnosticSeverity.Info : DiagnosticSeverity.Warning, additionalLocations: null, properties: null, call.Display,
                        isPatched ? $" but for the patch, which passes the baton: a coroutine calls '{CallGraph.Name(method)}' ({path}); make it a coroutine" : $", since a coroutine calls '{CallGraph.Name(method)}' ({path}){BlockingCallAnalyzer.Alternative(call, coroutines)}"));
                }
            }
        });
    }
}
