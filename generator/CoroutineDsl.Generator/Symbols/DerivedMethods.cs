using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace CoroutineDsl.Generator.Symbols;

/// <summary>The methods of a project that may stand in for one of a base class: overrides, and methods of classes that may derive from another. Found once in the life of a syntax tree.</summary>
internal static class DerivedMethods
{
    private static readonly ConditionalWeakTable<SyntaxTree, ILookup<string, MethodDeclarationSyntax>> OfTrees = new();

    public static IEnumerable<IMethodSymbol> Named(string name, Compilation compilation, CancellationToken cancel)
    {
        foreach (var tree in compilation.SyntaxTrees)
            foreach (var declaration in OfTrees.GetValue(tree, t => OfTree(t, cancel))[name])
                if (compilation.GetSemanticModel(tree).GetDeclaredSymbol(declaration, cancel) is { } method)
                    yield return method;
    }

    /// <summary>
    /// Whether a class of the project that derives from the method's has a method of this name without a factory. Where it implements an interface again, the interface's method is
    /// that one, but the interface's factory is still the one that it inherits.
    /// </summary>
    public static bool MayReimplement(IMethodSymbol method, Compilation compilation, CancellationToken cancel) => Named(method.Name, compilation, cancel).Any(other =>
        other.Parameters.Length == method.Parameters.Length && Derives(other.ContainingType, method.ContainingType) && !Factories.IsDeclaredFor(other, cancel));

    private static bool Derives(INamedTypeSymbol type, INamedTypeSymbol ancestor)
    {
        for (var b = type.BaseType; b is not null; b = b.BaseType)
            if (TypeIdentity.Same(b.OriginalDefinition, ancestor))
                return true;
        return false;
    }

    private static ILookup<string, MethodDeclarationSyntax> OfTree(SyntaxTree tree, CancellationToken cancel) =>
        tree.GetRoot(cancel).DescendantNodes(MarkedMethods.IsContainer)
            .OfType<MethodDeclarationSyntax>()
            .Where(m => m.Parent is TypeDeclarationSyntax type && (type.BaseList is not null || type.Modifiers.Any(SyntaxKind.PartialKeyword)))
            .ToLookup(m => m.Identifier.ValueText, StringComparer.Ordinal);
}
