using System.Net.Sockets;

namespace CoroutineDsl.Http;

/// <summary>
/// What the framework's WebSocket reads and writes: the connection, beginning with the bytes that came along with the request. A peer that does not take what it is sent is given up. Knows when the peer was last
/// heard of, puts pings between the framework's frames, each of which is one write, and sends messages itself: the framework would copy each into a buffer of its own, for as long as a slow peer takes it.
/// </summary>
internal sealed partial class WebSocketStream : CoStream
{
    private const int ReadAheadSize = 4096;
    private const byte CloseFrame = 0x88;

    private static readonly byte[] s_ping = [0x89, 0x00];

    private readonly Hub _hub;
    private readonly PacedSender _sender;
    private readonly CancellationTokenSource _end = new();
    private ReadOnlyMemory<byte> _first;
    private ReadOnlyMemory<byte> _owed; // of a ping that did not go out whole
    private bool _isReceiving;
    private bool _hasClosed; // nothing may follow
    private readonly CoSemaphore _mayWrite = new(1);

    public WebSocketStream(Hub hub, CoSocket socket, PacedSender sender, ReadOnlyMemory<byte> first)
        : base(socket, ownsSocket: false)
    {
        _hub = hub;
        _sender = sender;
        _first = first;
        LastHeard = hub.Time.GetTimestamp();
    }

