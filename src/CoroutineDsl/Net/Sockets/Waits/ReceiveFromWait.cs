using System.Net.Sockets;

namespace CoroutineDsl.Net;

/// <summary>One datagram into memory.</summary>
internal sealed class ReceiveFromWait(CoSocket socket) : SocketWait<ReceivedDatagram>(socket, SelectorEvents.Read)
{
    private Memory<byte> _buffer;

    protected override string What => "ReceiveFrom";

    public Suspension<ReceivedDatagram> Wait(Memory<byte> buffer, long ticks, bool isTurn)
    {
        _buffer = buffer;
        return Wait(ticks, isTurn);
    }

    protected override SocketError Try(out ReceivedDatagram value) => Socket.ReceiveFromNow(_buffer.Span, out value);

    protected override void Release() => _buffer = default;
}
