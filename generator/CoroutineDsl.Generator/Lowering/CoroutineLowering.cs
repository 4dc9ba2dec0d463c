using CoroutineDsl.Generator.Emit;
using CoroutineDsl.Generator.Lowering.Analysis;
using CoroutineDsl.Generator.Lowering.Machine;
using CoroutineDsl.Generator.Model;
using CoroutineDsl.Generator.Patching;
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
            TailCalls.Apply(context, instructions);
            Liveness.Apply(context, instructions);
            if (context.Refusals.Count == 0)
                return new LoweringResult.Lowered(MachineWriter.Write(context, instructions));
        }
        return new LoweringResult.Refused(context.Refusals.ToEquatableArray());
    }
}

/// <summary>Names that are unique in the containing type.</summary>
internal sealed record MachineNames(string Machine, string Factory, string Body);

internal abstract record LoweringResult
{
    /// <summary>The text of the factory, the machine and (for an instance method) the body: members of the containing type.</summary>
    internal sealed record Lowered(string Members) : LoweringResult;

    internal sealed record Refused(EquatableArray<Refusal> Refusals) : LoweringResult;
}

/// <summary>A construct that cannot be lowered, and what to write instead.</summary>
internal sealed record Refusal(string Construct, string Advice, LocationInfo Location);