    /// <summary>When bytes of the peer came last, by the hub's clock.</summary>
    public long LastHeard { get; private set; }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        await OnHub(() => ReceiveCoroutine(buffer)).ConfigureAwait(false);

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) =>
        await OnHub(() => WriteWholeCoroutine(buffer)).ConfigureAwait(false);

    /// <summary>Runs a coroutine on the hub, for the framework, which calls from any thread; it ends with the stream.</summary>
    private async Task<int> OnHub(Func<Coroutine<int>> make)
    {
        if (_end.IsCancellationRequested) throw Ended(null);
        var done = new TaskCompletionSource<int>(TaskCreationOptions.RunContinuationsAsynchronously);
        if (IsOnHub) Begin();
        else _hub.Post(Begin, () => done.TrySetException(new ObjectDisposedException(nameof(Hub), "The hub of the WebSocket has been disposed of.")));
        try
        {
            return await done.Task.ConfigureAwait(false);
        }
        catch (SocketException e)
        {
            throw new IOException(e.Message, e);
        }
        catch (OperationCanceledException e)
        {
            throw Ended(e);
        }

        void Begin()
        {
            var greenlet = Greenlet.Spawn(CompleteCoroutine(make(), done), "WebSocket");
            _ = greenlet.AsTask().ContinueWith(
                static (left, done) => ((TaskCompletionSource<int>)done!).TrySetException(left.Exception!.InnerException!), // its hub was disposed of
                done,
                CancellationToken.None,
                TaskContinuationOptions.OnlyOnFaulted | TaskContinuationOptions.ExecuteSynchronously,
                TaskScheduler.Default);
            var registration = _end.Token.UnsafeRegister(_ => _hub.Post(() => greenlet.Kill()), null);
            done.Task.ContinueWith((_, state) => ((CancellationTokenRegistration)state!).Unregister(), registration, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        }
    }

    private static IOException Ended(Exception? reason) => new("The WebSocket was disposed of.", reason);

    [Coroutine]
    private static IEnumerator<Yield> Complete(Coroutine<int> operation, TaskCompletionSource<int> done)
    {
        try
        {
            done.TrySetResult(operation.Await());
        }
        catch (Exception e)
        {
            done.TrySetException(e);
        }
        finally
        {
            done.TrySetCanceled(); // it was killed
        }

        yield break;
    }

    /// <summary>Asks the peer for a sign of life, unless there is no room or a frame is being sent: then what it is sent has to be taken in time anyway. On the hub's thread.</summary>
    /// <exception cref="SocketException">The connection is broken.</exception>
    public void Ping()
    {
        if (!_mayWrite.TryAcquire()) return;
        try
        {
            SendPing();
        }
        finally
        {
            _mayWrite.Release();
        }
    }

    private void SendPing()
    {
        _sender.Begin();
        if (_owed.IsEmpty) _owed = s_ping;
        _owed = _owed[_sender.TrySend(_owed.Span)..];
    }

    /// <summary>Whether the peer was heard of since then. Where nobody reads, what has arrived is read ahead. On the hub's thread.</summary>
    public bool HasHeardSince(long timestamp)
    {
        if (!_isReceiving && _first.Length < ReadAheadSize) ReadAhead();
        // the pongs of a peer that nobody reads from fill the buffer one day: that the ping was acknowledged has to do then
        return LastHeard > timestamp || (_first.Length >= ReadAheadSize && Socket.UnacknowledgedCount == 0);
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing && !_end.IsCancellationRequested)
        {
            _ = _end.CancelAsync();
            if (IsOnHub) EndWaits();
            else _hub.Post(EndWaits);
        }

        base.Dispose(disposing);
    }

    private bool IsOnHub => Hub.IsRunningHere && ReferenceEquals(Hub.Current, _hub);

    /// <summary>Only its own: who uses the connection after it waits for what the peer sends still.</summary>
    private void EndWaits() => Socket.Interrupt(reading: _isReceiving, writing: _mayWrite.IsLocked);

    private void ReadAhead()
    {
        var buffer = new byte[ReadAheadSize];
        try
        {
            if (!Socket.TryReceive(buffer, out var count) || count == 0) return;
            _first = (byte[])[.. _first.Span, .. buffer.AsSpan(0, count)];
            LastHeard = _hub.Time.GetTimestamp();
        }
        catch (SocketException)
        {
            // it is gone: nothing was heard
        }
    }

    /// <summary>What is heard is noted where it is: the framework goes on somewhere else, and later.</summary>
    [Coroutine]
    private IEnumerator<Yield<int>> Receive(Memory<byte> buffer)
    {
        if (!_first.IsEmpty) yield return TakeFirst(buffer.Span);
        _isReceiving = true;
        var count = 0;
        try
        {
            count = Socket.Receive(buffer).Await();
            LastHeard = _hub.Time.GetTimestamp();
        }
        finally
        {
            _isReceiving = false;
        }

        yield return count;
    }

    /// <summary>Sends a message as one frame (RFC 6455, section 5.2; a server's are not masked). Where the wait is given up the frame is completed all the same: half of one would be the end of the connection.</summary>
    [Coroutine]
    public IEnumerator<Yield> SendFrame(byte first, ReadOnlyMemory<byte> data)
    {
        _mayWrite.Acquire().Await();
        if (_hasClosed)
        {
            _mayWrite.Release();
            throw new SocketException((int)SocketError.Shutdown, "The WebSocket has been closed.");
        }

        var parts = new[] { _owed, Head(first, data.Length), data };
        _owed = default;
        var isWhole = false;
        try
        {
            _sender.Begin();
            _sender.SendParts(parts).Await();
            isWhole = true;
        }
        catch (SocketException)
        {
            isWhole = true; // as whole as it will ever be
            throw;
        }
        finally
        {
            if (isWhole) _mayWrite.Release();
            else Greenlet.Spawn(CompleteFrameCoroutine([.. parts.SelectMany(part => part.ToArray())]), "WebSocket");
        }

        yield break;
    }

    private static byte[] Head(byte first, int length)
    {
        if (length < 126) return [first, (byte)length];
        if (length <= ushort.MaxValue) return [first, 126, (byte)(length >> 8), (byte)length];
        var head = new byte[10];
        (head[0], head[1]) = (first, 127);
        System.Buffers.Binary.BinaryPrimitives.WriteInt64BigEndian(head.AsSpan(2), length);
        return head;
    }

    [Coroutine]
    private IEnumerator<Yield> CompleteFrame(byte[] rest)
    {
        try
        {
            _sender.SendAll(rest).Await();
        }
        catch (SocketException)
        {
            // the peer is gone, or takes nothing: who uses the connection next learns of it
        }
        finally
        {
            _mayWrite.Release();
        }

        yield break;
    }

    [Coroutine]
    private IEnumerator<Yield<int>> WriteWhole(ReadOnlyMemory<byte> buffer)
    {
        _mayWrite.Acquire().Await();
        try
        {
            _sender.Begin();
            if (!_owed.IsEmpty) _sender.SendAll(_owed).Await();
            _owed = default;
            _hasClosed |= !buffer.IsEmpty && buffer.Span[0] == CloseFrame;
            _sender.SendAll(buffer).Await();
        }
        finally
        {
            _mayWrite.Release();
        }

        yield return buffer.Length;
    }

    private int TakeFirst(Span<byte> buffer)
    {
        var count = Math.Min(buffer.Length, _first.Length);
        _first.Span[..count].CopyTo(buffer);
        _first = _first[count..];
        return count;
    }
}
