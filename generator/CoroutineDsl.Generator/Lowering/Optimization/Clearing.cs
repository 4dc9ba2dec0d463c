using CoroutineDsl.Generator.Lowering.Analysis;
using CoroutineDsl.Generator.Lowering.FlowAnalysis;
using CoroutineDsl.Generator.Lowering.Ir;

namespace CoroutineDsl.Generator.Lowering.Optimization;

/// <summary>
/// A parked machine must not keep alive what it will never look at again: fields that hold references are cleared at the first wait after their last use.
/// A forward analysis says which may hold something there.
/// </summary>
internal static class Clearing
{
    public static void Apply(LoweringContext context, FlowGraph graph)
    {
        var variables = context.Variables.All;
        var fields = graph.None();
        var isAny = false;
        foreach (var variable in variables)
            if (variable is { IsField: true, Constant: null, Scope: null, HoldsReferences: true } && variable.Slot == variable)
            {
                fields.Add(variable.Id);
                isAny = true;
            }
        if (!isAny)
            return;
        var held = graph.Nodes.Append(graph.Entry).Distinct().ToDictionary(node => node, _ => graph.None());
        // a parameter that nothing mentions is not stored at all
        foreach (var (_, field) in context.Variables.Parameters)
            if (fields.Contains(field.Id) && graph.Nodes.Any(node => node.Uses.Contains(field.Id) || node.Writes.Contains(field.Id)))
                held[graph.Entry].Add(field.Id);
        Propagate(graph, fields, held, variables, context.Cancel);
        foreach (var node in graph.Nodes)
            if (node.Await is { } wait)
            {
                var dead = held[node].Clone();
                dead.ExceptWith(node.Across!);
                var cleared = dead.Items().Select(id => variables[id]).ToList();
                wait.Cleared = [.. cleared.Where(variable => !Mentions(wait, variable))];
                wait.ClearedInside = [.. cleared.Where(variable => Mentions(wait, variable))];
            }
    }

    private static void Propagate(FlowGraph graph, Bits fields, Dictionary<FlowNode, Bits> held, IReadOnlyList<Variable> variables, CancellationToken cancel)
    {
        bool isChanged;
        do
        {
            cancel.ThrowIfCancellationRequested();
            isChanged = false;
            for (var i = graph.Nodes.Count - 1; i >= 0; i--)
            {
                var node = graph.Nodes[i];
                var after = held[node].Clone();
                foreach (var id in node.Writes.Items())
                    if (fields.Contains(id))
                        after.Add(id);
                foreach (var handler in node.Handlers)
                    if (held.TryGetValue(handler, out var caught))
                        isChanged |= caught.UnionWith(after);
                if (node.Await is { } wait)
                    foreach (var id in after.Clone().Items())
                        if (!node.Across!.Contains(id) && !node.Writes.Contains(id) && !Mentions(wait, variables[id]))
                            after.Remove(id);
                foreach (var next in node.Next)
                    if (held.TryGetValue(next, out var there))
                        isChanged |= there.UnionWith(after);
            }
        }
        while (isChanged);
    }

    private static bool Mentions(Await wait, Variable variable) => wait.Wait.Uses.Any(use => use.Variable.Slot == variable);
}
