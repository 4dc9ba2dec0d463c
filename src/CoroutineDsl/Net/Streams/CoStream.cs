using System.Buffers;
using System.ComponentModel;
using System.Net.Sockets;
using CoroutineDsl.Runtime;

namespace CoroutineDsl.Net;

/// <summary>
/// A <see cref="Stream"/> over a socket, for whatever takes streams. On the hub, synchronous members let the other greenlets run (by the baton: see <c>Await()</c>), and asynchronous ones are awaited as any task is;
/// from other threads both work too, and the hub does the work.
/// </summary>
public class CoStream : Stream
{
    private readonly bool _ownsSocket;
    private volatile bool _isDisposed;
    private int _reading; // operations that have begun and not ended
    private int _writing;

    /// <summary>Makes a stream over a connected socket.</summary>
    /// <param name="socket">The socket.</param>
    /// <param name="ownsSocket">Whether closing the stream closes the socket.</param>
    public CoStream(CoSocket socket, bool ownsSocket = true)
    {
        ArgumentNullException.ThrowIfNull(socket);
        Socket = socket;
        _ownsSocket = ownsSocket;
    }

    /// <summary>The socket.</summary>
    public CoSocket Socket { get; }

    /// <inheritdoc/>
    public override bool CanRead => !_isDisposed && !Socket.IsClosed;

    /// <inheritdoc/>
    public override bool CanWrite => !_isDisposed && !Socket.IsClosed;

    /// <inheritdoc/>
    public override bool CanSeek => false;

    /// <inheritdoc/>
    public override bool CanTimeout => true;

    /// <summary>How long a synchronous read may wait, in milliseconds; <see cref="Timeout.Infinite"/> by default.</summary>
    public override int ReadTimeout { get; set; } = Timeout.Infinite;

    /// <summary>How long a synchronous write may wait, in milliseconds; <see cref="Timeout.Infinite"/> by default.</summary>
    public override int WriteTimeout { get; set; } = Timeout.Infinite;

    /// <summary>Not supported.</summary>
    public override long Length => throw new NotSupportedException("A socket has no length.");

    /// <summary>Not supported.</summary>
    public override long Position
    {
        get => throw new NotSupportedException("A socket has no position.");
        set => throw new NotSupportedException("A socket has no position.");
    }

    private Hub Hub => Socket.Hub;

    /// <inheritdoc cref="CoSocket.Receive(Memory{byte}, TimeSpan?)"/>
    [Begins(nameof(BeginReceive))]
    public Suspension<int> Receive(Memory<byte> buffer, TimeSpan? timeout = null) => Socket.Receive(buffer, timeout);

    /// <inheritdoc cref="CoSocket.SendAll(ReadOnlyMemory{byte}, TimeSpan?)"/>
    [Begins(nameof(BeginSendAll))]
    public Suspension SendAll(ReadOnlyMemory<byte> buffer, TimeSpan? timeout = null) => Socket.SendAll(buffer, timeout);

    /// <summary>The begin of <see cref="Receive"/>, for generated code.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public bool BeginReceive(Greenlet greenlet, Coroutine frame, out int value, Memory<byte> buffer, TimeSpan? timeout = null) =>
        Socket.BeginReceive(greenlet, frame, out value, buffer, timeout);

