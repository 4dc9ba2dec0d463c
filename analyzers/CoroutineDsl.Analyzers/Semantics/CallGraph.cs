using System.Collections.Concurrent;
using Microsoft.CodeAnalysis;

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

    /// <summary>All methods that are reached from a root through plain calls, each with a shortest path as text: <c>Talk → Load → Read</c>.</summary>
    internal IEnumerable<(IMethodSymbol Method, string Path)> ReachedFrom(Func<IMethodSymbol, bool> isRoot)
    {
        var seen = new HashSet<IMethodSymbol>(SymbolEqualityComparer.Default);
        var queue = new Queue<(IMethodSymbol Method, string Path)>();
        foreach (var root in calls.Keys.Where(isRoot).OrderBy(m => m.ToDisplayString(), StringComparer.Ordinal)) queue.Enqueue((root, root.Name));
        while (queue.Count > 0)
        {
            var (caller, path) = queue.Dequeue();
            if (!calls.TryGetValue(caller, out var callees)) continue;
            foreach (var callee in callees.Keys.OrderBy(m => m.ToDisplayString(), StringComparer.Ordinal))
            {
                if (isRoot(callee) || !seen.Add(callee)) continue;
                var longer = $"{path} → {callee.Name}";
                yield return (callee, longer);
                queue.Enqueue((callee, longer));
            }
        }
    }
}
