namespace CoroutineDsl.Patching;

/// <summary>Cooperative waits for the signals of <c>System.Threading</c>.</summary>
public static class SyncPatches
{
    /// <inheritdoc cref="WaitHandle.WaitOne()"/>
    [Patches(typeof(WaitHandle), nameof(WaitHandle.WaitOne), Area = Patch.Sync)]
    public static Task<bool> CoWaitOne(this WaitHandle handle) => Signal.Of(handle, System.Threading.Timeout.Infinite);

    /// <inheritdoc cref="WaitHandle.WaitOne(int)"/>
    [Patches(typeof(WaitHandle), nameof(WaitHandle.WaitOne), Area = Patch.Sync)]
    public static Task<bool> CoWaitOne(this WaitHandle handle, int millisecondsTimeout) => Signal.Of(handle, millisecondsTimeout);

    /// <inheritdoc cref="WaitHandle.WaitOne(TimeSpan)"/>
    [Patches(typeof(WaitHandle), nameof(WaitHandle.WaitOne), Area = Patch.Sync)]
    public static Task<bool> CoWaitOne(this WaitHandle handle, TimeSpan timeout) => Signal.Of(handle, (int)timeout.TotalMilliseconds);

    /// <inheritdoc cref="WaitHandle.WaitOne(int, bool)"/>
    [Patches(typeof(WaitHandle), nameof(WaitHandle.WaitOne), Area = Patch.Sync)]
    public static Task<bool> CoWaitOne(this WaitHandle handle, int millisecondsTimeout, bool exitContext) => Signal.Of(handle, millisecondsTimeout);

    /// <inheritdoc cref="WaitHandle.WaitOne(TimeSpan, bool)"/>
    [Patches(typeof(WaitHandle), nameof(WaitHandle.WaitOne), Area = Patch.Sync)]
    public static Task<bool> CoWaitOne(this WaitHandle handle, TimeSpan timeout, bool exitContext) => Signal.Of(handle, (int)timeout.TotalMilliseconds);

    /// <inheritdoc cref="SemaphoreSlim.Wait()"/>
    [Patches(typeof(SemaphoreSlim), nameof(SemaphoreSlim.Wait), Area = Patch.Sync)]
    public static Task CoWait(this SemaphoreSlim semaphore) => semaphore.WaitAsync();

    /// <inheritdoc cref="SemaphoreSlim.Wait(CancellationToken)"/>
    [Patches(typeof(SemaphoreSlim), nameof(SemaphoreSlim.Wait), Area = Patch.Sync)]
    public static Task CoWait(this SemaphoreSlim semaphore, CancellationToken cancellationToken) => semaphore.WaitAsync(cancellationToken);

    /// <inheritdoc cref="SemaphoreSlim.Wait(int)"/>
    [Patches(typeof(SemaphoreSlim), nameof(SemaphoreSlim.Wait), Area = Patch.Sync)]
    public static Task<bool> CoWait(this SemaphoreSlim semaphore, int millisecondsTimeout) => semaphore.WaitAsync(millisecondsTimeout);

    /// <inheritdoc cref="SemaphoreSlim.Wait(TimeSpan)"/>
    [Patches(typeof(SemaphoreSlim), nameof(SemaphoreSlim.Wait), Area = Patch.Sync)]
    public static Task<bool> CoWait(this SemaphoreSlim semaphore, TimeSpan timeout) => semaphore.WaitAsync(timeout);

    /// <inheritdoc cref="SemaphoreSlim.Wait(int, CancellationToken)"/>
    [Patches(typeof(SemaphoreSlim), nameof(SemaphoreSlim.Wait), Area = Patch.Sync)]
    public static Task<bool> CoWait(this SemaphoreSlim semaphore, int millisecondsTimeout, CancellationToken cancellationToken) => semaphore.WaitAsync(millisecondsTimeout, cancellationToken);

    /// <inheritdoc cref="SemaphoreSlim.Wait(TimeSpan, CancellationToken)"/>
    [Patches(typeof(SemaphoreSlim), nameof(SemaphoreSlim.Wait), Area = Patch.Sync)]
    public static Task<bool> CoWait(this SemaphoreSlim semaphore, TimeSpan timeout, CancellationToken cancellationToken) => semaphore.WaitAsync(timeout, cancellationToken);

    /// <inheritdoc cref="ManualResetEventSlim.Wait()"/>
    [Patches(typeof(ManualResetEventSlim), nameof(ManualResetEventSlim.Wait), Area = Patch.Sync)]
    public static Task CoWait(this ManualResetEventSlim signal) => signal.CoWait(System.Threading.Timeout.Infinite, CancellationToken.None);

