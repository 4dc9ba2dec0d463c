namespace CoroutineDsl.Patching;

/// <summary>
/// Cooperative waits for the signals of <c>System.Threading</c>. Their timeouts are the hub's clock's. A wait that is given up has taken nothing: a permit or a signal that came too late is given back.
/// </summary>
public static class SyncPatches
{
    /// <inheritdoc cref="WaitHandle.WaitOne()"/>
    /// <remarks>
    /// A wait that is given up sets an <see cref="AutoResetEvent"/> again whose signal came too late, and releases a <see cref="Semaphore"/>. Of another handle the wait has what came, and what ended it is thrown
    /// at the next wait. A <see cref="Mutex"/> belongs to a thread, and is waited for as written.
    /// </remarks>
    [Acquires, Patches(typeof(WaitHandle), nameof(WaitHandle.WaitOne), Area = Patch.Sync)]
    public static Suspension<bool> CoWaitOne(this WaitHandle handle) => Signalled(handle, Timeouts.None);

    /// <inheritdoc cref="WaitHandle.WaitOne(int)"/>
    /// <inheritdoc cref="CoWaitOne(WaitHandle)" path="/remarks"/>
    [Acquires, Patches(typeof(WaitHandle), nameof(WaitHandle.WaitOne), Area = Patch.Sync)]
    public static Suspension<bool> CoWaitOne(this WaitHandle handle, int millisecondsTimeout) => Signalled(handle, Timed.Ticks(millisecondsTimeout));

    /// <inheritdoc cref="WaitHandle.WaitOne(TimeSpan)"/>
    /// <inheritdoc cref="CoWaitOne(WaitHandle)" path="/remarks"/>
    [Acquires, Patches(typeof(WaitHandle), nameof(WaitHandle.WaitOne), Area = Patch.Sync)]
    public static Suspension<bool> CoWaitOne(this WaitHandle handle, TimeSpan timeout) => Signalled(handle, Timed.Ticks(timeout));

    /// <inheritdoc cref="WaitHandle.WaitOne(int, bool)"/>
    /// <inheritdoc cref="CoWaitOne(WaitHandle)" path="/remarks"/>
    [Acquires, Patches(typeof(WaitHandle), nameof(WaitHandle.WaitOne), Area = Patch.Sync)]
    public static Suspension<bool> CoWaitOne(this WaitHandle handle, int millisecondsTimeout, bool exitContext) => Signalled(handle, Timed.Ticks(millisecondsTimeout));

    /// <inheritdoc cref="WaitHandle.WaitOne(TimeSpan, bool)"/>
    /// <inheritdoc cref="CoWaitOne(WaitHandle)" path="/remarks"/>
    [Acquires, Patches(typeof(WaitHandle), nameof(WaitHandle.WaitOne), Area = Patch.Sync)]
    public static Suspension<bool> CoWaitOne(this WaitHandle handle, TimeSpan timeout, bool exitContext) => Signalled(handle, Timed.Ticks(timeout));

    /// <inheritdoc cref="SemaphoreSlim.Wait()"/>
    /// <remarks>A wait that is given up releases a permit that it got too late.</remarks>
    [Acquires, Patches(typeof(SemaphoreSlim), nameof(SemaphoreSlim.Wait), Area = Patch.Sync)]
    public static Suspension CoWait(this SemaphoreSlim semaphore) => Permit(semaphore, Timeouts.None, default);

    /// <inheritdoc cref="SemaphoreSlim.Wait(CancellationToken)"/>
    /// <inheritdoc cref="CoWait(SemaphoreSlim)" path="/remarks"/>
    [Acquires, Patches(typeof(SemaphoreSlim), nameof(SemaphoreSlim.Wait), Area = Patch.Sync)]
    public static Suspension CoWait(this SemaphoreSlim semaphore, CancellationToken cancellationToken) => Permit(semaphore, Timeouts.None, cancellationToken);

    /// <inheritdoc cref="SemaphoreSlim.Wait(int)"/>
    /// <inheritdoc cref="CoWait(SemaphoreSlim)" path="/remarks"/>
    [Acquires, Patches(typeof(SemaphoreSlim), nameof(SemaphoreSlim.Wait), Area = Patch.Sync)]
    public static Suspension<bool> CoWait(this SemaphoreSlim semaphore, int millisecondsTimeout) => Permit(semaphore, Timed.Ticks(millisecondsTimeout), default);

    /// <inheritdoc cref="SemaphoreSlim.Wait(TimeSpan)"/>
    /// <inheritdoc cref="CoWait(SemaphoreSlim)" path="/remarks"/>
    [Acquires, Patches(typeof(SemaphoreSlim), nameof(SemaphoreSlim.Wait), Area = Patch.Sync)]
    public static Suspension<bool> CoWait(this SemaphoreSlim semaphore, TimeSpan timeout) => Permit(semaphore, Timed.Ticks(timeout), default);

