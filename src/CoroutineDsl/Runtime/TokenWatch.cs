namespace CoroutineDsl.Runtime;

/// <summary>Interrupts the greenlet's wait when a token is cancelled, until it is disposed of: a scope around one wait. Inside a shield it is heard there, as every scope is.</summary>
internal sealed class TokenWatch : Scope, IDisposable
{
    private readonly CancellationToken _token;
    private readonly CancellationTokenRegistration _registration;

    /// <exception cref="OperationCanceledException">The token is cancelled already.</exception>
    public TokenWatch(Greenlet greenlet, CancellationToken token)
        : base(greenlet, greenlet.ShieldCount)
    {
        token.ThrowIfCancellationRequested();
        _token = token;
        greenlet.Hub.ExternalWaits++; // whoever holds the token may cancel it: the hub is not out of work
        _registration = token.UnsafeRegister(static watch => ((TokenWatch)watch!).Cancelled(), this);
    }

    /// <summary>The wait is over.</summary>
    public void Dispose()
    {
        Leave();
        Greenlet.Hub.ExternalWaits--;
        _registration.Unregister(); // does not wait for a callback that runs just now: it posts, and finds that the wait is over
        Greenlet.Forget(this);
    }

    private void Cancelled()
    {
        if (Greenlet.Hub.IsCurrent) Interrupt();
        else Greenlet.Hub.Post(Interrupt);
    }

    private void Interrupt()
    {
        if (IsLive) Greenlet.Interrupt(new OperationCanceledException(_token), this);
    }
}
