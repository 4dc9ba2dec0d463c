using CoroutineDsl.Generator.Lowering.Analysis;
using CoroutineDsl.Generator.Lowering.Ir;
using Microsoft.CodeAnalysis;

namespace CoroutineDsl.Generator.Lowering.FlowAnalysis;

/// <summary>The variables that live across a suspension become fields; all others are locals of one step.</summary>
internal static class Liveness
{
    public static FlowGraph Apply(LoweringContext context, List<Instruction> instructions)
    {
        var graph = new FlowGraph(instructions, context.Variables.All.Count, context.Cancel);
        foreach (var node in graph.Nodes)
            if (node.Await is { } wait)
                foreach (var id in node.Across!.Items())
                    Keep(context.Variables.All[id], wait, context);
        return graph;
    }

    private static void Keep(Variable variable, Await wait, LoweringContext context)
    {
        variable.IsField = true;
        if (variable.Type is { IsRefLikeType: true })
            context.Refuse(wait.Place,
                variable.UserName.Length > 0 ? $"'{variable.UserName}', a ref struct that lives across this suspension" : "a ref struct in front of this suspension, in the same expression",
                "use a Memory or an array, or keep its use between two suspensions");
        else if (variable.Type is ITypeParameterSymbol { AllowsRefLikeType: true })
            context.Refuse(wait.Place, $"'{variable.UserName}', which may be a ref struct, across this suspension", "keep its use between two suspensions");
    }
}
