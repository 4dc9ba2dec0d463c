using CoroutineDsl.Generator.Emit;
using CoroutineDsl.Generator.Interception;
using CoroutineDsl.Generator.Lowering;
using CoroutineDsl.Generator.Model;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace CoroutineDsl.Generator.Parsing;

/// <summary>From a method marked <c>[Coroutine]</c> to the text of its generated file.</summary>
internal static class CoroutineParser
{
    /// <summary>The oldest language that generated code is written in: <c>file</c> types.</summary>
    private const LanguageVersion OldestLanguage = LanguageVersion.CSharp11;

    private static readonly Memo<CoroutineModel?> Known = new();

    /// <summary>Null where there is nothing to generate; the analyzers say why.</summary>
    public static CoroutineModel? Parse(GeneratorAttributeSyntaxContext context, CancellationToken cancel) =>
        Known.Get(context.TargetNode, context.SemanticModel.Compilation, () => Make(context, cancel));

    private static CoroutineModel? Make(GeneratorAttributeSyntaxContext context, CancellationToken cancel)
    {
        if (context.TargetSymbol is not IMethodSymbol marked || ((CSharpParseOptions)context.TargetNode.SyntaxTree.Options).LanguageVersion < OldestLanguage)
            return null;
        var method = Eligibility.Implementation(marked);
        if (Eligibility.Check(method, cancel) != Ineligibility.None || Eligibility.Declaration(method, cancel) is not { } declaration)
            return null;
        if (Dispatch.IsVirtual(method) && !VirtualFactories.AreDispatched(method, context.SemanticModel.Compilation, cancel)
            && !SymbolEqualityComparer.Default.Equals(VirtualFactories.Root(method, cancel), method))
            return null; // the factory of the overridden method is inherited, and drives this iterator

        var model = declaration.SyntaxTree == context.SemanticModel.SyntaxTree
            ? context.SemanticModel
            : context.SemanticModel.Compilation.GetSemanticModel(declaration.SyntaxTree);
        var (members, fault) = Members(method, declaration, model, cancel);
        return new CoroutineModel(HintName.Of(method, MachineNaming.Ordinal(method)), ScopeParser.Parse(declaration), members + InterfaceFactories.Of(method, model.Compilation, cancel) + EntryPoint.Of(method), fault);
    }

    private static (string Members, Fault? Fault) Members(IMethodSymbol method, MethodDeclarationSyntax declaration, SemanticModel model, CancellationToken cancel)
    {
        if (!Dispatch.IsVirtual(method))
        {
            var (lowered, fault) = Lower(method, declaration, model, MachineNaming.Of(method), cancel);
            return (lowered ?? UnloweredFactory.Of(method), fault);
        }
        if (!VirtualFactories.AreDispatched(method, model.Compilation, cancel))
            return (UnloweredFactory.Of(method), null);
        var names = MachineNaming.Of(method) with { Factory = method.Name + VirtualFactory.LoweredSuffix };
        var (machine, failure) = method.IsAbstract ? default : Lower(method, declaration, model, names, cancel);
        return (VirtualFactory.Of(method, VirtualFactories.Root(method, cancel), isLowered: machine is not null) + machine, failure);
    }

    /// <summary>The lowered members; null where the lowering refuses, or fails.</summary>
    private static (string? Members, Fault? Fault) Lower(IMethodSymbol method, MethodDeclarationSyntax declaration, SemanticModel model, MachineNames names, CancellationToken cancel)
    {
        try
        {
            return ((CoroutineLowering.Lower(method, declaration, model, names, cancel) as LoweringResult.Lowered)?.Members, null);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            return (null, new Fault($"{e.GetType().Name} in {e.TargetSite?.DeclaringType?.Name}.{e.TargetSite?.Name}: {e.Message}", LocationInfo.Of(declaration.Identifier)));
        }
    }
}
