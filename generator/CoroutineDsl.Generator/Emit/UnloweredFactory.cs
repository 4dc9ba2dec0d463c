using CoroutineDsl.Generator.Parsing;
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
    public static string Of(IMethodSymbol method)
    {
        var type = CoroutineType.Of(method.ReturnType)!.Value;
        var enumerator = type.IsEnumerable ? ".GetEnumerator()" : "";
        return $"    {FactorySignature.Of(method)} => global::CoroutineDsl.Coroutine.FromIterator({FactorySignature.CallOf(method, method.Name)}{enumerator});\n";
    }
}
