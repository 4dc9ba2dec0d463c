using System.Net.Sockets;
using Microsoft.Win32.SafeHandles;

namespace CoroutineDsl.Net;

/// <summary>Operations that never wait, for protocols that decide themselves when to wait and for how long.</summary>
public sealed partial class CoSocket
{
    /// <summary>
    /// How many bytes that were sent the peer's system has not taken yet; null where this system cannot say (Windows). What a slow peer has taken between two looks is the difference: it shows progress also
    /// while there is no room to send more.
    /// </summary>
    /// <exception cref="ObjectDisposedException">The socket is closed.</exception>
    public long? UnacknowledgedCount
    {
        get
        {
            Enter();
            return _raw.Unacknowledged;
        }
    }

    /// <summary>Receives what has arrived, if there is any.</summary>
    /// <param name="buffer">Where to.</param>
    /// <param name="count">How many bytes; 0 at the end of the stream.</param>
    /// <returns>False where a receive would wait.</returns>
    /// <inheritdoc cref="Receive(Memory{byte}, TimeSpan?)" path="/exception"/>
    public bool TryReceive(Span<byte> buffer, out int count)
    {
        EnterFree(SelectorEvents.Read);
        return HasRoom(ReceiveNow(buffer, out count));
    }

    /// <summary>Sends as much as there is room for.</summary>
    /// <param name="buffer">What to send.</param>
    /// <param name="count">How many of its bytes were sent.</param>
    /// <returns>False where a send would wait.</returns>
    /// <inheritdoc cref="Send(ReadOnlyMemory{byte}, TimeSpan?)" path="/exception"/>
    public bool TrySend(ReadOnlySpan<byte> buffer, out int count)
    {
        EnterFree(SelectorEvents.Write);
        count = 0;
        return HasRoom(SendNow(buffer, isAll: false, ref count));
    }

    /// <summary>Sends as much of many buffers, in order, as there is room for.</summary>
    /// <inheritdoc cref="TrySend(ReadOnlySpan{byte}, out int)" path="/*[not(self::param)]"/>
    /// <param name="buffers">What to send.</param>
    /// <param name="count">How many of their bytes were sent.</param>
    public bool TrySend(IReadOnlyList<ReadOnlyMemory<byte>> buffers, out int count)
    {
        ArgumentNullException.ThrowIfNull(buffers);
        EnterFree(SelectorEvents.Write);
        count = Math.Max(_raw.Send(buffers, 0, 0, out var error), 0);
        if (error == SocketError.WouldBlock) Channel.Exhausted(SelectorEvents.Write);
        return HasRoom(error);
    }

    /// <summary>Sends as much of a file as there is room for.</summary>
    /// <param name="file">The file, open for reading. Its position is neither used nor changed.</param>
    /// <param name="offset">Where to begin, in bytes.</param>
    /// <param name="count">How many bytes to send at most.</param>
    /// <param name="sent">How many were sent; 0 where the file has ended.</param>
    /// <returns>False where a send would wait.</returns>
    /// <inheritdoc cref="Send(ReadOnlyMemory{byte}, TimeSpan?)" path="/exception"/>
    public bool TrySendFile(SafeFileHandle file, long offset, long count, out long sent)
    {
        ArgumentNullException.ThrowIfNull(file);
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        EnterFree(SelectorEvents.Write);
        sent = Math.Max(_raw.SendFile(file, offset, count, out var error), 0);
        if (error == SocketError.WouldBlock) Channel.Exhausted(SelectorEvents.Write);
        return HasRoom(error);
    }

    /// <summary>Ends the waits that are going on, with a <see cref="SocketException"/> (<see cref="SocketError.OperationAborted"/>), and leaves the socket open: for a protocol that is closed before its connection is. Does nothing on a closed socket.</summary>
    /// <param name="reading">Whether to end the wait to receive.</param>
    /// <param name="writing">Whether to end the wait to send.</param>
    /// <exception cref="InvalidOperationException">Another thread runs the hub.</exception>
    public void Interrupt(bool reading, bool writing)
    {
        _hub.CheckThread();
        if (reading) Channel.Reader?.Fail(SocketError.OperationAborted);
        if (writing) Channel.Writer?.Fail(SocketError.OperationAborted);
    }

    private static bool HasRoom(SocketError error) => error switch
    {
        SocketError.Success => true,
        SocketError.WouldBlock => false,
        _ => throw new SocketException((int)error),
    };

    private void EnterFree(SelectorEvents direction)
    {
        Enter();
        if ((direction == SelectorEvents.Read ? Channel.Reader : Channel.Writer) is { } other) ThrowBusy(direction, _hub.CurrentGreenlet, other.Greenlet!);
    }
}
