using System.Reflection;

namespace CoroutineDsl.Tests.Shared;

/// <summary>Where the sources and the built samples are. The compiler's own idea of that (CallerFilePath) is mapped away in a deterministic build.</summary>
internal static class Repository
{
    /// <summary>What a deterministic build puts in the place of the root.</summary>
    private const string MappedRoot = "/_/";

    public static string Root { get; } = Metadata("RepositoryRoot");

    public static string Configuration { get; } = Metadata("Configuration");

    /// <summary>The built program of a sample.</summary>
    public static string Sample(string name) => Path.Combine(Root, "samples", name, "bin", Configuration, "net10.0", name + ".dll");

    /// <summary>The real path of a source file that the compiler named.</summary>
    public static string Unmapped(string path) =>
        path.StartsWith(MappedRoot, StringComparison.Ordinal) ? Path.Combine(Root, path[MappedRoot.Length..]) : path;

    private static string Metadata(string key) =>
        typeof(Repository).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(attribute => attribute.Key == key).Value!;
}
