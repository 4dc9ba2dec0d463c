using System.Net.Sockets;

namespace CoroutineDsl.Http;

/// <summary>Pings a peer that is silent, and gives it up when it does not answer in time. By the hub's clock.</summary>
internal sealed partial class WebSocketKeepAlive(Hub hub, WebSocketStream stream, CoWebSocketOptions options, Action giveUp)
{
    [Coroutine]
    public IEnumerator<Yield> Run()
    {
        while (true)
        {
            var left = options.KeepAliveInterval - hub.Time.GetElapsedTime(stream.LastHeard);
            if (left > TimeSpan.Zero)
            {
                Greenlet.Sleep(left).Await();
                continue;
            }

            var asked = hub.Time.GetTimestamp();
            if (!TryPing())
            {
                giveUp();
                yield break;
            }

            while (!stream.HasHeardSince(asked))
            {
                var patience = options.KeepAliveTimeout == Timeout.InfiniteTimeSpan ? options.KeepAliveInterval : options.KeepAliveTimeout - hub.Time.GetElapsedTime(asked);
                if (patience <= TimeSpan.Zero)
                {
                    giveUp();
                    yield break;
                }

                Greenlet.Sleep(patience < options.KeepAliveInterval ? patience : options.KeepAliveInterval).Await();
            }
        }
    }

    private bool TryPing()
    {
        try
        {
            stream.Ping();
            return true;
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
        {
            return false;
        }
    }
}
