using CoroutineDsl.Generator.Blocking;
using CoroutineDsl.Generator.Lowering.Analysis;
using CoroutineDsl.Generator.Lowering.FlowAnalysis;
using CoroutineDsl.Generator.Lowering.Ir;
using CoroutineDsl.Generator.Lowering.Optimization;
using CoroutineDsl.Generator.Lowering.Statements;
using CoroutineDsl.Generator.Model;
using CoroutineDsl.Generator.Naming;
using CoroutineDsl.Generator.Symbols;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace CoroutineDsl.Generator.Lowering;

/// <summary>
/// Turns the body of a <c>[Coroutine]</c> iterator into a resumable machine, source text to source text:
/// analysis finds what suspends and where each variable must live, statements become a flat list of instructions,
/// liveness says which variables need a field, and the writer prints the machine.
/// </summary>
internal static class CoroutineLowering
{
    public static LoweringResult Lower(IMethodSymbol method, MethodDeclarationSyntax declaration, SemanticModel model, MachineNames names, CancellationToken cancel)
    {
        (method, declaration, model) = PatchedBody.Of(method, declaration, model, cancel);
        if (declaration.Body is not { } body)
            return new LoweringResult.Refused([]);
        var context = new LoweringContext(method, body, model, names, cancel);
        Limits.Check(context);
        if (context.Refusals.Count == 0)
        {
            var instructions = new BodyLowering(context).LowerBody();
            TailCalls.Apply(instructions);
            var graph = Liveness.Apply(context, instructions);
            if (Slots.Apply(context, graph))
                graph = new FlowGraph(instructions, context.Variables.All.Count, cancel);
            Clearing.Apply(context, graph);
            if (context.Refusals.Count == 0)
                return new LoweringResult.Lowered(context, instructions);
        }
        return new LoweringResult.Refused(context.Refusals.ToEquatableArray());
    }
}

internal abstract record LoweringResult
{
    /// <summary>The flat body, with all that is known about it.</summary>
    internal sealed record Lowered(LoweringContext Context, List<Instruction> Instructions) : LoweringResult;

    internal sealed record Refused(EquatableArray<Refusal> Refusals) : LoweringResult;
}
