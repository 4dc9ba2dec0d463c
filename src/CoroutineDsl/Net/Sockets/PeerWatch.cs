namespace CoroutineDsl.Net;

/// <summary>Waits until the peer of a socket is gone. It does not read, so it may wait while others do.</summary>
internal sealed partial class PeerWatch(CoSocket socket, TimeSpan? timeout)
{
    private static readonly TimeSpan s_look = TimeSpan.FromSeconds(1); // where the selector cannot tell an end that unread bytes stand before

    private long _began;

    private TimeSpan Left => timeout is { } limit && limit >= TimeSpan.Zero ? TimeSpan.FromTicks(Math.Max((limit - socket.Hub.Time.GetElapsedTime(_began)).Ticks, 0)) : TimeSpan.MaxValue;

    [Coroutine]
    public IEnumerator<Yield<bool>> Run()
    {
        socket.Enter();
        _began = socket.Hub.Time.GetTimestamp();
        var changed = socket.Channel.Changed ??= new();
        while (!socket.Raw.IsPeerGone)
        {
            changed.Clear();
            socket.Arm(SelectorEvents.Read);
            if (socket.Raw.IsPeerGone) break; // it went between the look and the arming
            var left = Left;
            if (left == TimeSpan.Zero) yield return false;
            var look = socket.Hub.Selector.ReportsEnds ? left : left < s_look ? left : s_look;
            changed.Wait(look == TimeSpan.MaxValue ? null : look).Await();
            ObjectDisposedException.ThrowIf(socket.IsClosed, socket);
        }

        yield return true;
    }
}
