namespace CoroutineDsl.Jobs;

/// <summary>A flag between processes (<c>multiprocessing.Event</c>). It lives in the process that makes it; passed to a job, it is the same event there.</summary>
/// <remarks>In the process that made it, for the hub that made it, which serves the others while it runs; elsewhere for any hub.</remarks>
public sealed partial class ProcessEvent : IProcessHandle<ProcessEvent>, IDisposable
{
    private readonly CoEvent? _flag;
    private readonly SharedOwner? _owner;
    private readonly SharedClients? _clients;

    /// <summary>Makes an event that is not set, which belongs to this process.</summary>
    public ProcessEvent()
    {
        _flag = new();
        _owner = new(new Target(_flag));
        Handle = _owner.Handle;
    }

    private ProcessEvent(string handle)
    {
        _clients = new(handle);
        Handle = handle;
    }

    private enum Operation : byte
    {
        Set,
        Clear,
        IsSet,
        Wait,
    }

    /// <inheritdoc/>
    public string Handle { get; }

    /// <inheritdoc/>
    public static ProcessEvent Open(string handle) => new(handle);

    /// <summary>Sets it: everybody who waits goes on.</summary>
    /// <exception cref="IOException">The process that owns the event has ended (from the wait).</exception>
    public Suspension Set() => RunOneCoroutine(Operation.Set, null).AsSuspension();

    /// <summary>Clears it: who comes from now on waits.</summary>
    /// <exception cref="IOException">The process that owns the event has ended (from the wait).</exception>
    public Suspension Clear() => RunOneCoroutine(Operation.Clear, null).AsSuspension();

    /// <summary>Whether it is set.</summary>
    /// <exception cref="IOException">The process that owns the event has ended (from the wait).</exception>
    public Suspension<bool> IsSet() => RunOneCoroutine(Operation.IsSet, null).AsSuspension();

    /// <summary>Waits until it is set: <c>true</c>, or <c>false</c> when the timeout has passed first.</summary>
    /// <param name="timeout">How long to wait at most.</param>
    /// <exception cref="IOException">The process that owns the event has ended (from the wait).</exception>
    /// <exception cref="ArgumentOutOfRangeException">The timeout is negative.</exception>
    public Suspension<bool> Wait(TimeSpan? timeout = null)
    {
        TimeoutArgument.Check(timeout);
        return RunOneCoroutine(Operation.Wait, timeout).AsSuspension();
    }

    /// <summary>In the process that made it: ends it, also for the others. Elsewhere it does nothing.</summary>
    public void Dispose() => _owner?.Dispose();

    [Coroutine]
    private IEnumerator<Yield<bool>> RunOne(Operation operation, TimeSpan? timeout)
    {
        if (_clients is null)
        {
            _owner!.Check();
            var isOwnSet = RunHere(_flag!, operation, timeout).Await();
            yield return isOwnSet;
        }

        var isSet = false;
        try
        {
            var answer = _clients!.Here.Request((byte)operation, null, timeout).Await();
            isSet = answer.Span[0] != 0;
        }
        catch (TimeoutException)
        {
            // the answer is no
        }

        yield return isSet;
    }

    [Coroutine]
    private static IEnumerator<Yield<bool>> RunHere(CoEvent flag, Operation operation, TimeSpan? timeout)
    {
        if (operation == Operation.Set) flag.Set();
        else if (operation == Operation.Clear) flag.Clear();
        else if (operation == Operation.Wait) yield return flag.Wait(timeout).Await();
        yield return flag.IsSet;
    }

    /// <summary>The event for other processes.</summary>
    private sealed partial class Target(CoEvent flag) : ISharedTarget
    {
        public Coroutine Serve(byte operation, FrameReader argument, SharedAnswer answer) => ServeOneCoroutine((Operation)operation, answer);

        [Coroutine]
        private IEnumerator<Yield> ServeOne(Operation operation, SharedAnswer answer)
        {
            var isSet = RunHere(flag, operation, null).Await();
            answer.Output.WriteByte(isSet ? (byte)1 : (byte)0);
            yield break;
        }
    }
}
