using System.Collections.Concurrent;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace CoroutineDsl.Analyzers;

/// <summary>Who calls whom in one project. It is filled from many threads.</summary>
internal sealed class CallGraph(IAssemblySymbol project)
{
    private readonly ConcurrentDictionary<IMethodSymbol, ConcurrentDictionary<IMethodSymbol, bool>> calls = new(SymbolEqualityComparer.Default);

    internal void Add(IMethodSymbol caller, IMethodSymbol callee)
    {
        callee = Definition(callee);
        if (!CoroutineContext.Same(callee.ContainingAssembly, project)) return;
        calls.GetOrAdd(caller, _ => new(SymbolEqualityComparer.Default)).TryAdd(callee, true);
    }

    /// <summary>A call, a use of a property, or <c>new</c>.</summary>
    internal void Add(IMethodSymbol caller, IOperation use)
    {
        foreach (var callee in Callees(use)) Add(caller, callee);
    }

    /// <summary>What a call, a use of a property or <c>new</c> calls: of a property the accessors that are used there.</summary>
    internal static IEnumerable<IMethodSymbol> Callees(IOperation use)
    {
        switch (use)
        {
            case IInvocationOperation invocation:
                yield return Definition(invocation.TargetMethod);
                break;
            case IObjectCreationOperation { Constructor: { } constructor }:
                yield return Definition(constructor);
                break;
            case IPropertyReferenceOperation { Property: var property } reference:
                var isTarget = reference.Parent is IAssignmentOperation assignment && assignment.Target == reference;
                if (property.GetMethod is { } getter && !(isTarget && reference.Parent is ISimpleAssignmentOperation)) yield return Definition(getter);
                if (property.SetMethod is { } setter && (isTarget || reference.Parent is IIncrementOrDecrementOperation)) yield return Definition(setter);
                break;
        }
    }

    private static IMethodSymbol Definition(IMethodSymbol method) => (method.ReducedFrom ?? method).OriginalDefinition;

    /// <summary>What a message calls it: a property's accessor by the property, a constructor by its type.</summary>
    internal static string Name(IMethodSymbol method) => method switch
    {
        { AssociatedSymbol: { } property } => property.Name,
        { MethodKind: MethodKind.Constructor } => $"new {method.ContainingType.Name}",
        _ => method.Name,
    };

    /// <summary>A call of an interface's or a base's method may be one of what implements or overrides it.</summary>
    internal void AddDispatch(INamedTypeSymbol type)
    {
        foreach (var method in type.GetMembers().OfType<IMethodSymbol>())
            if (method.OverriddenMethod is { } overridden) Add(overridden.OriginalDefinition, method);
        if (type.TypeKind is not (TypeKind.Class or TypeKind.Struct)) return;
        foreach (var member in type.AllInterfaces.Where(i => CoroutineContext.Same(i.ContainingAssembly, project)).SelectMany(i => i.GetMembers()).OfType<IMethodSymbol>())
            if (type.FindImplementationForInterfaceMember(member) is IMethodSymbol implementation) Add(member.OriginalDefinition, implementation);
    }

    /// <summary>A lambda runs who knows where and when: what it calls is not called by the method that it is written in.</summary>
    internal static IMethodSymbol? InnermostFunction(IOperation operation, ISymbol containing)
    {
        for (var outer = operation.Parent; outer is not null; outer = outer.Parent)
        {
            if (outer is IAnonymousFunctionOperation) return null;
            if (outer is ILocalFunctionOperation local) return local.Symbol;
        }
        return containing as IMethodSymbol;
    }

    /// <summary>All methods that reach a target through plain calls, each with a shortest path as text. A method of <paramref name="isBarrier"/> neither is reached nor passes anything on: to call it does not run it.</summary>
    internal Dictionary<IMethodSymbol, string> Reaching(IEnumerable<IMethodSymbol> targets, Func<IMethodSymbol, bool> isBarrier)
    {
        var callers = new Dictionary<IMethodSymbol, List<IMethodSymbol>>(SymbolEqualityComparer.Default);
        foreach (var pair in calls)
            foreach (var callee in pair.Value.Keys)
            {
                if (!callers.TryGetValue(callee, out var list)) callers[callee] = list = [];
                list.Add(pair.Key);
            }

        var starts = targets.Where(target => !isBarrier(target)).ToList();
        var paths = new Dictionary<IMethodSymbol, string>(SymbolEqualityComparer.Default);
        foreach (var start in starts) paths[start] = Name(start);
        foreach (var (method, path) in Walk(starts, callee => callers.TryGetValue(callee, out var all) ? all : [], isBarrier, static (path, caller) => $"{caller} → {path}")) paths.Add(method, path);
        return paths;
    }

    /// <summary>All methods that are reached from a root through plain calls, each with a shortest path as text: <c>Talk → Load → Read</c>.</summary>
    internal IEnumerable<(IMethodSymbol Method, string Path)> ReachedFrom(Func<IMethodSymbol, bool> isRoot) =>
        Walk(calls.Keys.Where(isRoot), caller => calls.TryGetValue(caller, out var callees) ? callees.Keys : [], isRoot, static (path, callee) => $"{path} → {callee}");

    /// <summary>What is reached from some methods, the nearest first, each once and with the path to it. What is a barrier is neither reached nor passed.</summary>
    private static IEnumerable<(IMethodSymbol Method, string Path)> Walk(
        IEnumerable<IMethodSymbol> starts, Func<IMethodSymbol, IEnumerable<IMethodSymbol>> next, Func<IMethodSymbol, bool> isBarrier, Func<string, string, string> longer)
    {
        var seen = new HashSet<IMethodSymbol>(SymbolEqualityComparer.Default);
        var queue = new Queue<(IMethodSymbol Method, string Path)>();
        foreach (var start in InOrder(starts))
            if (seen.Add(start)) queue.Enqueue((start, Name(start)));
        while (queue.Count > 0)
        {
            var (from, path) = queue.Dequeue();
            foreach (var to in InOrder(next(from)))
            {
                if (isBarrier(to) || !seen.Add(to)) continue;
                var step = (to, Name(to) == Name(from) ? path : longer(path, Name(to))); // the implementation of what was called has its name
                yield return step;
                queue.Enqueue(step);
            }
        }
    }

    private static IEnumerable<IMethodSymbol> InOrder(IEnumerable<IMethodSymbol> methods) => methods.OrderBy(method => method.ToDisplayString(), StringComparer.Ordinal);
}
