using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.FindSymbols;

namespace CoroutineDsl.Analyzers;

/// <summary>A method with all that its type is bound to: what it overrides and implements, what overrides and implements that. Their types change together or not at all.</summary>
internal static class MethodFamily
{
    /// <summary>All of the family; null where one of it is not in source, or cannot be a coroutine.</summary>
    internal static async Task<IReadOnlyList<IMethodSymbol>?> OfAsync(IMethodSymbol method, Solution solution, CancellationToken token)
    {
        var family = new HashSet<IMethodSymbol>(SymbolEqualityComparer.Default);
        var next = new Stack<IMethodSymbol>([method.OriginalDefinition]);
        while (next.Count > 0)
        {
            var current = next.Pop();
            if (!family.Add(current)) continue;
            if (!CanChange(current, token)) return null;
            foreach (var bound in Bases(current)) next.Push(bound);
            var derived = current.ContainingType.TypeKind == TypeKind.Interface ? await SymbolFinder.FindImplementationsAsync(current, solution, cancellationToken: token).ConfigureAwait(false)
                : current.IsVirtual || current.IsAbstract || current.IsOverride ? await SymbolFinder.FindOverridesAsync(current, solution, cancellationToken: token).ConfigureAwait(false)
                : [];
            foreach (var other in derived.OfType<IMethodSymbol>()) next.Push(other.OriginalDefinition);
        }
        return [.. family.OrderBy(member => member.ToDisplayString(), StringComparer.Ordinal)];
    }

    private static IEnumerable<IMethodSymbol> Bases(IMethodSymbol method)
    {
        if (method.OverriddenMethod is { } overridden) yield return overridden.OriginalDefinition;
        foreach (var implemented in method.ExplicitInterfaceImplementations) yield return implemented.OriginalDefinition;
        if (method.ContainingType.TypeKind == TypeKind.Interface) yield break;
        foreach (var member in method.ContainingType.AllInterfaces.SelectMany(type => type.GetMembers(method.Name)).OfType<IMethodSymbol>())
            if (CoroutineContext.Same(method.ContainingType.FindImplementationForInterfaceMember(member), method)) yield return member.OriginalDefinition;
    }

    private static bool CanChange(IMethodSymbol method, CancellationToken token) =>
        method.MethodKind is MethodKind.Ordinary or MethodKind.ExplicitInterfaceImplementation
        && method.DeclaringSyntaxReferences is [var declaration] && declaration.GetSyntax(token) is MethodDeclarationSyntax
        && !method.IsExtern && method.PartialDefinitionPart is null && method.PartialImplementationPart is null
        && !(method.IsStatic && method.Name == "Main")
        && method.Parameters.All(p => p.RefKind == RefKind.None && !p.Type.IsRefLikeType)
        && !method.ReturnType.IsRefLikeType && !method.ReturnsByRef && !method.ReturnsByRefReadonly && method.ReturnType.TypeKind is not (TypeKind.Pointer or TypeKind.FunctionPointer);
}
