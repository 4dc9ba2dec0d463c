using Microsoft.CodeAnalysis;

namespace CoroutineDsl.Generator.Symbols;

/// <summary>Whether a class elsewhere in the assembly can name all types in the signature of a method.</summary>
internal static class InterceptorVisibility
{
    public static bool IsVisible(IMethodSymbol method) =>
        IsVisible(ExtensionBlock.Host(method.ContainingType))
        && IsVisible(method.ReturnType)
        && ExtensionBlock.AllParameters(method).All(p => IsVisible(p.Type))
        && ExtensionBlock.AllTypeParameters(method).All(p => p.ConstraintTypes.All(IsVisible));

    private static bool IsVisible(ITypeSymbol type) => type switch
    {
        IArrayTypeSymbol array => IsVisible(array.ElementType),
        INamedTypeSymbol named => named.TypeArguments.All(IsVisible) && (named.ContainingType is null || IsVisible(named.ContainingType))
            && !named.IsFileLocal
            && named.DeclaredAccessibility is Accessibility.Public or Accessibility.Internal or Accessibility.ProtectedOrInternal or Accessibility.NotApplicable,
        _ => true,
    };
}
