namespace CoroutineDsl;

public partial class Greenlet
{
    /// <summary>
    /// Cancelled when the greenlet is killed, or its hub is disposed of before it has ended, for code that wants a token. One way only: nothing cancels the greenlet through it. What is registered with it runs on the thread pool, never on the hub's thread. Any thread.
    /// </summary>
    public CancellationToken CancellationToken
    {
        get
        {
            if (Extras is { } extras && Volatile.Read(ref extras.Token) is { } made) return made.Token;
            lock (Hub)
            {
                var source = More.Token ??= new CancellationTokenSource();
                if (WasKilled) source.Cancel(); // nothing can have been registered with it yet
                return source.Token;
            }
        }
    }

    /// <summary>Whether somebody has killed it: it may be on its way out, or have caught that.</summary>
    private bool WasKilled => Extras is { WasKilled: true };

    /// <summary>Kills the greenlet when the token is cancelled, at once if it is already. The registration goes with the greenlet's end. Any thread may cancel the token.</summary>
    /// <param name="token">The token.</param>
    public void KillOn(CancellationToken token)
    {
        if (token.CanBeCanceled && !IsReady) KillOnCancellation(token);
    }

    private void KillOnCancellation(CancellationToken token)
    {
        if (token.IsCancellationRequested)
        {
            Kill();
            return;
        }

        var registration = token.UnsafeRegister(static greenlet => ((Greenlet)greenlet!).Kill(), this);
        OnEndOrDisposal(_ => registration.Unregister());
    }

    private void CancelToken()
    {
        CancellationTokenSource? source;
        lock (Hub)
        {
            More.WasKilled = true;
            source = Extras!.Token;
        }

        if (source is not null) Hub.CancelElsewhere(source, this);
    }
}
