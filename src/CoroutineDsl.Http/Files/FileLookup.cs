using Microsoft.Win32.SafeHandles;

namespace CoroutineDsl.Http;

/// <summary>A file that is going to be sent, open.</summary>
internal sealed record FoundFile(SafeFileHandle Handle, string Name, long Length, DateTime ModifiedUtc, string? Coding, bool IsDirectory) : IDisposable
{
    public void Dispose() => Handle.Dispose();
}

/// <summary>Finds the files that paths name, below a directory. All of it may block: it is for the threads of files.</summary>
internal sealed class FileLookup(string root, StaticFilesOptions options)
{
    private static readonly (string Coding, string Ending)[] s_codings = [("br", ".br"), ("zstd", ".zst"), ("gzip", ".gz")];

    /// <param name="path">The path, below the directory.</param>
    /// <param name="accepted">The field <c>Accept-Encoding</c>.</param>
    /// <returns>The file; null if the path names none that is served.</returns>
    public FoundFile? Find(string path, string? accepted)
    {
        if (!IsProper(path)) return null;
        var full = Path.GetFullPath(Path.Join(root, path));
        if (!IsWithin(full, root)) return null;
        var isDirectory = Directory.Exists(full);
        if (isDirectory && options.Index is null) return null;
        if (isDirectory) full = Path.Join(full, options.Index);
        else if (path.EndsWith('/')) return null;
        foreach (var (coding, ending) in s_codings)
        {
            if (options.ServesPrecompressed && AcceptEncoding.Takes(accepted, coding) && Open(full + ending, full, coding, isDirectory) is { } compressed) return compressed;
        }

        return Open(full, full, null, isDirectory);
    }

    private static bool IsWithin(string path, string directory) => path == directory || path.StartsWith(Path.TrimEndingDirectorySeparator(directory) + Path.DirectorySeparatorChar, StringComparison.Ordinal);

    private FoundFile? Open(string path, string named, string? coding, bool isDirectory)
    {
        if (!File.Exists(path)) return null;
        SafeFileHandle? handle = null;
        try
        {
            handle = RegularFile.Open(path);
            if (!options.FollowsLinksOut && LinkTargets.RealPath(handle, path) is var real && real != path && !IsWithin(real, LinkTargets.RealPath(root))) return null; // without a link, it lies where it says
            var found = new FoundFile(handle, Path.GetFileName(named), RandomAccess.GetLength(handle), File.GetLastWriteTimeUtc(handle), coding, isDirectory);
            handle = null;
            return found;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            return null; // it is gone again, or nothing to be served
        }
        finally
        {
            handle?.Dispose();
        }
    }

    /// <summary>Whether each name in the path is one: no way up, no name of a device or of another volume, no encoded slash, no hidden one.</summary>
    private bool IsProper(string path)
    {
        if (!path.StartsWith('/') || path.Contains("//", StringComparison.Ordinal) || path.AsSpan().ContainsAny('\0', '\\', ':')) return false;
        if (path.Contains("%2f", StringComparison.OrdinalIgnoreCase)) return false;
        foreach (var range in path.AsSpan().Split('/'))
        {
            var name = path.AsSpan()[range];
            if (name is "." or ".." || (name.StartsWith('.') && !options.ServesHidden)) return false;
        }

        return true;
    }
}