    /// <inheritdoc cref="SemaphoreSlim.Wait(int, CancellationToken)"/>
    /// <inheritdoc cref="CoWait(SemaphoreSlim)" path="/remarks"/>
    [Acquires, Patches(typeof(SemaphoreSlim), nameof(SemaphoreSlim.Wait), Area = Patch.Sync)]
    public static Suspension<bool> CoWait(this SemaphoreSlim semaphore, int millisecondsTimeout, CancellationToken cancellationToken) =>
        Permit(semaphore, Timed.Ticks(millisecondsTimeout), cancellationToken);

    /// <inheritdoc cref="SemaphoreSlim.Wait(TimeSpan, CancellationToken)"/>
    /// <inheritdoc cref="CoWait(SemaphoreSlim)" path="/remarks"/>
    [Acquires, Patches(typeof(SemaphoreSlim), nameof(SemaphoreSlim.Wait), Area = Patch.Sync)]
    public static Suspension<bool> CoWait(this SemaphoreSlim semaphore, TimeSpan timeout, CancellationToken cancellationToken) =>
        Permit(semaphore, Timed.Ticks(timeout), cancellationToken);

    /// <inheritdoc cref="ManualResetEventSlim.Wait()"/>
    /// <remarks>To wait takes nothing: there is nothing to give back.</remarks>
    [Patches(typeof(ManualResetEventSlim), nameof(ManualResetEventSlim.Wait), Area = Patch.Sync)]
    public static Suspension CoWait(this ManualResetEventSlim signal) => IsSet(signal, Timeouts.None, default);

    /// <inheritdoc cref="ManualResetEventSlim.Wait(CancellationToken)"/>
    /// <inheritdoc cref="CoWait(ManualResetEventSlim)" path="/remarks"/>
    [Patches(typeof(ManualResetEventSlim), nameof(ManualResetEventSlim.Wait), Area = Patch.Sync)]
    public static Suspension CoWait(this ManualResetEventSlim signal, CancellationToken cancellationToken) => IsSet(signal, Timeouts.None, cancellationToken);

    /// <inheritdoc cref="ManualResetEventSlim.Wait(int)"/>
    /// <inheritdoc cref="CoWait(ManualResetEventSlim)" path="/remarks"/>
    [Patches(typeof(ManualResetEventSlim), nameof(ManualResetEventSlim.Wait), Area = Patch.Sync)]
    public static Suspension<bool> CoWait(this ManualResetEventSlim signal, int millisecondsTimeout) => IsSet(signal, Timed.Ticks(millisecondsTimeout), default);

    /// <inheritdoc cref="ManualResetEventSlim.Wait(TimeSpan)"/>
    /// <inheritdoc cref="CoWait(ManualResetEventSlim)" path="/remarks"/>
    [Patches(typeof(ManualResetEventSlim), nameof(ManualResetEventSlim.Wait), Area = Patch.Sync)]
    public static Suspension<bool> CoWait(this ManualResetEventSlim signal, TimeSpan timeout) => IsSet(signal, Timed.Ticks(timeout), default);

    /// <inheritdoc cref="ManualResetEventSlim.Wait(TimeSpan, CancellationToken)"/>
    /// <inheritdoc cref="CoWait(ManualResetEventSlim)" path="/remarks"/>
    [Patches(typeof(ManualResetEventSlim), nameof(ManualResetEventSlim.Wait), Area = Patch.Sync)]
    public static Suspension<bool> CoWait(this ManualResetEventSlim signal, TimeSpan timeout, CancellationToken cancellationToken) =>
        IsSet(signal, Timed.Ticks(timeout), cancellationToken);

    /// <inheritdoc cref="ManualResetEventSlim.Wait(int, CancellationToken)"/>
    /// <inheritdoc cref="CoWait(ManualResetEventSlim)" path="/remarks"/>
    [Patches(typeof(ManualResetEventSlim), nameof(ManualResetEventSlim.Wait), Area = Patch.Sync)]
    public static Suspension<bool> CoWait(this ManualResetEventSlim signal, int millisecondsTimeout, CancellationToken cancellationToken) =>
        IsSet(signal, Timed.Ticks(millisecondsTimeout), cancellationToken);

    /// <inheritdoc cref="CountdownEvent.Wait()"/>
    /// <inheritdoc cref="CoWait(ManualResetEventSlim)" path="/remarks"/>
    [Patches(typeof(CountdownEvent), nameof(CountdownEvent.Wait), Area = Patch.Sync)]
    public static Suspension CoWait(this CountdownEvent countdown) => IsSet(countdown, Timeouts.None, default);

    /// <inheritdoc cref="CountdownEvent.Wait(CancellationToken)"/>
    /// <inheritdoc cref="CoWait(ManualResetEventSlim)" path="/remarks"/>
    [Patches(typeof(CountdownEvent), nameof(CountdownEvent.Wait), Area = Patch.Sync)]
    public static Suspension CoWait(this CountdownEvent countdown, CancellationToken cancellationToken) => IsSet(countdown, Timeouts.None, cancellationToken);

