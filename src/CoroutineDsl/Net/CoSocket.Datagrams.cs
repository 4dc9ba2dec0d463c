using System.ComponentModel;
using System.Net;
using System.Net.Sockets;
using CoroutineDsl.Runtime;

namespace CoroutineDsl.Net;

public sealed partial class CoSocket
{
    /// <summary>Opens a datagram socket: UDP, or a Unix domain one.</summary>
    /// <param name="endPoint">Its own address; port 0 is any free port, which <see cref="LocalEndPoint"/> tells.</param>
    /// <exception cref="SocketException">The address is in use, or not this machine's, or not allowed.</exception>
    public static CoSocket Bind(EndPoint endPoint)
    {
        var protocol = KindOf(endPoint).Family == AddressFamily.Unix ? ProtocolType.Unspecified : ProtocolType.Udp;
        return Bound(endPoint, RawSocket.Create(Hub.Current, endPoint.AddressFamily, SocketType.Dgram, protocol), raw => raw.Bind(endPoint));
    }

    /// <summary>Receives one datagram; waits until there is one.</summary>
    /// <param name="buffer">Where to. What does not fit is lost: <see cref="ReceivedDatagram.IsTruncated"/>.</param>
    /// <param name="timeout">How long to wait at most: then a <see cref="SocketException"/> with <see cref="SocketError.TimedOut"/>.</param>
    /// <inheritdoc cref="Receive(Memory{byte}, TimeSpan?)" path="/exception"/>
    [Begins(nameof(BeginReceiveFrom))]
    public Suspension<ReceivedDatagram> ReceiveFrom(Memory<byte> buffer, TimeSpan? timeout = null) => new ReceiveFromWait(this) { Buffer = buffer }.Within(Timeouts.Ticks(timeout));

    /// <summary>Sends one datagram; waits until there is room for it.</summary>
    /// <param name="buffer">What to send; it must not change until the wait is over.</param>
    /// <param name="endPoint">Where to.</param>
    /// <param name="timeout">How long to wait at most: then a <see cref="SocketException"/> with <see cref="SocketError.TimedOut"/>.</param>
    /// <inheritdoc cref="Send(ReadOnlyMemory{byte}, TimeSpan?)" path="/exception"/>
    [Begins(nameof(BeginSendTo))]
    public Suspension<int> SendTo(ReadOnlyMemory<byte> buffer, EndPoint endPoint, TimeSpan? timeout = null)
    {
        ArgumentNullException.ThrowIfNull(endPoint);
        return new SendToWait(this) { Buffer = buffer, To = endPoint }.Within(Timeouts.Ticks(timeout));
    }

    /// <summary>The begin of <see cref="ReceiveFrom"/>, for generated code.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public bool BeginReceiveFrom(Greenlet greenlet, Coroutine frame, out ReceivedDatagram value, Memory<byte> buffer, TimeSpan? timeout = null)
    {
        var ticks = Timeouts.Ticks(timeout);
        greenlet.Enter(frame);
        Enter(SelectorEvents.Read, greenlet);
        if (MayReceive())
        {
            var error = ReceiveFromNow(buffer.Span, out value);
            if (error == SocketError.Success) return greenlet.Satisfied(frame, value);
            if (error != SocketError.WouldBlock) throw new SocketException((int)error);
        }

        value = default;
        var wait = Rare.ReceiveFrom is { IsInUse: false } free ? free : Rare.ReceiveFrom = new(this) { IsPooled = true };
        wait.Buffer = buffer;
        return wait.Park(greenlet, ticks, TakeTurn());
    }

    /// <summary>The begin of <see cref="SendTo"/>, for generated code.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public bool BeginSendTo(Greenlet greenlet, Coroutine frame, out int value, ReadOnlyMemory<byte> buffer, EndPoint endPoint, TimeSpan? timeout = null)
    {
        ArgumentNullException.ThrowIfNull(endPoint);
        var ticks = Timeouts.Ticks(timeout);
        greenlet.Enter(frame);
        Enter(SelectorEvents.Write, greenlet);
        value = 0;
        if (Channel.IsWritable)
        {
            var error = SendToNow(buffer.Span, endPoint, out value);
            if (error == SocketError.Success) return greenlet.Satisfied(frame, value);
            if (error != SocketError.WouldBlock) throw new SocketException((int)error);
        }

        var wait = Rare.SendTo is { IsInUse: false } free ? free : Rare.SendTo = new(this) { IsPooled = true };
        (wait.Buffer, wait.To) = (buffer, endPoint);
        return wait.Park(greenlet, ticks);
    }

    internal SocketError SendToNow(ReadOnlySpan<byte> buffer, EndPoint endPoint, out int count)
    {
        count = _raw.SendTo(buffer, endPoint, out var error);
        if (error == SocketError.WouldBlock) Channel.Exhausted(SelectorEvents.Write);
        return error;
    }

    internal SocketError ReceiveFromNow(Span<byte> buffer, out ReceivedDatagram datagram)
    {
        var count = _raw.ReceiveFrom(buffer, out var from, out var isTruncated, out var error);
        if (error == SocketError.WouldBlock) Channel.Exhausted(SelectorEvents.Read);
        datagram = new(count, from) { IsTruncated = isTruncated };
        return error;
    }
}

/// <summary>A datagram that has been received.</summary>
/// <param name="Count">How many bytes of it there are.</param>
/// <param name="RemoteEndPoint">Who sent it; null for a sender without an address.</param>
public readonly record struct ReceivedDatagram(int Count, EndPoint? RemoteEndPoint)
{
    /// <summary>Whether it was larger than the buffer, and the rest of it is lost.</summary>
    public bool IsTruncated { get; init; }
}
