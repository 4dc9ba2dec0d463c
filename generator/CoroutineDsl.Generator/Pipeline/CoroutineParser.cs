using CoroutineDsl.Generator.Emit;
using CoroutineDsl.Generator.Interception;
using CoroutineDsl.Generator.Lowering;
using CoroutineDsl.Generator.Model;
using CoroutineDsl.Generator.Symbols;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace CoroutineDsl.Generator.Pipeline;

/// <summary>From a method marked <c>[Coroutine]</c> to the text of its generated file.</summary>
internal static class CoroutineParser
{
    /// <param name="declaration">One of <see cref="MarkedMethods"/>, in the tree of <paramref name="model"/>.</param>
    public static ParsedCoroutine Parse(MethodDeclarationSyntax declaration, SemanticModel model, CancellationToken cancel)
    {
        if (model.GetDeclaredSymbol(declaration, cancel) is not { } method || !Eligibility.IsMarked(method) || Eligibility.Check(method, cancel) != Ineligibility.None)
            return ParsedCoroutine.Nothing;
        if (Dispatch.IsVirtual(method) && !VirtualFactories.AreDispatched(method, model.Compilation, cancel)
            && !SymbolEqualityComparer.Default.Equals(VirtualFactories.Root(method, cancel), method))
            return ParsedCoroutine.Nothing; // the factory of the overridden method is inherited, and drives this iterator

        var (members, refusals, fault) = Members(method, declaration, model, cancel);
        return new ParsedCoroutine(
            new CoroutineModel(HintName.Of(method, MachineNaming.Ordinal(method)), ScopeParser.Parse(declaration), members + InterfaceFactories.Of(method, model.Compilation, cancel) + EntryPoint.Of(method), fault),
            refusals);
    }

    private static (string Members, EquatableArray<Refusal>? Refusals, Fault? Fault) Members(IMethodSymbol method, MethodDeclarationSyntax declaration, SemanticModel model, CancellationToken cancel)
    {
        if (!Dispatch.IsVirtual(method))
        {
            var lowered = Lower(method, declaration, model, MachineNaming.Of(method), cancel);
            return (lowered.Members ?? UnloweredFactory.Of(method), lowered.Refusals, lowered.Fault);
        }
        if (!VirtualFactories.AreDispatched(method, model.Compilation, cancel))
            return (UnloweredFactory.Of(method), null, null);
        var names = MachineNaming.Of(method) with { Factory = method.Name + VirtualFactory.LoweredSuffix };
        var (machine, refusals, fault) = method.IsAbstract ? default : Lower(method, declaration, model, names, cancel);
        return (VirtualFactory.Of(method, VirtualFactories.Root(method, cancel), isLowered: machine is not null) + machine, refusals, fault);
    }

    /// <summary>The lowered members; null where the lowering refuses, or fails.</summary>
    private static (string? Members, EquatableArray<Refusal>? Refusals, Fault? Fault) Lower(
        IMethodSymbol method, MethodDeclarationSyntax declaration, SemanticModel model, MachineNames names, CancellationToken cancel)
    {
        try
        {
            return CoroutineLowering.Lower(method, declaration, model, names, cancel) switch
            {
                LoweringResult.Lowered lowered => (MachineWriter.Write(lowered.Context, lowered.Instructions), default(EquatableArray<Refusal>), null),
                LoweringResult.Refused refused => (null, refused.Refusals, null),
                _ => default,
            };
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            return (null, null, new Fault($"{e.GetType().Name} in {e.TargetSite?.DeclaringType?.Name}.{e.TargetSite?.Name}: {e.Message}", LocationInfo.Of(declaration.Identifier)));
        }
    }
}
