using System.Runtime.CompilerServices;
using CoroutineDsl.Generator.Symbols;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace CoroutineDsl.Generator.Blocking;

/// <summary>Where the compile-time monkey patch is on: <c>[Coroutine(Patch = true)]</c>, else the innermost <c>[Patch]</c> on a type, else <c>[assembly: Patch]</c>.</summary>
internal sealed class PatchScope
{
    private const int All = ~0;
    private const int Twins = 1 << 12;
    private const int Other = 1 << 13;

    private static readonly ConditionalWeakTable<Compilation, PatchScope> Cache = new();

    private static readonly ConditionalWeakTable<SyntaxTree, object> OfTrees = new();
    private static readonly object True = new(), False = new();

    private readonly int ofAssembly;

    private readonly Lazy<bool> isAnywhere;

    private PatchScope(Compilation compilation)
    {
        ofAssembly = Areas(compilation.Assembly) ?? 0;
        isAnywhere = new(() => ofAssembly != 0 || compilation.SyntaxTrees.Any(MayPatch));
    }

    /// <summary>Whether the patch may be on anywhere in the project.</summary>
    public bool IsAnywhere => isAnywhere.Value;

    public static PatchScope Of(Compilation compilation) => Cache.GetValue(compilation, c => new PatchScope(c));

    /// <summary>Whether a blocking call in this method is patched.</summary>
    public bool Covers(BlockingCall call, IMethodSymbol method) => call.Form switch
    {
        CooperativeForm.Patch => (AreasAt(method) & AreaOf(call.Cooperative!, call.Member)) != 0,
        CooperativeForm.Twin or CooperativeForm.Sequence => CoversTwins(method),
        CooperativeForm.Offload => (AreasAt(method) & call.Area) != 0,
        _ => false,
    };

    /// <summary>Whether a coroutine calls something else in the place of a blocking call: it is covered, and can be written.</summary>
    public bool Replaces(BlockingCall call, IMethodSymbol coroutine) =>
        Covers(call, coroutine) && CooperativeCall.Of(call, call.Operation.SemanticModel!, isQualified: true) is not null;

    /// <summary>Whether twins are called in a method.</summary>
    public bool CoversTwins(IMethodSymbol method) => (AreasAt(method) & Twins) != 0;

    /// <summary>The patched areas in a method: flags of <c>CoroutineDsl.Patch</c>.</summary>
    public int AreasAt(IMethodSymbol method)
    {
        foreach (var attribute in method.GetAttributes())
            if (Is(attribute, "CoroutineAttribute") && attribute.NamedArguments.Any(a => a is { Key: "Patch", Value.Value: true })) return All;
        for (var type = method.ContainingType; type is not null; type = type.ContainingType)
            if (Areas(type) is { } areas) return areas;
        return ofAssembly;
    }

    /// <summary>The method that a lambda or a local function is written in.</summary>
    public static IMethodSymbol? MethodOf(ISymbol? symbol)
    {
        while (symbol is IMethodSymbol { MethodKind: MethodKind.LambdaMethod or MethodKind.LocalFunction }) symbol = symbol.ContainingSymbol;
        return symbol as IMethodSymbol;
    }

    /// <summary>The area that an attribute names.</summary>
    public static int AreaOf(AttributeData attribute)
    {
        foreach (var named in attribute.NamedArguments)
            if (named is { Key: "Area", Value.Value: int area }) return area;
        return Other;
    }

    /// <summary>The area that a patch method names for a member.</summary>
    private static int AreaOf(IMethodSymbol patch, ISymbol member)
    {
        foreach (var attribute in patch.OriginalDefinition.GetAttributes())
            if (Is(attribute, "PatchesAttribute") && attribute.ConstructorArguments is [_, { Value: string name }] && name == member.Name) return AreaOf(attribute);
        return Other;
    }

    private static int? Areas(ISymbol symbol)
    {
        foreach (var attribute in symbol.GetAttributes())
            if (Is(attribute, "PatchAttribute")) return attribute.ConstructorArguments is [{ Value: int areas }] ? areas : All;
        return null;
    }

    private static bool Is(AttributeData attribute, string name) => attribute.AttributeClass?.Name == name && KnownNames.IsRuntimeType(attribute.AttributeClass);

    /// <summary>An attribute of a type, or <c>[Coroutine(Patch = true)]</c>: what the attribute is called there an alias may hide, what it says not.</summary>
    private static bool MayPatch(SyntaxTree tree) => OfTrees.GetValue(tree, t => t.GetRoot().DescendantNodes(n => n is not (StatementSyntax or ExpressionSyntax))
        .OfType<AttributeSyntax>().Any(a => a.Name.ToString().EndsWith("Patch", StringComparison.Ordinal) || a.Name.ToString().EndsWith("PatchAttribute", StringComparison.Ordinal)
            || a.ArgumentList is { } list && list.Arguments.Any(x => x.NameEquals?.Name.Identifier.ValueText == "Patch")) ? True : False) == True;
}
