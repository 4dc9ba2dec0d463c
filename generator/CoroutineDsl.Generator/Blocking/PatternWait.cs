using Microsoft.CodeAnalysis;

namespace CoroutineDsl.Generator.Blocking;

/// <summary>
/// Writes the task of what is awaitable by C#'s pattern alone.
/// <code>
/// global::CoroutineDsl.Runtime.Patterns.Value(client.SayHelloAsync(request), static async awaitable => await awaitable)
/// </code>
/// </summary>
internal static class PatternWait
{
    public static string Text(ITypeSymbol awaitable, string waitable)
    {
        _ = Signatures.IsAwaitable(awaitable, out var value);
        return $"global::CoroutineDsl.Runtime.Patterns.{(value is null ? "End" : "Value")}({waitable}, static async awaitable => await awaitable)";
    }
}
