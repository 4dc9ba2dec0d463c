using System.ComponentModel;

namespace CoroutineDsl.Runtime;

/// <summary>For generated code: marks the method that holds the body of a lowered coroutine, and says how the user wrote it, for stack traces.</summary>
/// <param name="method">The user's method with its parameters: <c>Talk(CoSocket conn)</c>.</param>
[AttributeUsage(AttributeTargets.Method)]
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class CoroutineBodyAttribute(string method) : Attribute
{
    /// <summary>The user's method with its parameters.</summary>
    public string Method { get; } = method;
}
