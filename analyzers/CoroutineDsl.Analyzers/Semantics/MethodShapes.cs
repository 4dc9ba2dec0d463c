using Microsoft.CodeAnalysis;

namespace CoroutineDsl.Analyzers;

/// <summary>Questions about return types that have nothing to do with coroutines yet.</summary>
internal static class MethodShapes
{
    /// <summary>A method that returns its result as such: in no task and no sequence.</summary>
    internal static bool GivesPlainValue(IMethodSymbol method, CoroutineContext coroutines) =>
        !method.ReturnsVoid && !coroutines.IsTaskLike(method.ReturnType) && !IsSequence(method.ReturnType);

    /// <summary>What the coroutine gives, for a method that gives it otherwise; null for nothing.</summary>
    internal static ITypeSymbol? ResultType(IMethodSymbol method, CoroutineContext coroutines)
    {
        if (method.ReturnsVoid) return null;
        if (coroutines.IsItself(method.ReturnType)) return method.ReturnType is INamedTypeSymbol { Arity: 1 } given ? given.TypeArguments[0] : null;
        if (IsUntypedSequence(method.ReturnType)) return null;
        if (GivesPlainValue(method, coroutines)) return method.ReturnType;
        return method.ReturnType is INamedTypeSymbol { Arity: 1 } wrapped ? wrapped.TypeArguments[0] : null;
    }

    /// <summary>The items of what a stream is written for: an asynchronous sequence.</summary>
    internal static ITypeSymbol? Items(ITypeSymbol type) =>
        type is INamedTypeSymbol { Name: "IAsyncEnumerable" or "IAsyncEnumerator", Arity: 1, ContainingNamespace.Name: "Generic" } sequence ? sequence.TypeArguments[0] : null;

    private static bool IsUntypedSequence(ITypeSymbol type) => type.SpecialType is SpecialType.System_Collections_IEnumerator or SpecialType.System_Collections_IEnumerable;

    /// <summary>A type that an iterator may return.</summary>
    internal static bool IsSequence(ITypeSymbol type) => type.OriginalDefinition.SpecialType is
        SpecialType.System_Collections_IEnumerator or SpecialType.System_Collections_IEnumerable or
        SpecialType.System_Collections_Generic_IEnumerator_T or SpecialType.System_Collections_Generic_IEnumerable_T;
}
