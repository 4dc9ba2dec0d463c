using System.ComponentModel;

namespace CoroutineDsl.Runtime;

/// <summary>Marks the methods that the lowering turns into suspensions.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
[AttributeUsage(AttributeTargets.Method)]
public sealed class AwaitMethodAttribute : Attribute;
