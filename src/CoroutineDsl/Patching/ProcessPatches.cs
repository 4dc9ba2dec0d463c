using System.Diagnostics;

namespace CoroutineDsl.Patching;

/// <summary>Cooperative <see cref="Process"/>.</summary>
public static class ProcessPatches
{
    /// <inheritdoc cref="Process.WaitForExit()"/>
    [Patches(typeof(Process), nameof(Process.WaitForExit), Area = Patch.Process)]
    public static Task CoWaitForExit(this Process process) => process.WaitForExitAsync();

    /// <inheritdoc cref="Process.WaitForExit(int)"/>
    [Patches(typeof(Process), nameof(Process.WaitForExit), Area = Patch.Process)]
    public static Task<bool> CoWaitForExit(this Process process, int milliseconds) => Exited(process, TimeSpan.FromMilliseconds(milliseconds));

    /// <inheritdoc cref="Process.WaitForExit(TimeSpan)"/>
    [Patches(typeof(Process), nameof(Process.WaitForExit), Area = Patch.Process)]
    public static Task<bool> CoWaitForExit(this Process process, TimeSpan timeout) => Exited(process, timeout);

    private static async Task<bool> Exited(Process process, TimeSpan timeout)
    {
        using var cancellation = new CancellationTokenSource(timeout);
        try
        {
            await process.WaitForExitAsync(cancellation.Token).ConfigureAwait(false);
            return true;
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            return false;
        }
    }
}
