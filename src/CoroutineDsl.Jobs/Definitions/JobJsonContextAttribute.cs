using System.Text.Json.Serialization;

namespace CoroutineDsl.Jobs;

/// <summary>
/// Says which <see cref="JsonSerializerContext"/> knows the types that the jobs of this assembly take and give. With it nothing is found out by reflection, so that trimmed and natively compiled
/// programs can serialise them. Strings, numbers, <c>bool</c>, dates, <c>Guid</c> and arrays of bytes need none.
/// </summary>
/// <param name="context">A type that derives from <see cref="JsonSerializerContext"/>.</param>
[AttributeUsage(AttributeTargets.Assembly)]
public sealed class JobJsonContextAttribute(Type context) : Attribute
{
    /// <summary>The context.</summary>
    public Type Context { get; } = context;
}