    /// <inheritdoc cref="ManualResetEventSlim.Wait(CancellationToken)"/>
    [Patches(typeof(ManualResetEventSlim), nameof(ManualResetEventSlim.Wait), Area = Patch.Sync)]
    public static Task CoWait(this ManualResetEventSlim signal, CancellationToken cancellationToken) => signal.CoWait(System.Threading.Timeout.Infinite, cancellationToken);

    /// <inheritdoc cref="ManualResetEventSlim.Wait(int)"/>
    [Patches(typeof(ManualResetEventSlim), nameof(ManualResetEventSlim.Wait), Area = Patch.Sync)]
    public static Task<bool> CoWait(this ManualResetEventSlim signal, int millisecondsTimeout) => signal.CoWait(millisecondsTimeout, CancellationToken.None);

    /// <inheritdoc cref="ManualResetEventSlim.Wait(TimeSpan)"/>
    [Patches(typeof(ManualResetEventSlim), nameof(ManualResetEventSlim.Wait), Area = Patch.Sync)]
    public static Task<bool> CoWait(this ManualResetEventSlim signal, TimeSpan timeout) => signal.CoWait((int)timeout.TotalMilliseconds, CancellationToken.None);

    /// <inheritdoc cref="ManualResetEventSlim.Wait(TimeSpan, CancellationToken)"/>
    [Patches(typeof(ManualResetEventSlim), nameof(ManualResetEventSlim.Wait), Area = Patch.Sync)]
    public static Task<bool> CoWait(this ManualResetEventSlim signal, TimeSpan timeout, CancellationToken cancellationToken) => signal.CoWait((int)timeout.TotalMilliseconds, cancellationToken);

    /// <inheritdoc cref="ManualResetEventSlim.Wait(int, CancellationToken)"/>
    [Patches(typeof(ManualResetEventSlim), nameof(ManualResetEventSlim.Wait), Area = Patch.Sync)]
    public static Task<bool> CoWait(this ManualResetEventSlim signal, int millisecondsTimeout, CancellationToken cancellationToken) =>
        signal.IsSet ? Task.FromResult(true) : Signal.Of(signal.WaitHandle, millisecondsTimeout, cancellationToken);

    /// <inheritdoc cref="CountdownEvent.Wait()"/>
    [Patches(typeof(CountdownEvent), nameof(CountdownEvent.Wait), Area = Patch.Sync)]
    public static Task CoWait(this CountdownEvent countdown) => countdown.CoWait(System.Threading.Timeout.Infinite, CancellationToken.None);

    /// <inheritdoc cref="CountdownEvent.Wait(CancellationToken)"/>
    [Patches(typeof(CountdownEvent), nameof(CountdownEvent.Wait), Area = Patch.Sync)]
    public static Task CoWait(this CountdownEvent countdown, CancellationToken cancellationToken) => countdown.CoWait(System.Threading.Timeout.Infinite, cancellationToken);

    /// <inheritdoc cref="CountdownEvent.Wait(int)"/>
    [Patches(typeof(CountdownEvent), nameof(CountdownEvent.Wait), Area = Patch.Sync)]
    public static Task<bool> CoWait(this CountdownEvent countdown, int millisecondsTimeout) => countdown.CoWait(millisecondsTimeout, CancellationToken.None);

    /// <inheritdoc cref="CountdownEvent.Wait(TimeSpan)"/>
    [Patches(typeof(CountdownEvent), nameof(CountdownEvent.Wait), Area = Patch.Sync)]
    public static Task<bool> CoWait(this CountdownEvent countdown, TimeSpan timeout) => countdown.CoWait((int)timeout.TotalMilliseconds, CancellationToken.None);

    /// <inheritdoc cref="CountdownEvent.Wait(TimeSpan, CancellationToken)"/>
    [Patches(typeof(CountdownEvent), nameof(CountdownEvent.Wait), Area = Patch.Sync)]
    public static Task<bool> CoWait(this CountdownEvent countdown, TimeSpan timeout, CancellationToken cancellationToken) => countdown.CoWait((int)timeout.TotalMilliseconds, cancellationToken);

    /// <inheritdoc cref="CountdownEvent.Wait(int, CancellationToken)"/>
    [Patches(typeof(CountdownEvent), nameof(CountdownEvent.Wait), Area = Patch.Sync)]
    public static Task<bool> CoWait(this CountdownEvent countdown, int millisecondsTimeout, CancellationToken cancellationToken) =>
        countdown.IsSet ? Task.FromResult(true) : Signal.Of(countdown.WaitHandle, millisecondsTimeout, cancellationToken);
}
