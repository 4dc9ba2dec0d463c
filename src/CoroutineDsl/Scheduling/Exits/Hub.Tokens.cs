namespace CoroutineDsl;

public sealed partial class Hub
{
    private long _scopes;

    internal long NextScope() => ++_scopes;

    /// <summary>Cancels a source, whose callbacks run on the thread pool: user code that may block has no place on the hub's thread. What a callback throws is reported.</summary>
    internal void CancelElsewhere(CancellationTokenSource source, Greenlet greenlet) =>
        source.CancelAsync().ContinueWith(
            cancelled => Post(() => Report(greenlet, cancelled.Exception!.InnerException!)),
            CancellationToken.None,
            TaskContinuationOptions.OnlyOnFaulted | TaskContinuationOptions.ExecuteSynchronously,
            TaskScheduler.Default);
}
