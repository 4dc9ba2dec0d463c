using System.Net.Sockets;

namespace CoroutineDsl.Net;

public sealed partial class CoSocket
{
    private SendWait? _send;
    private ReadyWait? _writable;

    /// <summary>Sends as much as there is room for, at least one byte; waits until there is room.</summary>
    /// <param name="buffer">What to send; it must not change until the wait is over.</param>
    /// <param name="timeout">How long to wait at most: then a <see cref="SocketException"/> with <see cref="SocketError.TimedOut"/>.</param>
    /// <returns>How many bytes were sent.</returns>
    /// <exception cref="SocketException">The connection is broken.</exception>
    /// <exception cref="ObjectDisposedException">The socket is closed.</exception>
    /// <exception cref="InvalidOperationException">Another greenlet is sending, or another thread runs the hub.</exception>
    public Suspension<int> Send(ReadOnlyMemory<byte> buffer, TimeSpan? timeout = null) => Send(buffer, isAll: false, timeout);

    /// <summary>Sends everything; waits as often as there is no room.</summary>
    /// <param name="buffer">What to send; it must not change until the wait is over.</param>
    /// <param name="timeout">How long the whole may take at most: then a <see cref="SocketException"/> with <see cref="SocketError.TimedOut"/>, and a part may have been sent. So it is after a kill.</param>
    /// <inheritdoc cref="Send(ReadOnlyMemory{byte}, TimeSpan?)" path="/exception"/>
    public Suspension SendAll(ReadOnlyMemory<byte> buffer, TimeSpan? timeout = null) => Send(buffer, isAll: true, timeout);

    /// <summary>Sends all bytes of many buffers, in order, by as few system calls as possible.</summary>
    /// <param name="buffers">What to send; neither the list nor the bytes may change until the wait is over.</param>
    /// <param name="timeout">How long the whole may take at most.</param>
    /// <inheritdoc cref="Send(ReadOnlyMemory{byte}, TimeSpan?)" path="/exception"/>
    public Suspension SendAll(IReadOnlyList<ReadOnlyMemory<byte>> buffers, TimeSpan? timeout = null)
    {
        ArgumentNullException.ThrowIfNull(buffers);
        var ticks = Enter(SelectorEvents.Write, timeout);
        var position = default(BufferPosition);
        if (Channel.IsWritable)
        {
            var error = SendNow(buffers, ref position);
            if (error == SocketError.Success) return Suspension.Completed;
            if (error != SocketError.WouldBlock) throw new SocketException((int)error);
        }

        return (Rare.SendBuffers ??= new(this)).Wait(buffers, position, ticks);
    }

    /// <summary>Waits until there is room to send.</summary>
    /// <inheritdoc cref="Send(ReadOnlyMemory{byte}, TimeSpan?)" path="/param[@name='timeout']"/>
    /// <inheritdoc cref="Send(ReadOnlyMemory{byte}, TimeSpan?)" path="/exception"/>
    public Suspension WaitWritable(TimeSpan? timeout = null)
    {
        var ticks = Enter(SelectorEvents.Write, timeout);
        if (Channel.IsWritable && _raw.IsReady(SelectorEvents.Write)) return Suspension.Completed;
        Channel.Exhausted(SelectorEvents.Write);
        return (_writable ??= new(this, SelectorEvents.Write)).Wait(ticks);
    }

    /// <summary>As <see cref="SendAll(ReadOnlyMemory{byte}, TimeSpan?)"/>, with the number of bytes as its value.</summary>
    internal Suspension<int> SendAllCounted(ReadOnlyMemory<byte> buffer, TimeSpan? timeout) => Send(buffer, isAll: true, timeout);

    /// <summary>Sends until all is sent, there is no room, or (unless all has to be sent) something is sent.</summary>
    internal SocketError SendNow(ReadOnlySpan<byte> buffer, bool isAll, ref int sent)
    {
        while (true)
        {
            var count = _raw.Send(buffer[sent..], out var error);
            if (error != SocketError.Success)
            {
                if (error == SocketError.WouldBlock) Channel.Exhausted(SelectorEvents.Write);
                return error;
            }

            sent += count;
            if (sent == buffer.Length || !isAll) return SocketError.Success;
        }
    }

    internal SocketError SendNow(IReadOnlyList<ReadOnlyMemory<byte>> buffers, ref BufferPosition position)
    {
        while (position.Buffer < buffers.Count)
        {
            var count = _raw.Send(buffers, position.Buffer, position.Offset, out var error);
            if (error != SocketError.Success)
            {
                if (error == SocketError.WouldBlock) Channel.Exhausted(SelectorEvents.Write);
                return error;
            }

            position.Advance(buffers, count);
        }

        return SocketError.Success;
    }

    private Suspension<int> Send(ReadOnlyMemory<byte> buffer, bool isAll, TimeSpan? timeout)
    {
        var ticks = Enter(SelectorEvents.Write, timeout);
        var sent = 0;
        if (Channel.IsWritable)
        {
            var error = SendNow(buffer.Span, isAll, ref sent);
            if (error == SocketError.Success) return new(sent);
            if (error != SocketError.WouldBlock) throw new SocketException((int)error);
        }

        return (_send ??= new(this)).Wait(buffer, isAll, sent, ticks);
    }
}
