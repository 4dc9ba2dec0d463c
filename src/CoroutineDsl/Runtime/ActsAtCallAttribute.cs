using System.ComponentModel;

namespace CoroutineDsl.Runtime;

/// <summary>Marks the methods that do their work when they are called, and whose suspension only waits for the outcome: to drop that is no mistake (CORO005).</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
[AttributeUsage(AttributeTargets.Method)]
public sealed class ActsAtCallAttribute : Attribute;
