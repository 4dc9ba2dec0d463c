using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace CoroutineDsl.Jobs;

/// <summary>A file for shared memory. On Linux it has no name, so that nothing can be left behind: other processes of the user reach it by the descriptor of the one that holds it.</summary>
internal static partial class SharedFile
{
    private const uint CloseOnExec = 1;
    private const char NameMark = '#';

    /// <param name="path">Where others open it, while this process holds it open.</param>
    /// <param name="folder">A folder to remove with it; null where the file has no name.</param>
    public static SafeFileHandle Create(out string path, out PrivateFolder? folder)
    {
        folder = null;
        if (OperatingSystem.IsLinux())
        {
            var name = $"coroutinedsl-{Guid.NewGuid():N}";
            var descriptor = CreateMemoryFile(name, CloseOnExec);
            if (descriptor >= 0)
            {
                path = $"/proc/{Environment.ProcessId}/fd/{descriptor}{NameMark}{name}";
                return new(descriptor, ownsHandle: true);
            }
        }

        folder = new();
        path = Path.Combine(folder.Path, "memory");
        var options = OperatingSystem.IsWindows() ? FileOptions.DeleteOnClose : FileOptions.None; // it does not delete what others have mapped
        return File.OpenHandle(path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete, options);
    }

    /// <exception cref="IOException">The process that made it has ended, or has disposed of it.</exception>
    public static SafeFileHandle Open(string path)
    {
        var name = path.StartsWith("/proc/", StringComparison.Ordinal) ? path.Split(NameMark, 2) : [path];
        var handle = File.OpenHandle(name[0], FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete);
        if (name.Length == 1 || new FileInfo($"/proc/self/fd/{handle.DangerousGetHandle()}").LinkTarget?.Contains(name[1], StringComparison.Ordinal) == true) return handle;
        handle.Dispose(); // another file has its descriptor by now
        throw new IOException("The process that made it has disposed of it.");
    }

    [LibraryImport("libc", EntryPoint = "memfd_create", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int CreateMemoryFile(string name, uint flags);
}
