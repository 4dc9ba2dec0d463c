using System.Diagnostics;

namespace CoroutineDsl.Patching;

/// <summary>Cooperative <see cref="Process"/>. Its timeouts are the hub's clock's. A wait that is given up takes nothing; the process goes on.</summary>
public static class ProcessPatches
{
    /// <inheritdoc cref="Process.WaitForExit()"/>
    [Patches(typeof(Process), nameof(Process.WaitForExit), Area = Patch.Process)]
    public static Suspension CoWaitForExit(this Process process) => Call.Of(process, static (p, token) => p.WaitForExitAsync(token), what: "Process.WaitForExit");

    /// <inheritdoc cref="Process.WaitForExit(int)"/>
    [Patches(typeof(Process), nameof(Process.WaitForExit), Area = Patch.Process)]
    public static Suspension<bool> CoWaitForExit(this Process process, int milliseconds) => Exited(process, Timed.Ticks(milliseconds));

    /// <inheritdoc cref="Process.WaitForExit(TimeSpan)"/>
    [Patches(typeof(Process), nameof(Process.WaitForExit), Area = Patch.Process)]
    public static Suspension<bool> CoWaitForExit(this Process process, TimeSpan timeout) => Exited(process, Timed.Ticks(timeout));

    private static Suspension<bool> Exited(Process process, long ticks) => Call.Of(
        (process, ticks),
        static (s, token) => s.ticks == 0 ? new(s.process.HasExited) : Exited(s.process, token),
        static (_, _) => new(true),
        ticks,
        static _ => false,
        what: "Process.WaitForExit");

    private static async ValueTask<bool> Exited(Process process, CancellationToken token)
    {
        await process.WaitForExitAsync(token).ConfigureAwait(false);
        return true;
    }
}
