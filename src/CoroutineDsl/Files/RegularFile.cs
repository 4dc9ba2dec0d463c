using Microsoft.Win32.SafeHandles;

namespace CoroutineDsl;

/// <summary>Files that have a beginning and an end.</summary>
/// <remarks>To open one may block: do it on a thread that may, with <see cref="CoFile.Call{T}"/>; or use <see cref="CoFile.OpenRegular"/>.</remarks>
public static class RegularFile
{
    /// <summary>Opens a file for reading, unless it is something that has no end: to open a pipe waits for whoever writes to it, perhaps for ever.</summary>
    /// <param name="path">Where it is.</param>
    /// <exception cref="IOException">It cannot be opened, or is none.</exception>
    public static SafeFileHandle Open(string path)
    {
        // asked before: to open a pipe that nobody writes to does not return
        if (OperatingSystem.IsLinux() && LinuxFileStatus.Of(path) is { IsRegular: false, IsDirectory: false }) throw new IOException($"{path} is no file with an end, but a pipe, a socket or a device.");
        return File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
    }
}
