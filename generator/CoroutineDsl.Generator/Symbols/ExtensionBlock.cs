using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace CoroutineDsl.Generator.Symbols;

/// <summary>
/// C# 14 extension blocks. The compiler sees the block as an unnamed type inside the static class; its factory is a classic extension method beside it.
/// </summary>
internal static class ExtensionBlock
{
    public static bool Is(INamedTypeSymbol type) => type.IsExtension;

    /// <summary>The type that hosts generated members: the static class around a block, any other type itself.</summary>
    public static INamedTypeSymbol Host(INamedTypeSymbol type) => Is(type) ? type.ContainingType : type;

    /// <summary>The parameter that the block extends, for an instance member of one.</summary>
    public static IParameterSymbol? Receiver(IMethodSymbol method) =>
        !method.IsStatic && Is(method.ContainingType) ? method.ContainingType.ExtensionParameter : null;

    /// <summary>The parameters of the method with the receiver in front.</summary>
    public static ImmutableArray<IParameterSymbol> AllParameters(IMethodSymbol method) =>
        Receiver(method) is { } receiver ? method.Parameters.Insert(0, receiver) : method.Parameters;

    /// <summary>The type parameters of the method, with those of its block in front.</summary>
    public static ImmutableArray<ITypeParameterSymbol> AllTypeParameters(IMethodSymbol method) =>
        Is(method.ContainingType) ? method.ContainingType.TypeParameters.AddRange(method.TypeParameters) : method.TypeParameters;
}
