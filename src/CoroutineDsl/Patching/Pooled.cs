namespace CoroutineDsl.Patching;

/// <summary>For calls that can only block: they block a thread of their own instead of the hub's.</summary>
internal static class Pooled
{
    /// <summary>Runs what may block for long on a thread of its own, so that the pool keeps its few.</summary>
    public static Task Run(Action call) => Task.Factory.StartNew(call, CancellationToken.None, TaskCreationOptions.LongRunning | TaskCreationOptions.DenyChildAttach, TaskScheduler.Default);

    /// <inheritdoc cref="Run(Action)"/>
    public static Task<T> Run<T>(Func<T> call) => Task.Factory.StartNew(call, CancellationToken.None, TaskCreationOptions.LongRunning | TaskCreationOptions.DenyChildAttach, TaskScheduler.Default);
}