    /// <inheritdoc cref="CountdownEvent.Wait(int)"/>
    /// <inheritdoc cref="CoWait(ManualResetEventSlim)" path="/remarks"/>
    [Patches(typeof(CountdownEvent), nameof(CountdownEvent.Wait), Area = Patch.Sync)]
    public static Suspension<bool> CoWait(this CountdownEvent countdown, int millisecondsTimeout) => IsSet(countdown, Timed.Ticks(millisecondsTimeout), default);

    /// <inheritdoc cref="CountdownEvent.Wait(TimeSpan)"/>
    /// <inheritdoc cref="CoWait(ManualResetEventSlim)" path="/remarks"/>
    [Patches(typeof(CountdownEvent), nameof(CountdownEvent.Wait), Area = Patch.Sync)]
    public static Suspension<bool> CoWait(this CountdownEvent countdown, TimeSpan timeout) => IsSet(countdown, Timed.Ticks(timeout), default);

    /// <inheritdoc cref="CountdownEvent.Wait(TimeSpan, CancellationToken)"/>
    /// <inheritdoc cref="CoWait(ManualResetEventSlim)" path="/remarks"/>
    [Patches(typeof(CountdownEvent), nameof(CountdownEvent.Wait), Area = Patch.Sync)]
    public static Suspension<bool> CoWait(this CountdownEvent countdown, TimeSpan timeout, CancellationToken cancellationToken) =>
        IsSet(countdown, Timed.Ticks(timeout), cancellationToken);

    /// <inheritdoc cref="CountdownEvent.Wait(int, CancellationToken)"/>
    /// <inheritdoc cref="CoWait(ManualResetEventSlim)" path="/remarks"/>
    [Patches(typeof(CountdownEvent), nameof(CountdownEvent.Wait), Area = Patch.Sync)]
    public static Suspension<bool> CoWait(this CountdownEvent countdown, int millisecondsTimeout, CancellationToken cancellationToken) =>
        IsSet(countdown, Timed.Ticks(millisecondsTimeout), cancellationToken);

    private static Suspension<bool> Permit(SemaphoreSlim semaphore, long ticks, CancellationToken given) => Call.Of(
        (semaphore, ticks, given),
        static (s, own) => s.semaphore.Wait(0, s.given)
            ? new(true)
            : s.ticks == 0 ? new(false) : Linked.Run(s.given, own, token => Acquired(s.semaphore, token)),
        static (s, isAcquired) =>
        {
            if (isAcquired) s.semaphore.Release();
            return new(true);
        },
        ticks,
        static _ => false,
        what: "SemaphoreSlim.Wait");

    private static async ValueTask<bool> Acquired(SemaphoreSlim semaphore, CancellationToken token)
    {
        await semaphore.WaitAsync(token).ConfigureAwait(false);
        return true;
    }

    private static Suspension<bool> Signalled(WaitHandle handle, long ticks) => Call.Of(
        (handle, ticks),
        static (s, token) => s.handle is Mutex
            ? new(s.handle.WaitOne(s.ticks < 0 ? System.Threading.Timeout.InfiniteTimeSpan : TimeSpan.FromTicks(s.ticks))) // it would be the pool's thread that owns it
            : s.handle.WaitOne(0) ? new(true) : s.ticks == 0 ? new(false) : new ValueTask<bool>(Signal.Of(s.handle, token)),
        static (s, isSignalled) => new(!isSignalled || IsSignalledAgain(s.handle)),
        ticks,
        static _ => false,
        what: "WaitHandle.WaitOne");

    private static bool IsSignalledAgain(WaitHandle handle)
    {
        switch (handle)
        {
            case AutoResetEvent signal:
                signal.Set();
                return true;
            case Semaphore semaphore:
                semaphore.Release();
                return true;
            case ManualResetEvent:
                return true; // the wait took nothing
            default:
                return false;
        }
    }

    private static Suspension<bool> IsSet(ManualResetEventSlim signal, long ticks, CancellationToken given) => Call.Of(
        (signal, ticks, given),
        static (s, own) => s.signal.Wait(0, s.given)
            ? new(true)
            : s.ticks == 0 ? new(false) : Linked.Run(s.given, own, token => Signal.Of(s.signal.WaitHandle, token)),
        static (_, _) => new(true),
        ticks,
        static _ => false,
        what: "ManualResetEventSlim.Wait");

    private static Suspension<bool> IsSet(CountdownEvent countdown, long ticks, CancellationToken given) => Call.Of(
        (countdown, ticks, given),
        static (s, own) => s.countdown.Wait(0, s.given)
            ? new(true)
            : s.ticks == 0 ? new(false) : Linked.Run(s.given, own, token => Signal.Of(s.countdown.WaitHandle, token)),
        static (_, _) => new(true),
        ticks,
        static _ => false,
        what: "CountdownEvent.Wait");
}
