using CoroutineDsl.Generator.Lowering;
using CoroutineDsl.Generator.Model;
using CoroutineDsl.Generator.Naming;
using CoroutineDsl.Generator.Symbols;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace CoroutineDsl.Generator.Pipeline;

/// <summary>Asks what the lowering refuses. For the analyzers: in a build the generator has lowered everything before they run, and they are told what it found.</summary>
internal static class CoroutineInspection
{
    /// <summary>What keeps an eligible coroutine from being lowered; empty where it is lowered.</summary>
    /// <param name="declaration">The declaration with the body, in the tree of <paramref name="model"/>.</param>
    public static EquatableArray<Refusal> Inspect(MethodDeclarationSyntax declaration, SemanticModel model, CancellationToken cancel)
    {
        if (SourceFiles.Seen(declaration.SyntaxTree, model.Compilation)?.Coroutine(declaration)?.Refusals is { } found)
            return found;
        if (model.GetDeclaredSymbol(declaration, cancel) is not { } symbol || !Eligibility.IsMarked(symbol))
            return [];
        var method = Eligibility.Implementation(symbol);
        if (method.IsAbstract || Eligibility.Check(method, cancel) != Ineligibility.None)
            return [];
        return CoroutineLowering.Lower(method, declaration, model, MachineNaming.Of(method), cancel) is LoweringResult.Refused refused ? refused.Refusals : [];
    }
}
