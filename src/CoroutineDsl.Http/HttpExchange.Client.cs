namespace CoroutineDsl.Http;

public sealed partial class HttpExchange
{
    private CancellationTokenSource? _gone;
    private Greenlet? _watch;

    /// <summary>
    /// Is cancelled when the client leaves before its answer is complete: for a query, a download, whatever is done for it alone and takes tokens. The client counts as gone when it ends its sending too, as with Kestrel
    /// and nginx. The handler itself goes on; see <see cref="WaitForClientGone"/> for one that should not.
    /// </summary>
    /// <remarks>The callbacks run on the thread pool. After the end of the handler it is not cancelled any more.</remarks>
    public CancellationToken ClientGone
    {
        get
        {
            if (_gone is null)
            {
                _gone = new();
                _watch = Greenlet.Spawn(WatchCoroutine(_gone), "watch a client");
            }

            return _gone.Token;
        }
    }

    /// <summary>Waits until the client leaves; it takes nothing of what the client sends.</summary>
    /// <param name="timeout">How long to wait at most.</param>
    /// <returns>False: the time is over, and the client is there still.</returns>
    public Suspension<bool> WaitForClientGone(TimeSpan? timeout = null) => _connection.Socket.WaitPeerClosed(timeout);

    /// <summary>The handler has ended.</summary>
    internal void End()
    {
        _watch?.Kill();
        _watch = null;
        _gone = null;
    }

    [Coroutine]
    private IEnumerator<Yield> Watch(CancellationTokenSource gone)
    {
        try
        {
            _connection.Socket.WaitPeerClosed().Await();
        }
        catch (ObjectDisposedException)
        {
            // the server has closed the connection
        }

        _ = gone.CancelAsync();
        yield break;
    }
}
