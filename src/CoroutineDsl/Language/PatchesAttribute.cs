namespace CoroutineDsl;

/// <summary>
/// Marks a static method as the cooperative form of a blocking member. It takes the receiver first (for an instance member) and then the same arguments, with memory in place of spans, and returns
/// something awaitable that gives what the member gives. Where type or member are generic it has their type parameters, the type's first. <c>".ctor"</c> names a constructor.
/// </summary>
/// <param name="type">The type that declares the member; an open generic type for a generic one.</param>
/// <param name="member">The member's name.</param>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = true)]
public sealed class PatchesAttribute(Type type, string member) : Attribute
{
    /// <summary>The type that declares the member.</summary>
    public Type Type { get; } = type;

    /// <summary>The member's name.</summary>
    public string Member { get; } = member;

    /// <summary>
    /// A class with a method of the same name and parameters that throws what the blocking member throws where this one is more generous: patched code calls that one. Null: this one serves for both.
    /// </summary>
    public Type? Strict { get; set; }

    /// <summary>The area that it belongs to.</summary>
    public Patch Area { get; set; } = Patch.Other;
}
