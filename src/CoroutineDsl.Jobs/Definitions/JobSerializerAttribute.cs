namespace CoroutineDsl.Jobs;

/// <summary>Says what serialises the arguments and results of the jobs of this assembly, instead of System.Text.Json.</summary>
/// <param name="serializer">A type that implements <see cref="IJobSerializer"/> and has a constructor without parameters.</param>
[AttributeUsage(AttributeTargets.Assembly)]
public sealed class JobSerializerAttribute(Type serializer) : Attribute
{
    /// <summary>The serialiser.</summary>
    public Type Serializer { get; } = serializer;
}
