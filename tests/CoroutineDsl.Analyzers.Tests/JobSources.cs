namespace CoroutineDsl.Analyzers.Tests;

/// <summary>What the rules of jobs know of the package by name.</summary>
internal static class JobSources
{
    public const string Package = """

        namespace CoroutineDsl.Jobs
        {
            [AttributeUsage(AttributeTargets.Method)] public sealed class JobAttribute : Attribute { public string? Name { get; set; } public int Version { get; set; } public string? Unique { get; set; } }
            [AttributeUsage(AttributeTargets.Assembly)] public sealed class JobJsonContextAttribute(Type context) : Attribute { public Type Context => context; }
            [AttributeUsage(AttributeTargets.Assembly)] public sealed class JobSerializerAttribute(Type serializer) : Attribute { public Type Serializer => serializer; }
            public interface IProcessHandle<T> { }
            public sealed class ProcessQueue<T> : IProcessHandle<ProcessQueue<T>> { }
        }
        """;
}
