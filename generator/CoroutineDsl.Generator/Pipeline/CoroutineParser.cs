using CoroutineDsl.Generator.Emit;
using CoroutineDsl.Generator.Lowering;
using CoroutineDsl.Generator.Lowering.Analysis;
using CoroutineDsl.Generator.Model;
using CoroutineDsl.Generator.Naming;
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

        var made = Make(method, declaration, model, cancel);
        var coroutine = Model(method, declaration, model, made.Text, made.Fault, cancel);
        if (made.Context is not { IsUnusual: true } context)
            return new ParsedCoroutine(coroutine, made.Refusals);
        var declared = context.CalledFactories.Concat(method.ExplicitInterfaceImplementations.Select(m => m.OriginalDefinition));
        var (mistake, isBroken) = SafetyNet.Check(coroutine, declared, method, declaration, model, cancel);
        if (mistake is null && !isBroken)
            return new ParsedCoroutine(coroutine, made.Refusals);
        return new ParsedCoroutine(Model(method, declaration, model, Unlowered(method, model, cancel), null, cancel), mistake is null ? made.Refusals : [mistake]);
    }

    private static CoroutineModel Model(IMethodSymbol method, MethodDeclarationSyntax declaration, SemanticModel model, MachineText text, Fault? fault, CancellationToken cancel) => new(
        HintName.Of(method, MachineNaming.Ordinal(method)), ScopeParser.Parse(declaration, model),
        text.Members + InterfaceFactories.Of(method, model.Compilation, cancel) + NestWriter.Write(method, text.Nested), fault);

    /// <summary>What came of a method. The context is that of a lowered one.</summary>
    private sealed record Made(MachineText Text, EquatableArray<Refusal>? Refusals, Fault? Fault, LoweringContext? Context);

    private static Made Make(IMethodSymbol method, MethodDeclarationSyntax declaration, SemanticModel model, CancellationToken cancel)
    {
        var isVirtual = Dispatch.IsVirtual(method);
        if (method.IsAbstract || isVirtual && !VirtualFactories.AreDispatched(method, model.Compilation, cancel))
            return new Made(Unlowered(method, model, cancel), null, null, null);
        var names = MachineNaming.Of(method);
        if (isVirtual)
            names = names with { Factory = method.Name + VirtualFactory.LoweredSuffix };
        try
        {
            switch (CoroutineLowering.Lower(method, declaration, model, names, cancel))
            {
                case LoweringResult.Lowered lowered:
                    var text = MachineWriter.Write(lowered.Context, lowered.Instructions);
                    if (isVirtual)
                        text = text with { Members = VirtualFactory.Of(method, VirtualFactories.Root(method, cancel), isLowered: true) + text.Members };
                    return new Made(text, default(EquatableArray<Refusal>), null, lowered.Context);
                case LoweringResult.Refused refused:
                    return new Made(Unlowered(method, model, cancel), refused.Refusals, null, null);
                default:
                    throw new InvalidOperationException("neither lowered nor refused");
            }
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            var fault = new Fault($"{e.GetType().Name} in {e.TargetSite?.DeclaringType?.Name}.{e.TargetSite?.Name}: {e.Message}", LocationInfo.Of(declaration.Identifier));
            return new Made(Unlowered(method, model, cancel), null, fault, null);
        }
    }

    /// <summary>The factory that drives C#'s own iterator.</summary>
    private static MachineText Unlowered(IMethodSymbol method, SemanticModel model, CancellationToken cancel) => new(
        Dispatch.IsVirtual(method) && VirtualFactories.AreDispatched(method, model.Compilation, cancel)
            ? VirtualFactory.Of(method, VirtualFactories.Root(method, cancel), isLowered: false)
            : UnloweredFactory.Of(method),
        "");
}
