using System.Diagnostics;
using System.Net.Sockets;

namespace CoroutineDsl.Monitor;

/// <summary>Where the Unix sockets of monitors are. The tool looks for them in the same place.</summary>
internal static class SocketPaths
{
    private static string Folder => Path.Combine(Path.GetTempPath(), $"coroutinedsl-{Environment.UserName}");

    private static readonly HashSet<string> s_used = [];

    /// <summary>The process id names it; further monitors of the same process have a number behind it.</summary>
    public static string ForThisProcess()
    {
        lock (s_used)
        {
            var path = Path.Combine(Folder, $"{Environment.ProcessId}.sock");
            for (var number = 2; !s_used.Add(path); number++) path = Path.Combine(Folder, $"{Environment.ProcessId}-{number}.sock");
            return path;
        }
    }

    /// <summary>Its monitor has been disposed of.</summary>
    public static void Free(string path)
    {
        lock (s_used) s_used.Remove(path);
    }

    /// <summary>The directory for temporary files is everybody's: somebody else may have made one of this name there before.</summary>
    /// <exception cref="UnauthorizedAccessException">It is not this user's.</exception>
    public static void ProtectFolder(string path)
    {
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(Path.GetDirectoryName(path)!, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

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

    /// <summary>Takes away the sockets of processes that have ended without doing so: nobody would ever.</summary>
    public static void RemoveStale(string path)
    {
        foreach (var other in Directory.GetFiles(Path.GetDirectoryName(path)!, "*.sock"))
        {
            if (int.TryParse(Path.GetFileNameWithoutExtension(other).Split('-')[0], out var process) && !IsProcess(process) && !Answers(other)) File.Delete(other);
        }
    }

    private static bool IsProcess(int id)
    {
        try
        {
            using var process = Process.GetProcessById(id);
            return true;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }

    /// <summary>A container shares the folder, maybe, and not the process ids.</summary>
    private static bool Answers(string path)
    {
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            socket.Connect(new UnixDomainSocketEndPoint(path));
            return true;
        }
        catch (Exception exception) when (exception is SocketException or ArgumentException)
        {
            return false;
        }
    }

    public static void Protect(string path)
    {
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }
}
