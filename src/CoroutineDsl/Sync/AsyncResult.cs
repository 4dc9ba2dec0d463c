using System.Runtime.ExceptionServices;
using CoroutineDsl.Runtime;

namespace CoroutineDsl;

/// <summary>One value or one failure, once, for many readers (gevent's <c>AsyncResult</c>).</summary>
/// <typeparam name="T">The type of the value.</typeparam>
/// <remarks>
/// All members are for any thread: greenlets of several hubs may wait, and any thread may set it. Since a thread that no hub knows of may do so, a hub whose greenlets wait for a result is never out of work:
/// no <see cref="LoopExitException"/>.
/// </remarks>
[System.Diagnostics.DebuggerDisplay("{ToString(),nq}")]
public sealed partial class AsyncResult<T> : IWaitable
{
    private readonly Lock _gate = new();
    private readonly Source _source;
    private readonly Looker _looker;
    private WaiterList _waiters;
    private T _value = default!;
    private ExceptionDispatchInfo? _failure;
    private volatile bool _isReady;

    /// <summary>Makes one that is not set.</summary>
    public AsyncResult()
    {
        _source = new Source(this, default);
        _looker = new Looker(this);
    }

    /// <summary>Whether it has been set.</summary>
    public bool IsReady => _isReady;

    /// <summary>Whether it has been set to a value.</summary>
    public bool IsSuccessful => _isReady && _failure is null;

    /// <summary>The value; <c>default</c> before it is set and after a failure.</summary>
    public T? Value => IsSuccessful ? _value : default;

    /// <summary>The failure; <c>null</c> before it is set and after a value.</summary>
    public Exception? Exception => _isReady ? _failure?.SourceException : null;

    /// <summary>How many wait now.</summary>
    public WaitStatistics Statistics
    {
        get
        {
            lock (_gate) return new(_waiters.Count);
        }
    }

    bool IWaitable.HasCome => _isReady;

    bool IWaitable.IsExternal => true;

    /// <summary>Sets the value and wakes all who wait, in the order in which they began.</summary>
    /// <exception cref="InvalidOperationException">It has been set before.</exception>
    public void Set(T value)
    {
        if (!TrySet(value)) throw SetBefore();
    }

    /// <summary>Sets the failure, which is thrown at all waits.</summary>
    /// <exception cref="InvalidOperationException">It has been set before.</exception>
    public void SetException(Exception exception)
    {
        if (!TrySetException(exception)) throw SetBefore();
    }

    /// <summary>Sets the value, unless it has been set before: <c>false</c> then.</summary>
    public bool TrySet(T value) => Settle(value, null);

    /// <summary>Sets the failure, unless it has been set before: <c>false</c> then.</summary>
    public bool TrySetException(Exception exception)
    {
        ArgumentNullException.ThrowIfNull(exception);
        return Settle(default!, HandedIn.Capture(exception));
    }

    /// <summary>Takes over the outcome of a greenlet that has ended: so a result can be a link, <c>greenlet.Link(result.SetFrom)</c>. A killed greenlet's outcome is its <see cref="GreenletExit"/> as the value where
    /// <typeparamref name="T"/> can hold it, else a <see cref="GreenletKilledException"/> as the failure.</summary>
    /// <exception cref="InvalidOperationException">It has been set before, or the greenlet has not ended.</exception>
    /// <exception cref="InvalidCastException">The greenlet's value is not a <typeparamref name="T"/>.</exception>
    public void SetFrom(Greenlet greenlet)
    {
        ArgumentNullException.ThrowIfNull(greenlet);
        if (!greenlet.IsReady) throw new InvalidOperationException($"{greenlet.Name} has not ended.");
        if (greenlet.Exception is { } failure) SetException(failure);
        else if (greenlet.Value is GreenletExit exit and not T) SetException(new GreenletKilledException(greenlet, exit));
        else Set((T)greenlet.Value!);
    }

    /// <summary>Waits until it is set, and gives the value; throws the failure, each time it is asked.</summary>
    /// <exception cref="CoTimeoutException">The timeout has passed (from the wait).</exception>
    /// <exception cref="ArgumentOutOfRangeException">The timeout is negative.</exception>
    [Begins(nameof(BeginGet))]
    public Suspension<T> Get(TimeSpan? timeout = null)
    {
        var ticks = Timeouts.Ticks(timeout);
        return new Suspension<T>(SourceFor(ticks), ticks);
    }

