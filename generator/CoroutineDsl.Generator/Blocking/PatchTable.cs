using System.Runtime.CompilerServices;
using CoroutineDsl.Generator.Symbols;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace CoroutineDsl.Generator.Blocking;

/// <summary>The methods marked <c>[Patches(typeof(X), "Name")]</c> in the runtime, in the other references and in the project itself.</summary>
internal sealed class PatchTable
{
    private const string Attribute = "PatchesAttribute";

    private static readonly ConditionalWeakTable<IAssemblySymbol, List<Entry>> OfAssemblies = new();

    private readonly Dictionary<(ISymbol Type, string Member), List<IMethodSymbol>> patches = new(KeyComparer.Instance);

    private readonly HashSet<string> names = new(StringComparer.Ordinal);

    public PatchTable(Compilation compilation)
    {
        // the project's own come first: a user's patch wins over the runtime's
        foreach (var entry in In(compilation.Assembly.GlobalNamespace)) Add(entry);
        foreach (var assembly in compilation.SourceModule.ReferencedAssemblySymbols)
        {
            if (!KnownNames.KnowsRuntime(assembly)) continue;
            foreach (var entry in OfAssemblies.GetValue(assembly, a => [.. In(a.GlobalNamespace)])) Add(entry);
        }
    }

    /// <summary>The patch method for a method, property or constructor, or for one that it overrides.</summary>
    public IMethodSymbol? Find(ISymbol member)
    {
        for (var target = member is IMethodSymbol { ReducedFrom: { } reduced } ? reduced : member; target is not null; target = Overridden(target))
        {
            if (!patches.TryGetValue((target.ContainingType.OriginalDefinition, target.Name), out var candidates)) continue;
            foreach (var candidate in candidates)
                if (PatchSignature.Construct(candidate, target) is { } patch) return patch;
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
    public bool MayContain(string name) => names.Contains(name);

    private void Add(Entry entry)
    {
        if (!patches.TryGetValue((entry.Type, entry.Member), out var methods)) patches.Add((entry.Type, entry.Member), methods = []);
        methods.Add(entry.Method);
        names.Add(entry.Member);
    }

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
            else if (member is IMethodSymbol { IsStatic: true, MethodKind: MethodKind.Ordinary, ReturnsVoid: false } method && HasAttributes(method))
            {
                foreach (var attribute in method.GetAttributes())
                    if (IsPatches(attribute.AttributeClass) && attribute.ConstructorArguments is [{ Value: INamedTypeSymbol type }, { Value: string name }])
                        yield return new(type.OriginalDefinition, name, method);
            }
        }
    }

    /// <summary>Asked of the syntax where there is one: to bind the attributes of every static method of a project costs.</summary>
    private static bool HasAttributes(IMethodSymbol method) =>
        method.DeclaringSyntaxReferences is not [var reference, ..] || reference.GetSyntax() is MethodDeclarationSyntax { AttributeLists.Count: > 0 };

    private static bool IsPatches(INamedTypeSymbol? type) => type is { Name: Attribute } && KnownNames.IsRuntimeType(type);

    private sealed record Entry(ISymbol Type, string Member, IMethodSymbol Method);

    private sealed class KeyComparer : IEqualityComparer<(ISymbol Type, string Member)>
    {
        public static readonly KeyComparer Instance = new();

        public bool Equals((ISymbol Type, string Member) x, (ISymbol Type, string Member) y) =>
            x.Member == y.Member && SymbolEqualityComparer.Default.Equals(x.Type, y.Type);

        public int GetHashCode((ISymbol Type, string Member) key) =>
            unchecked(SymbolEqualityComparer.Default.GetHashCode(key.Type) * 31 + StringComparer.Ordinal.GetHashCode(key.Member));
    }
}
