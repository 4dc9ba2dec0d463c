using CoroutineDsl.Generator.Symbols;
using Microsoft.CodeAnalysis;

namespace CoroutineDsl.Generator.Emit;

/// <summary>
/// The factory of a coroutine that is not lowered: it drives the iterator that C# made of the method.
/// <code>
/// public Coroutine&lt;int&gt; TalkCoroutine(CoSocket conn) => Coroutine.FromIterator(this.Talk(conn));
/// </code>
/// </summary>
internal static class UnloweredFactory
{
    public static string Of(IMethodSymbol method) => $"    {Marks.Glue}\n    {FactorySignature.Of(method)} => {Iterator(method)};\n";

    /// <summary>The iterator as a coroutine.</summary>
    public static string Iterator(IMethodSymbol method)
    {
        if (CoroutineType.Of(method.ReturnType)!.Value.IsStream)
            return $"global::CoroutineDsl.Runtime.LoweredStreams.From({FactorySignature.CallOf(method, method.Name)})";
        var enumerator = CoroutineType.Of(method.ReturnType)!.Value.IsEnumerable ? ".GetEnumerator()" : "";
        return $"global::CoroutineDsl.Coroutine.FromIterator({FactorySignature.CallOf(method, method.Name)}{enumerator})";
    }
}
