using Microsoft.Win32.SafeHandles;

namespace CoroutineDsl;

/// <summary>Files that have a beginning and an end.</summary>
internal static class RegularFile
{
    /// <exception cref="IOException">It cannot be opened, or is none.</exception>
    public static SafeFileHandle Open(string path)
    {
        // asked before: to open a pipe that nobody writes to does not return
        if (OperatingSystem.IsLinux() && LinuxFileStatus.Of(path) is { IsRegular: false, IsDirectory: false }) throw new IOException($"{path} is no file with an end, but a pipe, a socket or a device.");
        return File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
    }
}
