using Microsoft.CodeAnalysis;

namespace CoroutineDsl.Analyzers;

/// <summary>Questions about return types that have nothing to do with coroutines yet.</summary>
internal static class MethodShapes
{
    /// <summary>A method that returns its result as such: in no task and no sequence.</summary>
    internal static bool GivesPlainValue(IMethodSymbol method, CoroutineContext coroutines) =>
        !method.ReturnsVoid && !coroutines.IsTaskLike(method.ReturnType) && !IsSequence(method.ReturnType);

    /// <summary>A type that an iterator may return.</summary>
    internal static bool IsSequence(ITypeSymbol type) => type.OriginalDefinition.SpecialType is
        SpecialType.System_Collections_IEnumerator or SpecialType.System_Collections_IEnumerable or
        SpecialType.System_Collections_Generic_IEnumerator_T or SpecialType.System_Collections_Generic_IEnumerable_T;
}
