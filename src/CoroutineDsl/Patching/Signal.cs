namespace CoroutineDsl.Patching;

/// <summary>A wait handle as a task: the thread pool waits for many handles with few threads.</summary>
internal static class Signal
{
    public static async Task<bool> Of(WaitHandle handle, int millisecondsTimeout, CancellationToken cancellationToken = default)
    {
        // a mutex would be owned by the pool's thread: only this one can take it
        if (handle is Mutex || handle.WaitOne(0)) return handle is not Mutex || handle.WaitOne(millisecondsTimeout);
        if (millisecondsTimeout == 0) return false;
        var done = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        var registration = ThreadPool.RegisterWaitForSingleObject(handle, (_, hasTimedOut) => done.TrySetResult(!hasTimedOut), null, millisecondsTimeout, executeOnlyOnce: true);
        using var cancellation = cancellationToken.UnsafeRegister(_ => done.TrySetCanceled(cancellationToken), null);
        try
        {
            return await done.Task.ConfigureAwait(false);
        }
        finally
        {
            registration.Unregister(null);
        }
    }
}
