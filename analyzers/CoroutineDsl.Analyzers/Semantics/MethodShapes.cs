using Microsoft.CodeAnalysis;

namespace CoroutineDsl.Analyzers;

/// <summary>Which methods can be turned into coroutines by changing their text.</summary>
internal static class MethodShapes
{
    /// <summary>Whether a return type has an evident coroutine type: void and Task give <c>Yield</c>, sequences and Task&lt;T&gt; give <c>Yield&lt;T&gt;</c>.</summary>
    internal static bool ReturnsVoidOrCanBeIterated(this IMethodSymbol method, CoroutineContext coroutines) =>
        method.ReturnsVoid || coroutines.IsTaskLike(method.ReturnType) || coroutines.IsCoroutineType(method.ReturnType) || IsSequence(method.ReturnType);

    internal static bool IsSequence(ITypeSymbol type) => type.OriginalDefinition.SpecialType is
        SpecialType.System_Collections_IEnumerator or SpecialType.System_Collections_IEnumerable or
        SpecialType.System_Collections_Generic_IEnumerator_T or SpecialType.System_Collections_Generic_IEnumerable_T;
}
