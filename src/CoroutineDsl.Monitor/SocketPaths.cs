namespace CoroutineDsl.Monitor;

/// <summary>Where the Unix sockets of monitors are. The tool looks for them in the same place.</summary>
internal static class SocketPaths
{
    private static string Folder => Path.Combine(Path.GetTempPath(), $"coroutinedsl-{Environment.UserName}");

    public static string ForThisProcess() => Path.Combine(Folder, $"{Environment.ProcessId}.sock");

    /// <summary>Its directory is there, for the user alone, and no socket of a process that has died is in the way.</summary>
    public static void Prepare(string path)
    {
        if (Path.GetDirectoryName(path) is { Length: > 0 } folder && !Directory.Exists(folder))
        {
            if (OperatingSystem.IsWindows()) Directory.CreateDirectory(folder);
            else Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        File.Delete(path);
    }

    public static void Protect(string path)
    {
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }
}
