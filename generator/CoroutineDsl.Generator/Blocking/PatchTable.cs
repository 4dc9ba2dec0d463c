using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using CoroutineDsl.Generator.Symbols;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace CoroutineDsl.Generator.Blocking;

/// <summary>The methods marked <c>[Patches(typeof(X), "Name")]</c> in the runtime, in the other references and in the project itself.</summary>
internal sealed class PatchTable
{
    private const string Attribute = "PatchesAttribute";

    private static readonly ConditionalWeakTable<IAssemblySymbol, PatchSites> OfAssemblies = new();

    // the project's own come first: a user's patch wins over the runtime's
    private readonly List<Entry> own = [];
    private readonly List<(IAssemblySymbol Assembly, PatchSites Sites)> referenced = [];
    private readonly ConcurrentDictionary<string, Entry[]> ofMembers = new(StringComparer.Ordinal);

    public PatchTable(Compilation compilation)
    {
        if (compilation.SyntaxTrees.Any(PatchSites.MayDeclare)) own.AddRange(In(compilation.Assembly.GlobalNamespace));
        foreach (var assembly in compilation.SourceModule.ReferencedAssemblySymbols)
            if (KnownNames.KnowsRuntime(assembly)) referenced.Add((assembly, OfAssemblies.GetValue(assembly, a => PatchSites.OfMetadata(a) ?? PatchSites.Of(In(a.GlobalNamespace).Select(e => (e.Member, e.Method))))));
    }

    /// <summary>The patch method for a method, property or constructor, or for one that it overrides.</summary>
    public IMethodSymbol? Find(ISymbol member)
    {
        for (var target = member is IMethodSymbol { ReducedFrom: { } reduced } ? reduced : member; target is not null; target = Overridden(target))
        {
            if (!MayContain(target.Name)) continue;
            foreach (var entry in ofMembers.GetOrAdd(target.Name, Named))
                if (SymbolEqualityComparer.Default.Equals(entry.Type, target.ContainingType?.OriginalDefinition) && PatchSignature.Construct(entry.Method, target) is { } patch) return patch;
        }
        return null;
    }

    /// <summary>The patch method for one that a method hides: drivers have <c>new</c> members that give their own types.</summary>
    public IMethodSymbol? FindHidden(IMethodSymbol method)
    {
        for (var type = MayContain(method.Name) ? method.ContainingType.BaseType : null; type is not null; type = type.BaseType)
            foreach (var hidden in type.GetMembers(method.Name).OfType<IMethodSymbol>())
                if (TypeIdentity.SameParameters(hidden.Parameters, method.Parameters) && Find(hidden) is { } patch) return patch;
        return null;
    }

    /// <summary>The class whose method of a patch's name is called by patched code: the patch's own, or the one that it names as stricter.</summary>
    public static INamedTypeSymbol CalledType(IMethodSymbol patch)
    {
        foreach (var attribute in patch.OriginalDefinition.GetAttributes())
            foreach (var named in IsPatches(attribute.AttributeClass) ? attribute.NamedArguments : [])
                if (named is { Key: "Strict", Value.Value: INamedTypeSymbol strict }) return strict;
        return patch.ContainingType;
    }

    /// <summary>Whether any patched member has this name: most calls of a project are of something else.</summary>
    public bool MayContain(string name)
    {
        foreach (var entry in own)
            if (entry.Member == name) return true;
        foreach (var reference in referenced)
            if (reference.Sites.Contain(name)) return true;
        return false;
    }

    private Entry[] Named(string member) => [.. own.Concat(referenced.SelectMany(reference => reference.Sites.Methods(reference.Assembly, member)).SelectMany(Entries)).Where(entry => entry.Member == member)];

    private static ISymbol? Overridden(ISymbol member) => member switch
    {
        IMethodSymbol method => method.OverriddenMethod,
        IPropertySymbol property => property.OverriddenProperty,
        _ => null,
    };

    private static IEnumerable<Entry> In(INamespaceOrTypeSymbol container)
    {
        foreach (var member in container.GetMembers())
        {
            if (member is INamespaceOrTypeSymbol inner)
            {
                foreach (var entry in In(inner)) yield return entry;
            }
            else if (member is IMethodSymbol { IsStatic: true, MethodKind: MethodKind.Ordinary } method && HasAttributes(method))
            {
                foreach (var entry in Entries(method)) yield return entry;
            }
        }
    }

    private static IEnumerable<Entry> Entries(IMethodSymbol method)
    {
        if (method is not { IsStatic: true, MethodKind: MethodKind.Ordinary, ReturnsVoid: false }) yield break;
        foreach (var attribute in method.GetAttributes())
            if (IsPatches(attribute.AttributeClass) && attribute.ConstructorArguments is [{ Value: INamedTypeSymbol type }, { Value: string name }])
                yield return new(type.OriginalDefinition, name, method);
    }

    /// <summary>Asked of the syntax where there is one: to bind the attributes of every static method of a project costs.</summary>
    private static bool HasAttributes(IMethodSymbol method) =>
        method.DeclaringSyntaxReferences is not [var reference, ..] || reference.GetSyntax() is MethodDeclarationSyntax { AttributeLists.Count: > 0 };

    private static bool IsPatches(INamedTypeSymbol? type) => type is { Name: Attribute } && KnownNames.IsRuntimeType(type);

    private sealed record Entry(ISymbol Type, string Member, IMethodSymbol Method);
}
