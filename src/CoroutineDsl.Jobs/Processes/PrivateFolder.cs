using System.Globalization;

namespace CoroutineDsl.Jobs;

/// <summary>
/// A folder that only this user can enter, for the socket that the processes of a program meet at. It is removed when nothing needs it, when the process ends, and, where the process was killed, by its
/// workers, or by the next program that makes one.
/// </summary>
internal sealed class PrivateFolder : IDisposable
{
    private const string Prefix = "coroutinedsl-";
    private const int LongestSocketPath = 90; // of 108 bytes that the system takes, less the names in the folder

    private static int s_hasSwept;

    public PrivateFolder()
    {
        var parent = System.IO.Path.GetTempPath();
        if (parent.Length > LongestSocketPath - 40 && Directory.Exists("/tmp")) parent = "/tmp";
        if (Interlocked.Exchange(ref s_hasSwept, 1) == 0) Sweep(parent);
        Path = System.IO.Path.Combine(parent, $"{Prefix}{Environment.ProcessId}-{Guid.NewGuid().ToString("N")[..8]}");
        if (OperatingSystem.IsWindows()) Directory.CreateDirectory(Path);
        else Directory.CreateDirectory(Path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        AppDomain.CurrentDomain.ProcessExit += OnProcessExit;
    }

    public string Path { get; }

    /// <summary>Removes a folder with all that is in it, if it is there.</summary>
    public static void Remove(string path)
    {
        try
        {
            Directory.Delete(path, recursive: true);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // removed by another worker meanwhile
        }
    }

    public void Dispose()
    {
        AppDomain.CurrentDomain.ProcessExit -= OnProcessExit;
        Remove(Path);
    }

    /// <summary>What programs left behind that were killed with all their workers.</summary>
    private static void Sweep(string parent)
    {
        try
        {
            foreach (var folder in Directory.EnumerateDirectories(parent, Prefix + "*"))
            {
                var name = System.IO.Path.GetFileName(folder)[Prefix.Length..].Split('-');
                if (int.TryParse(name[0], CultureInfo.InvariantCulture, out var process) && name.Length == 2 && !IsRunning(process)) Remove(folder);
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // another user's
        }
    }

    private static bool IsRunning(int process)
    {
        try
        {
            using var found = System.Diagnostics.Process.GetProcessById(process);
            return true;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }

    private void OnProcessExit(object? sender, EventArgs e) => Remove(Path);
}
