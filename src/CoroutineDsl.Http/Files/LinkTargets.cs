using System.Globalization;
using Microsoft.Win32.SafeHandles;

namespace CoroutineDsl.Http;

/// <summary>Where paths lead when all symbolic links in them have been followed.</summary>
internal static class LinkTargets
{
    private const int MaxLinks = 40;

    /// <summary>Where an open file lies. Linux says so itself, and nobody can change a link in between; elsewhere the path is followed.</summary>
    public static string RealPath(SafeFileHandle file, string path) =>
        OperatingSystem.IsLinux() && new FileInfo(string.Create(CultureInfo.InvariantCulture, $"/proc/self/fd/{file.DangerousGetHandle()}")).LinkTarget is { } target ? target : RealPath(path);

    /// <exception cref="IOException">The links go round in a circle.</exception>
    public static string RealPath(string path)
    {
        var links = 0;
        var left = new Stack<string>(Names(path).Reverse());
        var real = Path.GetPathRoot(path)!;
        while (left.TryPop(out var name))
        {
            if (name == "..")
            {
                real = Path.GetDirectoryName(real) ?? real;
                continue;
            }

            var next = Path.Join(real, name);
            if (TargetOf(next) is not { } target)
            {
                real = next;
                continue;
            }

            if (++links > MaxLinks) throw new IOException($"The links in {path} go round in a circle.");
            if (Path.IsPathRooted(target)) real = Path.GetPathRoot(target)!;
            foreach (var part in Names(target).Reverse()) left.Push(part);
        }

        return real;
    }

    private static string? TargetOf(string path) => new FileInfo(path).LinkTarget ?? new DirectoryInfo(path).LinkTarget;

    private static IEnumerable<string> Names(string path) =>
        path[(Path.GetPathRoot(path)?.Length ?? 0)..].Split([Path.DirectorySeparatorChar, Path.AltDirectorySeparatorChar], StringSplitOptions.RemoveEmptyEntries).Where(name => name != ".");
}
