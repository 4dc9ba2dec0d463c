using CoroutineDsl.Generator.Model;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace CoroutineDsl.Generator.Lowering;

internal static class CoroutineLowering
{
    public static LoweringResult Lower(IMethodSymbol method, MethodDeclarationSyntax declaration, SemanticModel model, MachineNames names, CancellationToken cancel) =>
        new LoweringResult.Refused([]);
}

internal sealed record MachineNames(string Machine, string Factory, string Body);

internal abstract record LoweringResult
{
    internal sealed record Lowered(string Members) : LoweringResult;

    internal sealed record Refused(EquatableArray<Refusal> Refusals) : LoweringResult;
}

internal sealed record Refusal(string Construct, string Advice, LocationInfo Location);
