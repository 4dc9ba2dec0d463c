namespace CoroutineDsl.Analyzers.Tests;

/// <summary>The repository that the tests were built in.</summary>
internal static class Repository
{
    internal static string Root { get; } = Find();

    private static string Find()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "CoroutineDsl.sln"))) folder = folder.Parent;
        return folder?.FullName ?? throw new InvalidOperationException("not run inside the repository");
    }
}