    /// <inheritdoc cref="Get(TimeSpan?)"/>
    /// <param name="milliseconds">How long to wait at most.</param>
    [Begins(nameof(BeginGet))]
    public Suspension<T> Get(int milliseconds) => Get(TimeSpan.FromMilliseconds(milliseconds));

    /// <summary>The value, now; throws the failure.</summary>
    /// <exception cref="CoTimeoutException">It has not been set.</exception>
    public T GetNoWait()
    {
        if (!_isReady) throw new CoTimeoutException(TimeSpan.Zero);
        _failure?.Throw();
        return _value;
    }

    /// <summary>Waits until it is set, and does not look at it: <c>true</c>, or <c>false</c> when the timeout has passed first.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The timeout is negative.</exception>
    [Begins(nameof(BeginWait))]
    public Suspension<bool> Wait(TimeSpan? timeout = null) => new(_looker, Timeouts.Ticks(timeout));

    /// <inheritdoc cref="Wait(TimeSpan?)"/>
    /// <param name="milliseconds">How long to wait at most.</param>
    [Begins(nameof(BeginWait))]
    public Suspension<bool> Wait(int milliseconds) => Wait(TimeSpan.FromMilliseconds(milliseconds));

    void IWaitable.Add(Waiter waiter)
    {
        lock (_gate)
        {
            if (!_isReady)
            {
                _waiters.Add(waiter);
                return;
            }
        }

        waiter.Wake();
    }

    void IWaitable.Remove(Waiter waiter) => Leave(waiter);

    private bool Settle(T value, ExceptionDispatchInfo? failure)
    {
        lock (_gate)
        {
            if (_isReady) return false;
            _value = value;
            _failure = failure;
            _isReady = true;
            while (_waiters.TryTakeUnclaimed(out var waiter)) waiter.WakeFromAnywhere();
            return true;
        }
    }

    private Source SourceFor(long ticks) => ticks < 0 ? _source : new Source(this, new TimeSpan(ticks));

    private bool BeginWait(Greenlet greenlet, WaitSource source, long timeout)
    {
        lock (_gate)
        {
            if (_isReady) return true;
            _waiters.Add(greenlet);
            greenlet.ParkExternal(source, timeout);
            return false;
        }
    }

    private void Leave(Waiter waiter)
    {
        lock (_gate)
        {
            if (!_isReady) _waiters.Remove(waiter); // else it is on its way to be woken, and finds that it waits no longer
        }
    }

    private static InvalidOperationException SetBefore() => new("The result has been set already. A result is set once; TrySet tells whether it was the first.");

    /// <summary>Waits for the outcome.</summary>
    [System.Diagnostics.StackTraceHidden]
    private sealed class Source(AsyncResult<T> owner, TimeSpan timeout) : WaitSource<T>
    {
        internal override bool Try(Greenlet greenlet, object? state, long argument) => owner._isReady;

        internal override bool Begin(Greenlet greenlet, object? state, long argument) => owner.BeginWait(greenlet, this, argument);

        internal override void Cancel(Greenlet greenlet) => owner.Leave(greenlet);

        internal override T Take(Greenlet greenlet)
        {
            if (greenlet.TakeTimedOut()) throw new CoTimeoutException(timeout);
            owner._failure?.Throw();
            return owner._value;
        }

        internal override string Describe(Greenlet greenlet) => "a result";
    }

    /// <summary>Waits until there is an outcome.</summary>
    [System.Diagnostics.StackTraceHidden]
    private sealed class Looker(AsyncResult<T> owner) : WaitSource<bool>
    {
        internal override bool Try(Greenlet greenlet, object? state, long argument) => owner._isReady;

        internal override bool Begin(Greenlet greenlet, object? state, long argument) => owner.BeginWait(greenlet, this, argument);

        internal override void Cancel(Greenlet greenlet) => owner.Leave(greenlet);

        internal override bool Take(Greenlet greenlet) => !greenlet.TakeTimedOut();

        internal override string Describe(Greenlet greenlet) => "a result";
    }

    /// <summary>What it is, and its state now.</summary>
    public override string ToString() => $"result ({(Exception is { } failure ? $"failed with {failure.GetType().Name}" : IsReady ? $"{Value}" : "not set")}{InWords.Waiting(Statistics.Waiting)})";
}
