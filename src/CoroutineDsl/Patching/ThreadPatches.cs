namespace CoroutineDsl.Patching;

/// <summary>Cooperative <see cref="Thread"/> and <see cref="Parallel"/>.</summary>
public static class ThreadPatches
{
    /// <summary>Waits on a pool thread for the thread to end.</summary>
    [Patches(typeof(Thread), nameof(Thread.Join), Area = Patch.Thread)]
    public static Task CoJoin(this Thread thread) => Pooled.Run(thread.Join);

    /// <inheritdoc cref="CoJoin(Thread)"/>
    [Patches(typeof(Thread), nameof(Thread.Join), Area = Patch.Thread)]
    public static Task<bool> CoJoin(this Thread thread, int millisecondsTimeout) => Pooled.Run(() => thread.Join(millisecondsTimeout));

    /// <inheritdoc cref="CoJoin(Thread)"/>
    [Patches(typeof(Thread), nameof(Thread.Join), Area = Patch.Thread)]
    public static Task<bool> CoJoin(this Thread thread, TimeSpan timeout) => Pooled.Run(() => thread.Join(timeout));
}
