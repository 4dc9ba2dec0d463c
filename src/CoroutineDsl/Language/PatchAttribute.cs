namespace CoroutineDsl;

/// <summary>
/// Turns on the compile-time monkey patch for an assembly or a type: in coroutines a blocking call becomes a suspension; in other methods it becomes cooperative on a hub, and stays what it is off one.
/// The innermost attribute decides.
/// </summary>
/// <param name="areas">What is patched.</param>
[AttributeUsage(AttributeTargets.Assembly | AttributeTargets.Class | AttributeTargets.Struct | AttributeTargets.Interface)]
public sealed class PatchAttribute(Patch areas = Patch.All) : Attribute
{
    /// <summary>What is patched.</summary>
    public Patch Areas { get; } = areas;
}
