using System.Net.Sockets;

namespace CoroutineDsl.Net;

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

            Greenlet.Sleep(options.KeepAliveTimeout == Timeout.InfiniteTimeSpan ? options.KeepAliveInterval : options.KeepAliveTimeout).Await();
            if (stream.HasHeardSince(asked) || options.KeepAliveTimeout == Timeout.InfiniteTimeSpan) continue;
            giveUp();
            yield break;
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
