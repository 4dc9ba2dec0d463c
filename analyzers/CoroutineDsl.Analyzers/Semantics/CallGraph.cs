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
        callee = (callee.ReducedFrom ?? callee).OriginalDefinition;
        if (!CoroutineContext.Same(callee.ContainingAssembly, project)) return;
        calls.GetOrAdd(caller, _ => new(SymbolEqualityComparer.Default)).TryAdd(callee, true);
    }

    /// <summary>A call, a use of a property, or <c>new</c>.</summary>
    internal void Add(IMethodSymbol caller, IOperation use)
    {
        switch (use)
        {
            case IInvocationOperation invocation:
                Add(caller, invocation.TargetMethod);
                break;
            case IObjectCreationOperation { Constructor: { } constructor }:
                Add(caller, constructor);
                break;
            case IPropertyReferenceOperation { Property: var property } reference:
                var isTarget = reference.Parent is IAssignmentOperation assignment && assignment.Target == reference;
                if (property.GetMethod is { } getter && !(isTarget && reference.Parent is ISimpleAssignmentOperation)) Add(caller, getter);
                if (property.SetMethod is { } setter && (isTarget || reference.Parent is IIncrementOrDecrementOperation)) Add(caller, setter);
                break;
        }
    }

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

        var paths = new Dictionary<IMethodSymbol, string>(SymbolEqualityComparer.Default);
        var queue = new Queue<IMethodSymbol>();
        foreach (var target in targets.Where(t => !isBarrier(t)).OrderBy(m => m.ToDisplayString(), StringComparer.Ordinal))
        {
            if (paths.ContainsKey(target)) continue;
            paths.Add(target, Name(target));
            queue.Enqueue(target);
        }

        while (queue.Count > 0)
        {
            var callee = queue.Dequeue();
            if (!callers.TryGetValue(callee, out var all)) continue;
            foreach (var caller in all.OrderBy(m => m.ToDisplayString(), StringComparer.Ordinal))
            {
                if (isBarrier(caller) || paths.ContainsKey(caller)) continue;
                paths.Add(caller, Name(caller) == Name(callee) ? paths[callee] : $"{Name(caller)} → {paths[callee]}");
                queue.Enqueue(caller);
            }
        }

        return paths;
    }

    /// <summary>All methods that are reached from a root through plain calls, each with a shortest path as text: <c>Talk → Load → Read</c>.</summary>
    internal IEnumerable<(IMethodSymbol Method, string Path)> ReachedFrom(Func<IMethodSymbol, bool> isRoot)
    {
        var seen = new HashSet<IMethodSymbol>(SymbolEqualityComparer.Default);
        var queue = new Queue<(IMethodSymbol Method, string Path)>();
        foreach (var root in calls.Keys.Where(isRoot).OrderBy(m => m.ToDisplayString(), StringComparer.Ordinal)) queue.Enqueue((root, Name(root)));
        while (queue.Count > 0)
        {
            var (caller, path) = queue.Dequeue();
            if (!calls.TryGetValue(caller, out var callees)) continue;
            foreach (var callee in callees.Keys.OrderBy(m => m.ToDisplayString(), StringComparer.Ordinal))
            {
                if (isRoot(callee) || !seen.Add(callee)) continue;
                var longer = Name(callee) == Name(caller) ? path : $"{path} → {Name(callee)}"; // the implementation of what was called
                yield return (callee, longer);
                queue.Enqueue((callee, longer));
            }
        }
    }
}
