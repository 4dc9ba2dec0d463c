using System.ComponentModel;
using System.Net.Sockets;
using CoroutineDsl.Runtime;

namespace CoroutineDsl.Net;

public sealed partial class CoSocket
{
    private SendWait? _send;
    private ReadyWait? _writable;

    // those of the socket's own that are not in use
    private SendWait FreeSend => _send is { IsInUse: false } free ? free : _send = new(this) { IsPooled = true };

    private SendBuffersWait FreeSendBuffers => Rare.SendBuffers is { IsInUse: false } free ? free : Rare.SendBuffers = new(this) { IsPooled = true };

    private ReadyWait FreeWritable => _writable is { IsInUse: false } free ? free : _writable = new(this, SelectorEvents.Write) { IsPooled = true };

    /// <summary>Sends as much as there is room for, at least one byte; waits until there is room.</summary>
    /// <param name="buffer">What to send; it must not change until the wait is over.</param>
    /// <param name="timeout">How long to wait at most: then a <see cref="SocketException"/> with <see cref="SocketError.TimedOut"/>.</param>
    /// <returns>How many bytes were sent.</returns>
    /// <exception cref="SocketException">The connection is broken (from the wait).</exception>
    /// <exception cref="ObjectDisposedException">The socket is closed (from the wait).</exception>
    /// <exception cref="InvalidOperationException">Another greenlet is sending, or another thread runs the hub (from the wait).</exception>
    /// <exception cref="ArgumentOutOfRangeException">The timeout is negative.</exception>
    [Begins(nameof(BeginSend))]
    public Suspension<int> Send(ReadOnlyMemory<byte> buffer, TimeSpan? timeout = null) => Send(buffer, isAll: false, timeout);

    /// <summary>Sends everything; waits as often as there is no room.</summary>
    /// <param name="buffer">What to send; it must not change until the wait is over.</param>
    /// <param name="timeout">How long the whole may take at most: then a <see cref="SocketException"/> with <see cref="SocketError.TimedOut"/>, and a part may have been sent. So it is after a kill.</param>
    /// <inheritdoc cref="Send(ReadOnlyMemory{byte}, TimeSpan?)" path="/exception"/>
    [Begins(nameof(BeginSendAll))]
    public Suspension SendAll(ReadOnlyMemory<byte> buffer, TimeSpan? timeout = null) => Send(buffer, isAll: true, timeout);

    /// <summary>Sends all bytes of many buffers, in order, by as few system calls as possible.</summary>
    /// <param name="buffers">What to send; neither the list nor the bytes may change until the wait is over.</param>
    /// <param name="timeout">How long the whole may take at most.</param>
    /// <inheritdoc cref="Send(ReadOnlyMemory{byte}, TimeSpan?)" path="/exception"/>
    [Begins(nameof(BeginSendAll))]
    public Suspension SendAll(IReadOnlyList<ReadOnlyMemory<byte>> buffers, TimeSpan? timeout = null)
    {
        ArgumentNullException.ThrowIfNull(buffers);
        return new SendBuffersWait(this) { Buffers = buffers }.Within(Timeouts.Ticks(timeout));
    }

    /// <summary>Waits until there is room to send.</summary>
    /// <inheritdoc cref="Send(ReadOnlyMemory{byte}, TimeSpan?)" path="/param[@name='timeout']"/>
    /// <inheritdoc cref="Send(ReadOnlyMemory{byte}, TimeSpan?)" path="/exception"/>
    [Begins(nameof(BeginWaitWritable))]
    public Suspension WaitWritable(TimeSpan? timeout = null) => new ReadyWait(this, SelectorEvents.Write).Within(Timeouts.Ticks(timeout));

    /// <summary>As <see cref="SendAll(ReadOnlyMemory{byte}, TimeSpan?)"/>, with the number of bytes as its value.</summary>
    internal Suspension<int> SendAllCounted(ReadOnlyMemory<byte> buffer, TimeSpan? timeout) => Send(buffer, isAll: true, timeout);

    /// <summary>Sends as much of it all as there is room for, in plain code: how many bytes.</summary>
    internal int SendAtOnce(ReadOnlySpan<byte> buffer)
    {
        Enter(SelectorEvents.Write, _hub.CurrentGreenlet);
        var sent = 0;
        var error = Channel.IsWritable ? SendNow(buffer, isAll: true, ref sent) : SocketError.WouldBlock;
        return error is SocketError.Success or SocketError.WouldBlock ? sent : throw new SocketException((int)error);
    }

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

    private Suspension<int> Send(ReadOnlyMemory<byte> buffer, bool isAll, TimeSpan? timeout) =>
        new SendWait(this) { Buffer = buffer, IsAll = isAll }.Within(Timeouts.Ticks(timeout));

    private bool BeginSend(Greenlet greenlet, Coroutine frame, out int value, ReadOnlyMemory<byte> buffer, bool isAll, TimeSpan? timeout)
    {
        var ticks = Timeouts.Ticks(timeout);
        greenlet.Enter(frame);
        Enter(SelectorEvents.Write, greenlet);
        value = 0;
        if (Channel.IsWritable)
        {
            var error = SendNow(buffer.Span, isAll, ref value);
            if (error == SocketError.Success) return greenlet.Satisfied(frame, value);
            if (error != SocketError.WouldBlock) throw new SocketException((int)error);
        }

        return FreeSend.Park(greenlet, buffer, isAll, value, ticks);
    }
}
