using System.Net.Sockets;
using CoroutineDsl.Runtime;

namespace CoroutineDsl.Net;

/// <summary>
/// What the framework's WebSocket reads and writes: the connection, beginning with the bytes that came along with the request. A peer that does not take what it is sent is given up. Knows when the peer was last
/// heard of, and puts pings between the framework's frames, each of which is one write.
/// </summary>
internal sealed partial class WebSocketStream : CoStream
{
    private const int ReadAheadSize = 4096;

    private static readonly byte[] s_ping = [0x89, 0x00];

    private readonly Hub _hub;
    private readonly PacedSender _sender;
    private readonly CancellationTokenSource _end = new();
    private ReadOnlyMemory<byte> _first;
    private ReadOnlyMemory<byte> _owed; // of a ping that did not go out whole
    private bool _isReceiving;
    private bool _isWriting;

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
        await OnHub(() => Waitables.From(ReceiveCoroutine(buffer))).ConfigureAwait(false);

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) =>
        await OnHub(() => Waitables.From(WriteWholeCoroutine(buffer))).ConfigureAwait(false);

    private async Task<int> OnHub(Func<Suspension<int>> begin)
    {
        try
        {
            return await HubTask<int>.Run(_hub, begin, _end.Token).ConfigureAwait(false);
        }
        catch (SocketException e)
        {
            throw new IOException(e.Message, e);
        }
        catch (OperationCanceledException e)
        {
            throw new IOException("The WebSocket was disposed of.", e);
        }
    }

    /// <summary>Asks the peer for a sign of life, unless there is no room or a frame is being sent: then what it is sent has to be taken in time anyway. On the hub's thread.</summary>
    /// <exception cref="SocketException">The connection is broken.</exception>
    public void Ping()
    {
        if (_isWriting) return;
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
        if (disposing) _ = _end.CancelAsync();
        base.Dispose(disposing);
    }

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

    [Coroutine]
    private IEnumerator<Yield<int>> WriteWhole(ReadOnlyMemory<byte> buffer)
    {
        _isWriting = true;
        try
        {
            _sender.Begin();
            if (!_owed.IsEmpty) _sender.SendAll(_owed).Await();
            _owed = default;
            _sender.SendAll(buffer).Await();
        }
        finally
        {
            _isWriting = false;
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
