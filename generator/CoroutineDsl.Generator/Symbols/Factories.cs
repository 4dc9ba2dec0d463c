using Microsoft.CodeAnalysis;

namespace CoroutineDsl.Generator.Symbols;

/// <summary>Whether a coroutine method has a factory: the generated one in this project, a compiled one in a referenced assembly.</summary>
internal static class Factories
{
    /// <summary>Whether <c>MCoroutine</c> exists for <paramref name="method"/>. Calls of it may then be written as calls of the factory.</summary>
    public static bool Exists(IMethodSymbol method, CancellationToken cancel)
    {
        method = (method.ReducedFrom ?? method).OriginalDefinition;
        return IsDeclaredFor(method, cancel);
    }

    /// <summary>Whether the method itself, an original definition, brings a factory or overrides one.</summary>
    public static bool IsDeclaredFor(IMethodSymbol method, CancellationToken cancel)
    {
        if (CoroutineType.Of(method.ReturnType) is null || !Eligibility.IsMarked(method))
            return false;
        return method.DeclaringSyntaxReferences.IsEmpty ? IsCompiled(method) : Eligibility.Check(method, cancel) == Ineligibility.None;
    }

    /// <summary>Whether the compiled factory may be overridden.</summary>
    public static bool IsVirtualInMetadata(IMethodSymbol method) => Compiled(method) is { IsSealed: false } factory && Dispatch.IsVirtual(factory);

    private static bool IsCompiled(IMethodSymbol method) =>
        Compiled(method) is not null || method.OverriddenMethod is { } overridden && IsCompiled(overridden.OriginalDefinition);

    private static IMethodSymbol? Compiled(IMethodSymbol method)
    {
        var parameters = ExtensionBlock.AllParameters(method);
        return ExtensionBlock.Host(method.ContainingType).GetMembers(method.Name + KnownNames.FactorySuffix).OfType<IMethodSymbol>().FirstOrDefault(factory =>
            factory.DeclaredAccessibility == method.DeclaredAccessibility
            && factory.TypeParameters.Length == ExtensionBlock.AllTypeParameters(method).Length
            && TypeIdentity.SameParameters(factory.Parameters, parameters));
    }
}
