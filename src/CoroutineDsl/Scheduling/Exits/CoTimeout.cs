namespace CoroutineDsl;

/// <summary>
/// A deadline for a part of a greenlet's work: <c>using var t = CoTimeout.Start(timeout);</c>. When it passes, its exception is thrown once, at the wait where the greenlet that started it stands, or else at its next.
/// Whoever catches it inside the scope may wait again (gevent's Timeout); <see cref="CancelScope"/> is the kind that throws at every wait.
/// Scopes nest; each knows its own exception by identity (<see cref="CoTimeoutException.Timeout"/>), so an outer deadline is never taken for an inner one.
/// </summary>
/// <remarks>For the hub's thread. Started inside a shield (a <c>finally</c> that runs for an exit, <see cref="Nursery.Shield"/>), it fires there.</remarks>
[System.Diagnostics.DebuggerDisplay("{ToString(),nq}")]
public sealed class CoTimeout : Scope, IDisposable
{
    private readonly TimeSpan _after;
    private Exception? _exception;

    private CoTimeout(Greenlet greenlet, TimeSpan after, Exception? exception)
        : base(greenlet, greenlet.ShieldCount)
    {
        _after = after;
        _exception = exception;
    }

    /// <summary>Whether the deadline is still to come.</summary>
    public bool IsPending => TimerIndex >= 0;

    /// <summary>Starts a deadline for the current greenlet.</summary>
    /// <param name="timeout">How long; <c>null</c>: none, the scope never ends by itself. Zero: as soon as the greenlet waits.</param>
    /// <param name="exception">What to throw instead of a <see cref="CoTimeoutException"/>; it is an ordinary exception.</param>
    /// <exception cref="ArgumentOutOfRangeException">The timeout is negative.</exception>
    public static CoTimeout Start(TimeSpan? timeout, Exception? exception = null)
    {
        var ticks = Timeouts.Ticks(timeout);
        var scope = new CoTimeout(Hub.Current.CurrentFlow("open a scope"), timeout ?? System.Threading.Timeout.InfiniteTimeSpan, exception);
        scope.StartTimer(ticks);
        return scope;
    }

    /// <summary>As <see cref="Start(TimeSpan?, Exception?)"/>, in milliseconds.</summary>
    public static CoTimeout Start(int milliseconds, Exception? exception = null) => Start(TimeSpan.FromMilliseconds(milliseconds), exception);

    /// <summary>Leaves the scope: its exception is not thrown any more. Harmless when it has been left.</summary>
    public void Close()
    {
        if (!IsLive) return;
        Leave();
        if (_exception is not null) Greenlet.Forget(this);
    }

    /// <summary>The same as <see cref="Close"/>.</summary>
    public void Dispose() => Close();

    internal override void TimerDue() => Greenlet.Interrupt(_exception ??= new CoTimeoutException(_after, this), this);

    /// <summary>What it is, and its state now.</summary>
    public override string ToString() => $"timeout of {Greenlet.Name} ({(IsPending ? "pending" : IsLive ? "over" : "closed")})";
}
