using System.Diagnostics;
using System.Globalization;
using System.Text;
using CoroutineDsl.Net;

namespace CoroutineDsl;

/// <summary>
/// The descendants of a process, also those that made a session of their own or whose parents have ended: a mark in the environment is inherited by all of them. (Jenkins finds what a build left behind in this way.) On
/// Linux; elsewhere a process's own descendants are those that .NET finds.
/// </summary>
internal static class Descendants
{
    private const string Name = "COROUTINEDSL_PROCESS";
    private const int KillSignal = 9;

    /// <summary>Marks a process that is going to be started.</summary>
    public static string? Mark(ProcessStartInfo start)
    {
        if (!OperatingSystem.IsLinux() || start.UseShellExecute) return null;
        var mark = Guid.NewGuid().ToString("N");
        // a process of a process has both marks: it is a descendant of both
        start.Environment[Name] = start.Environment.TryGetValue(Name, out var outer) && outer is { Length: > 0 } ? $"{outer}:{mark}" : mark;
        return mark;
    }

    /// <summary>Kills all that have the mark, again until there is none: one may be made while others are looked for. It reads files of the system: for a thread that may block.</summary>
    public static void KillAll(string mark)
    {
        for (var round = 0; round < 10; round++)
        {
            var found = Directory.EnumerateDirectories("/proc").Select(path => Path.GetFileName(path)).Where(name => int.TryParse(name, CultureInfo.InvariantCulture, out _) && Has(name, mark)).ToArray();
            foreach (var name in found) _ = LinuxSyscalls.Kill(int.Parse(name, CultureInfo.InvariantCulture), KillSignal);
            if (found.Length == 0) return;
        }
    }

    private static bool Has(string process, string mark)
    {
        try
        {
            var environment = File.ReadAllBytes($"/proc/{process}/environ").AsSpan();
            var at = environment.IndexOf(Encoding.ASCII.GetBytes(Name + "="));
            if (at < 0) return false;
            var value = environment[at..];
            var end = value.IndexOf((byte)0);
            return (end < 0 ? value : value[..end]).IndexOf(Encoding.ASCII.GetBytes(mark)) >= 0;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return false; // it has ended, or is not ours
        }
    }
}
