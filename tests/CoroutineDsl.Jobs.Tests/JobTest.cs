using System.Diagnostics;
using System.Runtime.InteropServices;
using Xunit;

[assembly: CollectionBehavior(DisableTestParallelization = true)] // each test starts processes: two at a time are enough for a machine of two cores

namespace CoroutineDsl.Jobs.Tests;

/// <summary>Runs a test on a hub of its own, bounded, and looks at what it left behind.</summary>
public abstract partial class JobTest
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(4);

    protected static void Run(Func<IEnumerator<Yield>> body)
    {
        using var hub = new Hub(new HubOptions());
        Greenlet.WithTimeout(Patience, body()).Await();
        AssertNothingLeft();
    }

    /// <summary>No folder of this process is left.</summary>
    protected static void AssertNothingLeft() => Assert.Empty(Folders(Environment.ProcessId));

    /// <summary>Makes a suspension that nobody waits for.</summary>
    protected static void Make(Suspension suspension) => GC.KeepAlive(suspension);

    protected static string[] Folders(int processId) => Directory.GetDirectories(Path.GetTempPath(), $"coroutinedsl-{processId}-*");

    protected static bool IsRunning(int processId)
    {
        try
        {
            using var process = Process.GetProcessById(processId);
            return !process.HasExited;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }

    /// <summary>Waits until something is so; the bound of the test ends a wait for what never is.</summary>
    [Coroutine]
    protected static IEnumerator<Yield> Until(Func<bool> isSo)
    {
        while (!isSo()) yield return Greenlet.Sleep(10);
    }

    protected static void Signal(int processId, int signal) => Assert.Equal(0, Kill(processId, signal));

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static partial int Kill(int process, int signal);
}
