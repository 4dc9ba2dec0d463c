using System.Net.Sockets;

namespace CoroutineDsl.Net;

/// <summary>Bytes into memory.</summary>
internal sealed class ReceiveWait(CoSocket socket) : SocketWait<int>(socket, SelectorEvents.Read)
{
    private Memory<byte> _buffer;

    protected override string What => "Receive";

    public Suspension<int> Wait(Memory<byte> buffer, long ticks, bool isTurn)
    {
        _buffer = buffer;
        return Wait(ticks, isTurn);
    }

    protected override SocketError Try(out int value) => Socket.ReceiveNow(_buffer.Span, out value);

    protected override void Release() => _buffer = default;
}
