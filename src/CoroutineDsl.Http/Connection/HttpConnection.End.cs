using System.Buffers;
using System.Net.Sockets;

namespace CoroutineDsl.Http;

internal sealed partial class HttpConnection
{
    private static readonly TimeSpan LingerTime = TimeSpan.FromSeconds(2);
    private const int LingerSize = 1_048_576;

    /// <summary>What has come in can still be read, and then the end.</summary>
    public void EndInput()
    {
        try
        {
            Socket.Shutdown(SocketShutdown.Receive);
        }
        catch (SocketException)
        {
            // there is no connection any more
        }
    }

    /// <summary>The answer cannot be completed: the connection ends without what would make it look complete.</summary>
    private void Abort()
    {
        SendNow();
        IsBroken = true;
        ClosesAfterAnswer = true;
        if (Response.EndsWithConnection && !Socket.IsClosed) Socket.LingerState = new(true, 0);
    }

    /// <summary>The request cannot be understood, or takes too long: says so, and ends.</summary>
    [Coroutine]
    private IEnumerator<Yield> Refuse(HttpStatusException reason)
    {
        if (IsBroken) yield break;
        ClosesAfterAnswer = true;
        LogRefusal(reason);
        if (!_isAnswered)
        {
            Request.Void();
            Response.SetError(reason);
            Response.Finish();
            Observe(reason.Status, isRequest: false);
        }

        try
        {
            Part().Await();
        }
        catch (SocketException)
        {
            // it is gone already
        }
    }

    /// <summary>Sends what is left.</summary>
    [Coroutine]
    private IEnumerator<Yield> Part()
    {
        if (IsBroken) yield break;
        if (!TryFlush()) FlushRest().Await();
        if (MayHaveMore()) Linger().Await();
    }

    /// <summary>Closing while the client is still sending would reset the connection, and the client might never see the answer: so what it sends is awaited for a while, and dropped.</summary>
    [Coroutine]
    private IEnumerator<Yield> Linger()
    {
        var began = Server.Hub.Time.GetTimestamp();
        var buffer = ArrayPool<byte>.Shared.Rent(4096);
        try
        {
            Socket.Shutdown(SocketShutdown.Send);
            for (var total = 0; total < LingerSize;)
            {
                var left = LingerTime - Server.Hub.Time.GetElapsedTime(began);
                if (left <= TimeSpan.Zero) break;
                var count = Socket.Receive(buffer, left).Await();
                if (count == 0) break;
                total += count;
            }
        }
        catch (SocketException)
        {
            // it is gone, or has had its time
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }

        yield break;
    }

    private bool MayHaveMore()
    {
        if (!Input.IsEmpty || !Request.Body.IsComplete) return true;
        Span<byte> one = stackalloc byte[1];
        return Socket.TryReceive(one, out var count) && count > 0;
    }
}
