namespace CoroutineDsl.Patching;

/// <summary>A wait handle as a task: the thread pool waits for many handles with few threads.</summary>
internal static class Signal
{
    /// <summary>Completes with <c>true</c> when the handle has given its signal to this wait. Cancelled only when it is certain that it has not and will not.</summary>
    public static async Task<bool> Of(WaitHandle handle, CancellationToken token)
    {
        var done = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        var registration = ThreadPool.RegisterWaitForSingleObject(
            handle, static (done, _) => ((TaskCompletionSource<bool>)done!).TrySetResult(true), done, System.Threading.Timeout.Infinite, executeOnlyOnce: true);
        using (token.UnsafeRegister(_ => Cancel(registration, done, token), null)) return await done.Task.ConfigureAwait(false);
    }

    /// <summary>The pool may be giving the signal just now: it says when it is done with the wait, and then the outcome is known.</summary>
    private static void Cancel(RegisteredWaitHandle registration, TaskCompletionSource<bool> done, CancellationToken token)
    {
        var ended = new ManualResetEvent(false);
        registration.Unregister(ended);
        ThreadPool.RegisterWaitForSingleObject(
            ended,
            (_, _) =>
            {
                done.TrySetCanceled(token);
                ended.Dispose();
            },
            null,
            System.Threading.Timeout.Infinite,
            executeOnlyOnce: true);
    }
}
