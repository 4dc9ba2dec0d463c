using Microsoft.CodeAnalysis;

namespace CoroutineDsl.Generator.Symbols;

/// <summary>What the return type of a coroutine method says: whether it is enumerable, and the type of its result.</summary>
internal readonly struct CoroutineType
{
    private CoroutineType(bool isEnumerable, ITypeSymbol? result) => (IsEnumerable, Result) = (isEnumerable, result);

    /// <summary>Each enumeration is a fresh coroutine.</summary>
    public bool IsEnumerable { get; }

    /// <summary>The T of <c>Yield&lt;T&gt;</c>; null for <c>Yield</c>.</summary>
    public ITypeSymbol? Result { get; }

    /// <summary><c>Coroutine</c> or <c>Coroutine&lt;T&gt;</c>: what the factory returns.</summary>
    public string FactoryType => Result is null
        ? "global::CoroutineDsl.Coroutine"
        : $"global::CoroutineDsl.Coroutine<{TypeText.Of(Result)}>";

    /// <summary>Null if <paramref name="type"/> is not IEnumerator or IEnumerable of Yield or Yield&lt;T&gt;.</summary>
    public static CoroutineType? Of(ITypeSymbol type)
    {
        if (type is not INamedTypeSymbol { TypeArguments: [INamedTypeSymbol { Name: "Yield" } element] } sequence || !IsRuntimeType(element))
            return null;
        bool isEnumerable;
        switch (sequence.OriginalDefinition.SpecialType)
        {
            case SpecialType.System_Collections_Generic_IEnumerator_T: isEnumerable = false; break;
            case SpecialType.System_Collections_Generic_IEnumerable_T: isEnumerable = true; break;
            default: return null;
        }
        return element.TypeArguments switch
        {
            [] => new CoroutineType(isEnumerable, null),
            [var result] => new CoroutineType(isEnumerable, result),
            _ => null,
        };
    }

    private static bool IsRuntimeType(INamedTypeSymbol type) =>
        type.ContainingType is null && type.ContainingNamespace is { Name: KnownNames.Namespace, ContainingNamespace.IsGlobalNamespace: true };
}
