using System.Security.Cryptography;

namespace CoroutineDsl.Tool.Migrate;

/// <summary>A file that the migration changes.</summary>
internal sealed record FileChange(string Name, string Before, string After);

/// <summary>A copy of a project's folder, without what is built.</summary>
internal sealed class ProjectCopy : IDisposable
{
    private static readonly string[] s_left = ["bin", "obj", ".git", ".vs", "node_modules"];

    private readonly string _original;

    public ProjectCopy(string project)
    {
        _original = Path.GetDirectoryName(project)!;
        Project = Path.GetFileName(project);
        // beside the original, so that what it refers to by '..' is there
        Folder = $"{_original.TrimEnd(Path.DirectorySeparatorChar)}.coro-migrate-{Guid.NewGuid():n}";
        Copy(new DirectoryInfo(_original), Folder);
        Indentation.WriteDown(_original, Folder, Sources);
    }

    public string Folder { get; }

    /// <summary>The name of the project file.</summary>
    public string Project { get; }

    private IEnumerable<string> Sources =>
        Directory.EnumerateFiles(Folder, "*.cs", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(Folder, file))
            .Where(file => !file.Split(Path.DirectorySeparatorChar).Any(s_left.Contains)).Order(StringComparer.Ordinal);

    /// <summary>What the sources are now, as one value.</summary>
    public string State()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var file in Sources) hash.AppendData(File.ReadAllBytes(Path.Combine(Folder, file)));
        return Convert.ToHexString(hash.GetHashAndReset());
    }

    /// <summary>The sources that differ from the project's, with the line endings that they had.</summary>
    public List<FileChange> Changes()
    {
        var changes = new List<FileChange>();
        foreach (var file in Sources)
        {
            var original = Path.Combine(_original, file);
            var before = File.Exists(original) ? File.ReadAllText(original) : "";
            var after = WithEndingsOf(before, File.ReadAllText(Path.Combine(Folder, file)));
            if (before != after) changes.Add(new(file, before, after));
        }

        return changes;
    }

    public void WriteBack(IEnumerable<FileChange> changes)
    {
        foreach (var change in changes) File.WriteAllText(Path.Combine(_original, change.Name), change.After);
    }

    public void Dispose() => Directory.Delete(Folder, recursive: true);

    /// <summary>A file of one kind of line endings keeps it; what is mixed stays so.</summary>
    internal static string WithEndingsOf(string before, string after)
    {
        var all = before.Count(c => c == '\n');
        var windows = before.Split("\r\n").Length - 1;
        return all == 0 ? after : windows == all ? after.ReplaceLineEndings("\r\n") : windows == 0 ? after.ReplaceLineEndings("\n") : after;
    }

    private static void Copy(DirectoryInfo from, string to)
    {
        Directory.CreateDirectory(to);
        foreach (var file in from.EnumerateFiles()) file.CopyTo(Path.Combine(to, file.Name));
        foreach (var folder in from.EnumerateDirectories())
            if (!s_left.Contains(folder.Name)) Copy(folder, Path.Combine(to, folder.Name));
    }
}
