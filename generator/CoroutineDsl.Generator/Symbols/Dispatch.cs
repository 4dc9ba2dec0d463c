using Microsoft.CodeAnalysis;

namespace CoroutineDsl.Generator.Symbols;

/// <summary>Which body a call runs: known at compile time, or chosen by the receiver.</summary>
internal static class Dispatch
{
    /// <summary>A call of the method is dispatched at run time, and must stay so.</summary>
    public static bool IsVirtual(IMethodSymbol method) => method.IsVirtual || method.IsAbstract || method.IsOverride;
}
