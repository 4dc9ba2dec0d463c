using System.Buffers;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using Microsoft.Win32.SafeHandles;

namespace CoroutineDsl.Net;

/// <summary>
/// TLS as one more kind of socket that never waits, so that everything a <see cref="CoSocket"/> can do works on encrypted connections too: timeouts, kills that lose nothing, waiting without a buffer, files.
/// </summary>
/// <remarks>
/// Receiving waits by a read of nothing, which the <see cref="SslStream"/> ends when it has decrypted something; the real read after it cannot wait. What is sent counts as sent when its record has gone out
/// whole: a try that finds no room for all of the record says so, and the next try goes on with that record and not with the bytes again.
/// </remarks>
internal sealed class TlsSocket : ConnectedSocket
{
    private const int RecordSize = 16_384;

    private readonly RawSocket _inner;
    private readonly SslStream _ssl;
    private readonly RecordStream _records;
    private ValueTask<int> _arrival;
    private bool _isArriving;
    private bool _isClosed;
    private bool _hasSaidGoodbye;
    private int _encrypted; // of the caller's bytes, in a record that is not out yet
    private SocketError _failure;

    public TlsSocket(CoSslStream stream, RawSocket inner, SslStream ssl, RecordStream records)
    {
        Stream = stream;
        _inner = inner;
        _ssl = ssl;
        _records = records;
        records.Attach(inner);
    }

    /// <summary>What its users see.</summary>
    public CoSslStream Stream { get; }

    public override nint Descriptor => _inner.Descriptor;

    public override Socket Socket => _inner.Socket;

    public override AddressFamily Family => _inner.Family;

    /// <summary>A short read says nothing: the next record may be here already.</summary>
    public override bool IsByteStream => false;

    public override EndPoint? LocalEndPoint => _inner.LocalEndPoint;

    public override EndPoint? RemoteEndPoint => _inner.RemoteEndPoint;

    public override int Receive(Span<byte> buffer, out SocketError error)
    {
        error = Arrive();
        if (error != SocketError.Success) return -1;
        try
        {
            return _ssl.Read(buffer);
        }
        catch (Exception exception) when (exception is IOException or InvalidOperationException)
        {
            error = Fail(exception);
            return -1;
        }
    }

    public override int Send(ReadOnlySpan<byte> buffer, out SocketError error)
    {
        error = _records.TrySend();
        if (error != SocketError.Success) return -1;
        var count = Math.Min(_encrypted > 0 ? _encrypted : RecordSize, buffer.Length);
        if (_encrypted > 0 || count == 0)
        {
            _encrypted = 0;
            return count;
        }

        try
        {
            _ssl.Write(buffer[..count]);
        }
        catch (Exception exception) when (exception is IOException or InvalidOperationException)
        {
            error = Fail(exception);
            return -1;
        }

        if (!_records.HasUnsent) return count;
        _encrypted = count;
        error = SocketError.WouldBlock;
        return -1;
    }

    public override int Send(IReadOnlyList<ReadOnlyMemory<byte>> buffers, int first, int offset, out SocketError error)
    {
        var only = buffers[first].Span[offset..];
        if (first == buffers.Count - 1 || only.Length >= RecordSize) return Send(only, out error);
        // as many as fit into one record
        var record = ArrayPool<byte>.Shared.Rent(RecordSize);
        try
        {
            var length = 0;
            for (var i = first; i < buffers.Count && length < RecordSize; i++)
            {
                var part = i == first ? only : buffers[i].Span;
                part = part[..Math.Min(part.Length, RecordSize - length)];
                part.CopyTo(record.AsSpan(length));
                length += part.Length;
            }

            return Send(record.AsSpan(0, length), out error);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(record);
        }
    }

    public override int SendFile(SafeFileHandle file, long offset, long count, out SocketError error) => FileReads.Send(this, file, offset, count, out error, RecordSize);

    public override void Attached(Selector selector, long id) => _inner.Attached(selector, id);

    public override void AbandonSend() => _encrypted = 0;

    public override bool IsPeerGone => _inner.IsPeerGone;

    public override long? Unacknowledged => _inner.Unacknowledged;

    public override bool IsReady(SelectorEvents direction)
    {
        if (direction == SelectorEvents.Write) return _records.TrySend() != SocketError.WouldBlock && _inner.IsReady(direction);
        var error = Arrive();
        if (error is not (SocketError.Success or SocketError.WouldBlock)) _failure = error; // for the one who receives
        return error != SocketError.WouldBlock;
    }

    public override SocketError SetNoDelay(bool value) => _inner.SetNoDelay(value);

    public override SocketError Shutdown(SocketShutdown how)
    {
        if (how != SocketShutdown.Receive) SayGoodbye();
        return _inner.Shutdown(how);
    }

    /// <summary>Tells the peer that no more comes (close_notify), now if there is room, else with the next that is sent.</summary>
    public void SayGoodbye()
    {
        if (_hasSaidGoodbye || _failure != SocketError.Success) return;
        _hasSaidGoodbye = true;
        try
        {
            _ = _ssl.ShutdownAsync(); // its record is written at once, or kept
        }
        catch (Exception)
        {
            // there is nobody to tell, or TLS has broken down in a way of its own
        }
    }

    public override void Close()
    {
        if (_isClosed) return;
        _isClosed = true;
        SayGoodbye();
        _records.Fail(new ObjectDisposedException(nameof(CoSocket)));
        _ssl.Dispose();
        _inner.Close();
    }

    /// <summary>Success: a read gets something without waiting, be it the end.</summary>
    private SocketError Arrive()
    {
        if (_failure != SocketError.Success) return _failure;
        try
        {
            if (_isArriving)
            {
                _records.Pump();
            }
            else
            {
                _arrival = _ssl.ReadAsync(Memory<byte>.Empty);
                _isArriving = true;
            }

            if (!_arrival.IsCompleted) return SocketError.WouldBlock;
            _isArriving = false;
            _arrival.GetAwaiter().GetResult();
            return SocketError.Success;
        }
        catch (Exception exception) when (exception is IOException or InvalidOperationException)
        {
            return Fail(exception);
        }
    }

    private SocketError Fail(Exception exception) =>
        _failure = exception.InnerException is SocketException inner ? inner.SocketErrorCode : SocketError.ConnectionAborted; // records that nobody can decrypt
}