    /// <summary>The begin of <see cref="SendAll"/>, for generated code.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public bool BeginSendAll(Greenlet greenlet, Coroutine frame, ReadOnlyMemory<byte> buffer, TimeSpan? timeout = null) =>
        Socket.BeginSendAll(greenlet, frame, buffer, timeout);

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count)
    {
        ValidateBufferArguments(buffer, offset, count);
        return Read(buffer.AsMemory(offset, count));
    }

    /// <inheritdoc/>
    public override int Read(Span<byte> buffer)
    {
        var rented = ArrayPool<byte>.Shared.Rent(buffer.Length);
        try
        {
            var count = Read(rented.AsMemory(0, buffer.Length));
            rented.AsSpan(0, count).CopyTo(buffer);
            return count;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(rented);
        }
    }

    /// <inheritdoc/>
    public override int ReadByte()
    {
        Span<byte> one = stackalloc byte[1];
        return Read(one) == 0 ? -1 : one[0];
    }

    /// <inheritdoc/>
    public override void Write(byte[] buffer, int offset, int count)
    {
        ValidateBufferArguments(buffer, offset, count);
        Write(buffer.AsMemory(offset, count));
    }

    /// <inheritdoc/>
    public override void Write(ReadOnlySpan<byte> buffer)
    {
        var rented = ArrayPool<byte>.Shared.Rent(buffer.Length);
        try
        {
            buffer.CopyTo(rented);
            Write(rented.AsMemory(0, buffer.Length));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(rented);
        }
    }

    /// <inheritdoc/>
    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken)
    {
        ValidateBufferArguments(buffer, offset, count);
        return ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();
    }

    /// <inheritdoc/>
    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        if (!Hub.IsCurrent || cancellationToken.IsCancellationRequested) return new(Guarded(() => BeginRead(buffer), isRead: true, cancellationToken));
        try
        {
            return Socket.ReceiveAtOnce(buffer, out var count) ? new(count) : new(Guarded(() => Socket.Receive(buffer), isRead: true, cancellationToken));
        }
        catch (Exception e)
        {
            return ValueTask.FromException<int>(e is SocketException broken ? Wrapped(broken) : e);
        }
    }

    /// <inheritdoc/>
    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken)
    {
        ValidateBufferArguments(buffer, offset, count);
        return WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();
    }

    /// <inheritdoc/>
    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        if (!Hub.IsCurrent || cancellationToken.IsCancellationRequested) return new(Guarded(() => BeginWrite(buffer), isRead: false, cancellationToken));
        try
        {
            var rest = buffer[Socket.SendAtOnce(buffer.Span)..];
            return rest.IsEmpty ? default : new(Guarded(() => Socket.SendAllCounted(rest, null), isRead: false, cancellationToken));
        }
        catch (Exception e)
        {
            return ValueTask.FromException(e is SocketException broken ? Wrapped(broken) : e);
        }
    }

    /// <summary>Does nothing: what is written is on its way.</summary>
    public override void Flush()
    {
    }

    /// <summary>Does nothing: what is written is on its way.</summary>
    public override Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Not supported.</summary>
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException("A socket has no position.");

    /// <summary>Not supported.</summary>
    public override void SetLength(long value) => throw new NotSupportedException("A socket has no length.");

    /// <summary>Closes the stream, and the socket if it is the stream's. A read or a write that is going on ends with an <see cref="IOException"/>, also where the socket stays open.</summary>
    protected override void Dispose(bool disposing)
    {
        if (disposing && !_isDisposed)
        {
            _isDisposed = true;
            if (Hub.IsCurrent || Hub.IsDisposed) End();
            else Hub.Post(End);
        }

        base.Dispose(disposing);
    }

    private void End()
    {
        if (_ownsSocket) Socket.Close();
        else Socket.Interrupt(_reading > 0, _writing > 0);
    }

    private static TimeSpan? Limit(int milliseconds) => milliseconds == Timeout.Infinite ? null : TimeSpan.FromMilliseconds(milliseconds);

    private int Read(Memory<byte> buffer)
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        Begun(isRead: true);
        try
        {
            return Hub.IsCurrent
                ? Socket.Receive(buffer, Limit(ReadTimeout)).Await()
                : HubTask<int>.Run(Hub, () => BeginRead(buffer, Limit(ReadTimeout)), default).GetAwaiter().GetResult();
        }
        catch (SocketException e)
        {
            throw Wrapped(e);
        }
        finally
        {
            Ended(isRead: true);
        }
    }

    private void Write(ReadOnlyMemory<byte> buffer)
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        Begun(isRead: false);
        try
        {
            if (Hub.IsCurrent) Socket.SendAll(buffer, Limit(WriteTimeout)).Await();
            else HubTask<int>.Run(Hub, () => BeginWrite(buffer, Limit(WriteTimeout)), default).GetAwaiter().GetResult();
        }
        catch (SocketException e)
        {
            throw Wrapped(e);
        }
        finally
        {
            Ended(isRead: false);
        }
    }

    /// <summary>On the hub, where the end of the stream is: what begins after it would never be ended.</summary>
    private Suspension<int> BeginRead(Memory<byte> buffer, TimeSpan? timeout = null)
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        return Socket.Receive(buffer, timeout);
    }

    private Suspension<int> BeginWrite(ReadOnlyMemory<byte> buffer, TimeSpan? timeout = null)
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        return Socket.SendAllCounted(buffer, timeout);
    }

    private void Begun(bool isRead) => Interlocked.Increment(ref isRead ? ref _reading : ref _writing);

    private void Ended(bool isRead) => Interlocked.Decrement(ref isRead ? ref _reading : ref _writing);

    private async Task<int> Guarded(Func<Suspension<int>> begin, bool isRead, CancellationToken cancellation)
    {
        Begun(isRead);
        try
        {
            return await HubTask<int>.Run(Hub, begin, cancellation).ConfigureAwait(false);
        }
        catch (SocketException e)
        {
            throw Wrapped(e);
        }
        finally
        {
            Ended(isRead);
        }
    }

    /// <summary>Streams fail with an IOException, as a NetworkStream does.</summary>
    private static IOException Wrapped(SocketException exception) => new(exception.Message, exception);
}
