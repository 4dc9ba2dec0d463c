using Microsoft.CodeAnalysis;

namespace CoroutineDsl.Generator.Symbols;

/// <summary>
/// Virtual coroutines. Their factories are dispatched as the methods are, each override's to its own machine; but only where every override in the project has one:
/// else the factory of a base class would run the base's body for a class that overrides the method alone.
/// </summary>
internal static class VirtualFactories
{
    /// <summary>The method at the top of the chain of overrides that declares the factory; the others override it.</summary>
    public static IMethodSymbol Root(IMethodSymbol method, CancellationToken cancel)
    {
        var root = method;
        for (var overridden = method.OverriddenMethod; overridden is not null; overridden = overridden.OverriddenMethod)
            if (Factories.IsDeclaredFor(overridden.OriginalDefinition, cancel))
                root = overridden.OriginalDefinition;
        return root;
    }

    /// <summary>Whether the factory of a virtual method of a class is dispatched like the method itself. Otherwise it drives whatever iterator the method gives.</summary>
    public static bool AreDispatched(IMethodSymbol method, Compilation compilation, CancellationToken cancel)
    {
        if (method.ContainingType.TypeKind == TypeKind.Interface || method.IsGenericMethod)
            return false;
        var root = Root(method, cancel);
        if (root.DeclaringSyntaxReferences.IsEmpty && !Factories.IsVirtualInMetadata(root))
            return false;
        return DerivedMethods.Named(method.Name, compilation, cancel).Where(other => Overrides(other, root))
            .All(other => Eligibility.IsMarked(other) && Eligibility.Check(other, cancel) == Ineligibility.None);
    }

    /// <summary>Whether another assembly may derive from the type and override the method without a factory.</summary>
    public static bool IsOpen(IMethodSymbol method)
    {
        if (method.IsSealed || method.ContainingType.IsSealed || !IsVisibleOutside(method.DeclaredAccessibility)
            || !method.ContainingType.InstanceConstructors.Any(c => IsVisibleOutside(c.DeclaredAccessibility)))
            return false;
        for (var type = method.ContainingType; type is not null; type = type.ContainingType)
            if (!IsVisibleOutside(type.DeclaredAccessibility))
                return false;
        return true;
    }

    private static bool IsVisibleOutside(Accessibility accessibility) =>
        accessibility is Accessibility.Public or Accessibility.Protected or Accessibility.ProtectedOrInternal;

    private static bool Overrides(IMethodSymbol method, IMethodSymbol root)
    {
        for (var overridden = method.OverriddenMethod; overridden is not null; overridden = overridden.OverriddenMethod)
            if (SymbolEqualityComparer.Default.Equals(overridden.OriginalDefinition, root))
                return true;
        return false;
    }
}
