using System.Buffers;
using System.Net.Sockets;

namespace CoroutineDsl.Net;

/// <summary>
/// A <see cref="Stream"/> over a socket, for whatever takes streams. On the hub, synchronous members let the other greenlets run (by the baton: see <c>Await()</c>), and asynchronous ones are awaited as any task is;
/// from other threads both work too, and the hub does the work.
/// </summary>
public class CoStream : Stream
{
    private readonly bool _ownsSocket;

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
    public override bool CanRead => !Socket.IsClosed;

    /// <inheritdoc/>
    public override bool CanWrite => !Socket.IsClosed;

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
    public Suspension<int> Receive(Memory<byte> buffer, TimeSpan? timeout = null) => Socket.Receive(buffer, timeout);

    /// <inheritdoc cref="CoSocket.SendAll(ReadOnlyMemory{byte}, TimeSpan?)"/>
    public Suspension SendAll(ReadOnlyMemory<byte> buffer, TimeSpan? timeout = null) => Socket.SendAll(buffer, timeout);

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
        if (!Hub.IsCurrent || cancellationToken.IsCancellationRequested) return new(Guarded(() => Socket.Receive(buffer), cancellationToken));
        try
        {
            var wait = Socket.Receive(buffer);
            return wait.Source is null ? new(wait.Value) : new(Guarded(() => wait, cancellationToken));
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
        if (!Hub.IsCurrent || cancellationToken.IsCancellationRequested) return new(Guarded(() => Socket.SendAllCounted(buffer, null), cancellationToken));
        try
        {
            var wait = Socket.SendAllCounted(buffer, null);
            return wait.Source is null ? default : new(Guarded(() => wait, cancellationToken));
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

    /// <summary>Closes the stream, and the socket if it is the stream's.</summary>
    protected override void Dispose(bool disposing)
    {
        if (disposing && _ownsSocket)
        {
            if (Hub.IsCurrent || Hub.IsDisposed) Socket.Close();
            else Hub.Post(Socket.Close);
        }

        base.Dispose(disposing);
    }

    private static TimeSpan? Limit(int milliseconds) => milliseconds == Timeout.Infinite ? null : TimeSpan.FromMilliseconds(milliseconds);

    private int Read(Memory<byte> buffer)
    {
        try
        {
            return Hub.IsCurrent
                ? Socket.Receive(buffer, Limit(ReadTimeout)).Await()
                : HubTask<int>.Run(Hub, () => Socket.Receive(buffer, Limit(ReadTimeout)), default).GetAwaiter().GetResult();
        }
        catch (SocketException e)
        {
            throw Wrapped(e);
        }
    }

    private void Write(ReadOnlyMemory<byte> buffer)
    {
        try
        {
            if (Hub.IsCurrent) Socket.SendAll(buffer, Limit(WriteTimeout)).Await();
            else HubTask<int>.Run(Hub, () => Socket.SendAllCounted(buffer, Limit(WriteTimeout)), default).GetAwaiter().GetResult();
        }
        catch (SocketException e)
        {
            throw Wrapped(e);
        }
    }

    private async Task<int> Guarded(Func<Suspension<int>> begin, CancellationToken cancellation)
    {
        try
        {
            return await HubTask<int>.Run(Hub, begin, cancellation).ConfigureAwait(false);
        }
        catch (SocketException e)
        {
            throw Wrapped(e);
        }
    }

    /// <summary>Streams fail with an IOException, as a NetworkStream does.</summary>
    private static IOException Wrapped(SocketException exception) => new(exception.Message, exception);
}
