using System.Net.Security;
using System.Net.Sockets;
using System.Runtime.ExceptionServices;

namespace CoroutineDsl.Net;

/// <summary>A TLS handshake; puts TLS under the socket when it has succeeded, and closes the socket when it has not.</summary>
internal sealed partial class Handshake(CoSocket socket, Func<SslStream, CancellationToken, Task> handshake, TimeSpan? timeout, ServerHandshakes? many = null)
{
    private readonly HandshakePipe _pipe = new();
    private long _began;
    private Exception? _failure;
    private bool _hasPlace;

    /// <summary>The time that is left.</summary>
    private TimeSpan? Left => timeout is not { } limit || limit < TimeSpan.Zero ? null : TimeSpan.FromTicks(Math.Max((limit - socket.Hub.Time.GetElapsedTime(_began)).Ticks, 0));

    [Coroutine]
    public IEnumerator<Yield<CoSslStream>> Shake()
    {
        _began = socket.Hub.Time.GetTimestamp();
        if (socket.Tls is not null) throw new InvalidOperationException($"{socket} speaks TLS already.");
        var isDone = false;
        try
        {
            if (many is not null)
            {
                // until something has come, and until it is its turn, it costs no more than its socket
                if (!IsReadable(Left).Await() || !many.Places.Acquire(Left).Await()) throw TimedOut();
                _hasPlace = true;
            }

            var records = new RecordStream(_pipe);
            var ssl = new SslStream(records);
            Begin(ssl);
            while (true)
            {
                var next = _pipe.Next;
                if (!next.Wait(Left).Await()) throw TimedOut();
                if (next.Value is not { } request) break;
                _pipe.Answer(request, Serve(request).Await());
            }

            ThrowFailure();
            ObjectDisposedException.ThrowIf(socket.IsClosed, socket);
            var result = new CoSslStream(socket, ssl);
            socket.Raw = new TlsSocket(result, socket.Raw, ssl, records);
            socket.Channel.Ready(SelectorEvents.Read); // records may have come with the last of the handshake
            isDone = true;
            yield return result;
        }
        finally
        {
            LeavePlace();
            if (!isDone)
            {
                _pipe.Close();
                socket.Close();
            }
        }
    }

    /// <summary>The failures of the socket itself are those of the wait.</summary>
    private void ThrowFailure()
    {
        if (_failure is IOException { InnerException: SocketException inner }) throw new SocketException((int)inner.SocketErrorCode, $"TLS handshake: {inner.Message}");
        if (_failure is not null) ExceptionDispatchInfo.Throw(_failure);
    }

    [Coroutine]
    private IEnumerator<Yield<int>> Serve(HandshakePipe.Request request)
    {
        var count = request.Data.Length;
        try
        {
            if (count == 0)
            {
                if (_hasPlace && !IsReadable(ServerHandshakes.Shorter(Left)).Await()) LeavePlace();
                count = socket.Receive(request.Buffer, Left).Await();
            }
            else socket.SendAll(request.Data, Left).Await();
        }
        catch (SocketException e) when (e.SocketErrorCode == SocketError.TimedOut)
        {
            throw TimedOut();
        }

        yield return count;
    }

    /// <summary>Waits until something has come, or the time is over.</summary>
    [Coroutine]
    private IEnumerator<Yield<bool>> IsReadable(TimeSpan? limit)
    {
        var isReadable = true;
        try
        {
            socket.WaitReadable(limit).Await();
        }
        catch (SocketException e) when (e.SocketErrorCode == SocketError.TimedOut)
        {
            isReadable = false;
        }

        yield return isReadable;
    }

    private void LeavePlace()
    {
        if (!_hasPlace) return;
        _hasPlace = false;
        many!.Places.Release();
    }

    private SocketException TimedOut() => new((int)SocketError.TimedOut, $"TLS handshake timed out after {timeout} on {socket}.");

    /// <summary>Starts it on its thread. What went wrong is set before the pipe says that it is over.</summary>
    private void Begin(SslStream ssl)
    {
        BlockingThreads.Handshakes.Post(() => _ = Run());

        async Task Run()
        {
            try
            {
                await handshake(ssl, CancellationToken.None).ConfigureAwait(false);
            }
            catch (Exception exception)
            {
                _failure = exception;
                await ssl.DisposeAsync().ConfigureAwait(false);
            }

            _pipe.End();
        }
    }
}
