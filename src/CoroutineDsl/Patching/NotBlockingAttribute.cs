namespace CoroutineDsl;

/// <summary>Says of something that looks as if it blocked that it does not: neither the analyzer nor the patch touches it.</summary>
/// <param name="documentationId">
/// The documentation id of a method (<c>M:System.IO.Stream.Flush</c>, with or without its parameters), of a property, of a type (<c>T:</c>, with all that derives from it) or of a namespace (<c>N:</c>).
/// </param>
[AttributeUsage(AttributeTargets.Assembly, AllowMultiple = true)]
public sealed class NotBlockingAttribute(string documentationId) : Attribute
{
    /// <summary>The documentation id.</summary>
    public string DocumentationId { get; } = documentationId;
}
