namespace CoroutineDsl;

/// <summary>
/// A deadline for a scope: <c>using var t = CoTimeout.Start(timeout);</c>. When it passes, its exception is thrown at the wait where the greenlet that started it stands, or else at its next.
/// Scopes nest; each knows its own exception by identity (<see cref="CoTimeoutException.Timeout"/>), so an outer deadline is never taken for an inner one.
/// </summary>
public sealed class CoTimeout : Waiter, IDisposable
{
    private readonly Greenlet _greenlet;
    private readonly TimeSpan _after;
    private Exception? _exception;

    private CoTimeout(Greenlet greenlet, TimeSpan after, Exception? exception)
    {
        _greenlet = greenlet;
        _after = after;
        _exception = exception;
    }

    /// <summary>Whether the deadline is still to come.</summary>
    public bool IsPending => TimerIndex >= 0;

    /// <summary>Whether the scope has not been left.</summary>
    internal bool IsLive { get; private set; } = true;

    /// <summary>Starts a deadline for the current greenlet.</summary>
    /// <param name="timeout">How long; <c>null</c>: none, the scope never ends by itself. Zero: as soon as the greenlet waits.</param>
    /// <param name="exception">What to throw instead of a <see cref="CoTimeoutException"/>; it is an ordinary exception.</param>
    /// <exception cref="ArgumentOutOfRangeException">The timeout is negative.</exception>
    public static CoTimeout Start(TimeSpan? timeout, Exception? exception = null)
    {
        var ticks = Timeouts.Ticks(timeout);
        var hub = Hub.Current;
        var scope = new CoTimeout(hub.CurrentGreenlet, timeout ?? System.Threading.Timeout.InfiniteTimeSpan, exception);
        if (ticks >= 0) hub.Timers.Add(scope, hub.DueIn(ticks));
        return scope;
    }

    /// <summary>As <see cref="Start(TimeSpan?, Exception?)"/>, in milliseconds.</summary>
    public static CoTimeout Start(int milliseconds, Exception? exception = null) => Start(TimeSpan.FromMilliseconds(milliseconds), exception);

    /// <summary>Leaves the scope: its exception is not thrown any more. Harmless when it has been left.</summary>
    public void Close()
    {
        if (!IsLive) return;
        IsLive = false;
        if (TimerIndex >= 0) _greenlet.Hub.Timers.Remove(this);
        else if (_exception is { } thrown) _greenlet.Forget(thrown);
    }

    /// <summary>The same as <see cref="Close"/>.</summary>
    public void Dispose() => Close();

    internal override void Wake() => throw new InvalidOperationException("A timeout waits for nothing but time.");

    internal override bool WillInterrupt(Greenlet greenlet) => ReferenceEquals(greenlet, _greenlet);

    internal override void TimerDue() => _greenlet.Interrupt(_exception ??= new CoTimeoutException(_after, this));
}
