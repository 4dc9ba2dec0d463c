namespace CoroutineDsl.Runtime;

/// <summary>Interrupts the greenlet's wait when a token is cancelled, until it is disposed of.</summary>
internal sealed class TokenWatch : IDisposable
{
    private readonly Greenlet _greenlet;
    private readonly CancellationToken _token;
    private readonly CancellationTokenRegistration _registration;
    private OperationCanceledException? _thrown;
    private bool _isOver;

    /// <exception cref="OperationCanceledException">The token is cancelled already.</exception>
    public TokenWatch(Greenlet greenlet, CancellationToken token)
    {
        token.ThrowIfCancellationRequested();
        _greenlet = greenlet;
        _token = token;
        greenlet.Hub.ExternalWaits++; // whoever holds the token may cancel it: the hub is not out of work
        _registration = token.UnsafeRegister(static watch => ((TokenWatch)watch!).Cancelled(), this);
    }

    /// <summary>The wait is over.</summary>
    public void Dispose()
    {
        _isOver = true;
        _greenlet.Hub.ExternalWaits--;
        _registration.Unregister(); // does not wait for a callback that runs just now: it posts, and finds that the wait is over
        if (_thrown is not null) _greenlet.Forget(_thrown);
    }

    private void Cancelled()
    {
        if (_greenlet.Hub.IsCurrent) Interrupt();
        else _greenlet.Hub.Post(Interrupt);
    }

    private void Interrupt()
    {
        if (!_isOver) _greenlet.Interrupt(_thrown = new OperationCanceledException(_token));
    }
}
