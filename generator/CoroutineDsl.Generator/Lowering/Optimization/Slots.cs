using CoroutineDsl.Generator.Lowering.Analysis;
using CoroutineDsl.Generator.Lowering.FlowAnalysis;
using CoroutineDsl.Generator.Lowering.Ir;

namespace CoroutineDsl.Generator.Lowering.Optimization;

/// <summary>
/// Temporaries of one type whose lives do not meet share a place, and so do variables of the user's of one type and name.
/// <code>
/// x += Id(1).Await(); x += Id(2).Await();   ->   temp1, value1 serve both
/// </code>
/// </summary>
internal static class Slots
{
    /// <summary>Whether any two share a place now.</summary>
    public static bool Apply(LoweringContext context, FlowGraph graph)
    {
        var groups = context.Variables.All.Where(MayShare).GroupBy(v => (v.TypeText, v.UserName, v.IsField)).Where(group => group.Skip(1).Any()).ToList();
        if (groups.Count == 0)
            return false;
        var met = new Bits?[context.Variables.All.Count];
        foreach (var variable in groups.SelectMany(group => group))
            met[variable.Id] = graph.None();
        foreach (var node in graph.Nodes)
            Meet(node, graph, met);
        var isShared = false;
        foreach (var group in groups)
        {
            var places = new List<(Variable First, Bits Met)>();
            foreach (var variable in group)
            {
                context.Cancel.ThrowIfCancellationRequested();
                var found = places.FindIndex(place => !place.Met.Contains(variable.Id));
                if (found < 0)
                {
                    places.Add((variable, met[variable.Id]!));
                    continue;
                }
                variable.Slot = places[found].First;
                places[found].Met.UnionWith(met[variable.Id]!);
                isShared = true;
            }
        }
        return isShared;
    }

    private static bool MayShare(Variable variable) =>
        variable is { Scope: null, Constant: null, IsParameter: false, Type: null or { IsRefLikeType: false } };

    /// <summary>What is written at a point meets all that is alive after it or in a handler, and all that the point itself mentions.</summary>
    private static void Meet(FlowNode node, FlowGraph graph, Bits?[] met)
    {
        var defined = node.Writes.Clone();
        defined.UnionWith(node.Kills);
        Bits? around = null;
        foreach (var id in defined.Items())
        {
            if (around is null)
            {
                around = graph.None();
                foreach (var next in node.Next)
                    around.UnionWith(next.Live);
                foreach (var handler in node.Handlers)
                    around.UnionWith(handler.Live);
                around.UnionWith(node.Uses);
                around.UnionWith(defined);
            }
            foreach (var other in around.Items())
                if (other != id)
                {
                    met[id]?.Add(other);
                    met[other]?.Add(id);
                }
        }
    }
}
