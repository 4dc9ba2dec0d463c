namespace CoroutineDsl;

/// <summary>
/// Says of a member without a cooperative form that it blocks: the analyzer reports it, the fix and the patch move the call to the thread pool. A member with a cooperative form has a method marked
/// <see cref="PatchesAttribute"/> instead.
/// </summary>
/// <param name="documentationId">As for <see cref="NotBlockingAttribute"/>.</param>
[AttributeUsage(AttributeTargets.Assembly, AllowMultiple = true)]
public sealed class BlockingAttribute(string documentationId) : Attribute
{
    /// <summary>The documentation id.</summary>
    public string DocumentationId { get; } = documentationId;

    /// <summary>The area that it belongs to.</summary>
    public Patch Area { get; set; } = Patch.Other;

    /// <summary>
    /// Whether several threads may make the call on one object at a time, since it waits for what another call of it does, as <see cref="Barrier"/>'s does. Otherwise the calls on an object are moved one after the other.
    /// </summary>
    public bool IsConcurrent { get; set; }

    /// <summary>Whether the call means the thread that makes it, so that it cannot be moved to another: it is reported, and left as it is.</summary>
    public bool IsThreadBound { get; set; }
}
