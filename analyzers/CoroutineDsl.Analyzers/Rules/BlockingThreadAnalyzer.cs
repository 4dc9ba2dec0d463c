using System.Collections.Concurrent;
using System.Collections.Immutable;
using CoroutineDsl.Generator.Blocking;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace CoroutineDsl.Analyzers;

/// <summary>CORO017: a thread is started for a method of the project that blocks, or by one that blocks itself, as an accept loop does: marked as coroutines they could be greenlets.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class BlockingThreadAnalyzer : CoroutineAnalyzer
{
    internal const string Id = "CORO017";

    private static readonly DiagnosticDescriptor Descriptor = new(
        Id,
        "A thread is started for a method that blocks",
        "'{0}' {1}: mark it [Coroutine] to run it as a greenlet",
        Rule.Category,
        DiagnosticSeverity.Info,
        isEnabledByDefault: true,
        helpLinkUri: Rule.HelpLink(Id),
        customTags: WellKnownDiagnosticTags.CompilationEnd);

    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics => [Descriptor];

    private protected override void Register(CompilationStartAnalysisContext start, CoroutineContext coroutines)
    {
        var calls = new CallGraph(start.Compilation.Assembly);
        var blocking = new ConcurrentDictionary<IMethodSymbol, string>(SymbolEqualityComparer.Default);
        var entries = new ConcurrentBag<(IMethodSymbol Method, SyntaxNode Place, IMethodSymbol? Starter)>();
        start.RegisterSymbolAction(context => calls.AddDispatch((INamedTypeSymbol)context.Symbol), SymbolKind.NamedType);
        start.RegisterOperationAction(context =>
        {
            if (CallGraph.InnermostFunction(context.Operation, context.ContainingSymbol) is not { } function) return;
            if (context.Operation is IInvocationOperation invocation) calls.Add(function, invocation.TargetMethod);
            if (BlockingCalls.Of(start.Compilation).Find(context.Operation) is not { } call || ZeroTimeout.In(call.Operation) || IsStart(call.Operation)) return;
            blocking.TryAdd(function, $"{call.Member.ContainingType.Name}.{call.Member.Name}");
        }, OperationKind.Invocation, OperationKind.PropertyReference, OperationKind.ObjectCreation);
        start.RegisterOperationAction(context => Enter(context.Operation, CallGraph.InnermostFunction(context.Operation, context.ContainingSymbol), entries), OperationKind.AnonymousFunction, OperationKind.MethodReference);
        start.RegisterCompilationEndAction(context =>
        {
            var starters = new HashSet<IMethodSymbol>(SymbolEqualityComparer.Default);
            foreach (var (method, place, starter) in entries)
            {
                if (!IsProjects(method, start.Compilation)) continue;
                var way = Path(method, calls, blocking);
                if (way is not null && CanBeMarked(method, coroutines))
                    context.ReportDiagnostic(Diagnostic.Create(Descriptor, place.GetLocation(), method.Name, $"runs on a thread and blocks it ({way})"));
                if ((way is not null || coroutines.IsMarked(method)) && starter is not null && blocking.TryGetValue(starter, out var here)
                    && IsProjects(starter, start.Compilation) && CanBeMarked(starter, coroutines) && starters.Add(starter))
                    context.ReportDiagnostic(Diagnostic.Create(Descriptor, starter.Locations[0], starter.Name, $"starts threads and blocks its own ({starter.Name} → {here})"));
            }
        });
    }

    /// <summary>The method that a thread is given, or that its lambda calls.</summary>
    private static void Enter(IOperation body, IMethodSymbol? starter, ConcurrentBag<(IMethodSymbol Method, SyntaxNode Place, IMethodSymbol? Starter)> entries)
    {
        if (ThreadStarts.Of(body) is null) return;
        if (body is IMethodReferenceOperation reference) entries.Add((reference.Method.OriginalDefinition, body.Syntax, starter));
        foreach (var call in body.ChildOperations.SelectMany(child => child.InFunction()).OfType<IInvocationOperation>())
            entries.Add((call.TargetMethod.OriginalDefinition, call.Syntax, starter));
    }

    /// <summary>The way from a method to what blocks.</summary>
    private static string? Path(IMethodSymbol method, CallGraph calls, ConcurrentDictionary<IMethodSymbol, string> blocking)
    {
        if (blocking.TryGetValue(method, out var here)) return $"{method.Name} → {here}";
        foreach (var (reached, path) in calls.ReachedFrom(root => CoroutineContext.Same(root, method)))
            if (blocking.TryGetValue(reached, out var there)) return $"{path} → {there}";
        return null;
    }

    private static bool IsProjects(IMethodSymbol method, Compilation compilation) =>
        method.MethodKind == MethodKind.Ordinary && CoroutineContext.Same(method.ContainingAssembly, compilation.Assembly) && method.DeclaringSyntaxReferences.Length == 1;

    private static bool CanBeMarked(IMethodSymbol method, CoroutineContext coroutines) =>
        !coroutines.IsMarked(method) && !coroutines.IsTaskLike(method.ReturnType) && !method.IsAsync && !(method.IsStatic && method.Name == "Main");

    /// <summary>To start a thread does not block it.</summary>
    private static bool IsStart(IOperation operation) => operation is IInvocationOperation { TargetMethod: { Name: "Start", ContainingType.Name: "Thread" } };
}
