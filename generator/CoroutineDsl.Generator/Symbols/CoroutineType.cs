using Microsoft.CodeAnalysis;

namespace CoroutineDsl.Generator.Symbols;

/// <summary>What the return type of a coroutine method says: whether it is enumerable, and the type of its result or, of a stream, of the values that it yields.</summary>
internal readonly struct CoroutineType
{
    private CoroutineType(bool isEnumerable, ITypeSymbol? result, ITypeSymbol? item) => (IsEnumerable, Result, Item) = (isEnumerable, result, item);

    /// <summary>Each enumeration is a fresh coroutine.</summary>
    public bool IsEnumerable { get; }

    /// <summary>The T of <c>Yield&lt;T&gt;</c>; null for <c>Yield</c>.</summary>
    public ITypeSymbol? Result { get; }

    /// <summary>The type of the values that a stream yields; null for any other coroutine.</summary>
    public ITypeSymbol? Item { get; }

    /// <summary>Whether <c>yield return</c> gives a value to whoever iterates.</summary>
    public bool IsStream => Item is not null;

    /// <summary>What the machine derives from.</summary>
    public string MachineType => Item is null ? FactoryType : $"global::CoroutineDsl.Runtime.StreamCoroutine<{TypeText.Of(Item)}>";

    /// <summary><c>CoEnumerator&lt;T&gt;</c> of a stream.</summary>
    public string EnumeratorType => $"global::CoroutineDsl.CoEnumerator<{TypeText.Of(Item!)}>";

    /// <summary><c>Coroutine</c> or <c>Coroutine&lt;T&gt;</c>, <c>CoEnumerable&lt;T&gt;</c> or <c>CoEnumerator&lt;T&gt;</c>: what the factory returns.</summary>
    public string FactoryType => Item is not null ? IsEnumerable ? $"global::CoroutineDsl.CoEnumerable<{TypeText.Of(Item)}>" : EnumeratorType
        : Result is null
        ? "global::CoroutineDsl.Coroutine"
        : $"global::CoroutineDsl.Coroutine<{TypeText.Of(Result)}>";

    /// <summary>Null if <paramref name="type"/> is not IEnumerator or IEnumerable of something.</summary>
    public static CoroutineType? Of(ITypeSymbol type)
    {
        if (type is not INamedTypeSymbol { TypeArguments: [var item] } sequence || item.IsRefLikeType)
            return null;
        bool isEnumerable;
        switch (sequence.OriginalDefinition.SpecialType)
        {
            case SpecialType.System_Collections_Generic_IEnumerator_T: isEnumerable = false; break;
            case SpecialType.System_Collections_Generic_IEnumerable_T: isEnumerable = true; break;
            default: return null;
        }
        if (item is not INamedTypeSymbol { Name: "Yield" } element || !IsRuntimeType(element))
            return new CoroutineType(isEnumerable, null, item);
        return element.TypeArguments switch
        {
            [] => new CoroutineType(isEnumerable, null, null),
            [var result] => new CoroutineType(isEnumerable, result, null),
            _ => null,
        };
    }

    /// <summary>What the type that a factory returns says; null for the factory of a stream.</summary>
    public static CoroutineType? OfFactory(ITypeSymbol type, RuntimeTypes known)
    {
        if (RuntimeTypes.Same(type, known.Coroutine)) return new CoroutineType(false, null, null);
        return type is INamedTypeSymbol { TypeArguments: [var result] } && RuntimeTypes.Same(type.OriginalDefinition, known.CoroutineOfT) ? new CoroutineType(false, result, null) : null;
    }

    private static bool IsRuntimeType(INamedTypeSymbol type) =>
        type.ContainingType is null && type.ContainingNamespace is { Name: KnownNames.Namespace, ContainingNamespace.IsGlobalNamespace: true };
}
