namespace CoroutineDsl.Generator.Tests.Harness;

/// <summary>Where the sources are. The compiler's own idea of that (CallerFilePath) is mapped away in a deterministic build.</summary>
internal static class Repository
{
    /// <summary>What a deterministic build puts in the place of the root.</summary>
    private const string MappedRoot = "/_/";

    public static string Root { get; } = Find();

    /// <summary>The real path of a source file, of which the compiler has told.</summary>
    public static string Unmapped(string path) => path.StartsWith(MappedRoot, StringComparison.Ordinal) ? Path.Combine(Root, path[MappedRoot.Length..]) : path;

    private static string Find()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "CoroutineDsl.sln"))) folder = folder.Parent!;
        return folder.FullName;
    }
}
