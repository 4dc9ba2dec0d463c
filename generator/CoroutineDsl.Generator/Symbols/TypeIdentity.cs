using Microsoft.CodeAnalysis;

namespace CoroutineDsl.Generator.Symbols;

/// <summary>
/// When two types are one to the runtime and to the identity conversion of C#: names of tuple elements, <c>dynamic</c> for <c>object</c>, <c>nint</c> for <c>IntPtr</c> and
/// nullability say nothing. All that compares types does it here.
/// </summary>
internal static class TypeIdentity
{
    public static bool Same(ITypeSymbol? a, ITypeSymbol? b) => Same(a, b, byName: false);

    /// <summary>Whether two methods take the same, so that no type can have both by one name: their type parameters are the same if they are called the same.</summary>
    public static bool SameParameters(IReadOnlyList<IParameterSymbol> a, IReadOnlyList<IParameterSymbol> b)
    {
        if (a.Count != b.Count)
            return false;
        for (var i = 0; i < a.Count; i++)
            if (!Same(a[i].Type, b[i].Type, byName: true))
                return false;
        return true;
    }

    private static bool Same(ITypeSymbol? a, ITypeSymbol? b, bool byName)
    {
        if (SymbolEqualityComparer.Default.Equals(a, b))
            return true;
        if (a is null || b is null)
            return false;
        return (Bare(a), Bare(b)) switch
        {
            (IArrayTypeSymbol x, IArrayTypeSymbol y) => x.Rank == y.Rank && x.IsSZArray == y.IsSZArray && Same(x.ElementType, y.ElementType, byName),
            (IPointerTypeSymbol x, IPointerTypeSymbol y) => Same(x.PointedAtType, y.PointedAtType, byName),
            (INamedTypeSymbol x, INamedTypeSymbol y) => SymbolEqualityComparer.Default.Equals(x.OriginalDefinition, y.OriginalDefinition)
                && Same(x.ContainingType, y.ContainingType, byName) && SameAll(x.TypeArguments, y.TypeArguments, byName),
            (ITypeParameterSymbol x, ITypeParameterSymbol y) => byName && x.Name == y.Name,
            (IDynamicTypeSymbol, IDynamicTypeSymbol) => true,
            (IDynamicTypeSymbol, { SpecialType: SpecialType.System_Object }) or ({ SpecialType: SpecialType.System_Object }, IDynamicTypeSymbol) => true,
            var (x, y) => SymbolEqualityComparer.Default.Equals(x, y),
        };
    }

    private static bool SameAll(IReadOnlyList<ITypeSymbol> a, IReadOnlyList<ITypeSymbol> b, bool byName)
    {
        for (var i = 0; i < a.Count; i++)
            if (!Same(a[i], b[i], byName))
                return false;
        return true;
    }

    /// <summary>Whether <c>dynamic</c> is the type, or in it.</summary>
    public static bool ContainsDynamic(ITypeSymbol type) => type switch
    {
        IDynamicTypeSymbol => true,
        IArrayTypeSymbol array => ContainsDynamic(array.ElementType),
        IPointerTypeSymbol pointer => ContainsDynamic(pointer.PointedAtType),
        INamedTypeSymbol named => named.TypeArguments.Any(ContainsDynamic) || named.ContainingType is { } outer && ContainsDynamic(outer),
        _ => false,
    };

    private static ITypeSymbol Bare(ITypeSymbol type) => type switch
    {
        INamedTypeSymbol { IsTupleType: true, TupleUnderlyingType: { } underlying } => underlying,
        INamedTypeSymbol { IsNativeIntegerType: true, NativeIntegerUnderlyingType: { } underlying } => underlying,
        _ => type,
    };
}
