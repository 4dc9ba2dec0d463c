using System.Runtime.CompilerServices;
using CoroutineDsl.Generator.Symbols;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace CoroutineDsl.Generator.Interception;

/// <summary>
/// The simple names that coroutine methods may have in a compilation. Most calls in a project are of something else, and to know that by the name
/// costs a look-up instead of a binding. The names of a syntax tree are found once in its life, and those of a referenced assembly once in its.
/// </summary>
internal static class CoroutineNames
{
    private static readonly ConditionalWeakTable<SyntaxTree, HashSet<string>> OfTrees = new();
    private static readonly ConditionalWeakTable<IAssemblySymbol, HashSet<string>> OfAssemblies = new();
    private static readonly ConditionalWeakTable<Compilation, HashSet<string>> OfCompilations = new();

    public static bool MayContain(Compilation compilation, string name, CancellationToken cancel) =>
        OfCompilations.GetValue(compilation, c => OfCompilation(c, cancel)).Contains(name);

    private static HashSet<string> OfCompilation(Compilation compilation, CancellationToken cancel)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var tree in compilation.SyntaxTrees)
            names.UnionWith(OfTrees.GetValue(tree, t => OfTree(t, cancel)));
        foreach (var assembly in compilation.SourceModule.ReferencedAssemblySymbols)
            if (assembly.Modules.Any(m => m.ReferencedAssemblies.Any(r => r.Name == KnownNames.Namespace)))
                names.UnionWith(OfAssemblies.GetValue(assembly, a => OfNamespace(a.GlobalNamespace, cancel)));
        return names;
    }

    /// <summary>Every method with an attribute: what the attribute is called there, an alias may hide.</summary>
    private static HashSet<string> OfTree(SyntaxTree tree, CancellationToken cancel) =>
        [.. tree.GetRoot(cancel).DescendantNodes(MarkedMethods.IsContainer)
            .OfType<MethodDeclarationSyntax>().Where(m => m.AttributeLists.Count > 0).Select(m => m.Identifier.ValueText)];

    private static HashSet<string> OfNamespace(INamespaceOrTypeSymbol container, CancellationToken cancel)
    {
        cancel.ThrowIfCancellationRequested();
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var member in container.GetMembers())
            if (member is INamespaceOrTypeSymbol inner)
                names.UnionWith(OfNamespace(inner, cancel));
            else if (member is IMethodSymbol { MethodKind: MethodKind.Ordinary } method && Eligibility.IsMarked(method))
                names.Add(method.Name);
        return names;
    }
}
