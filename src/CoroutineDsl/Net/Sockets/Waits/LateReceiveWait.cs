using System.Net.Sockets;

namespace CoroutineDsl.Net;

/// <summary>Bytes into memory that is taken when they are there.</summary>
internal sealed class LateReceiveWait(CoSocket socket) : SocketWait<int>(socket, SelectorEvents.Read)
{
    private ILateBuffer? _buffer;

    protected override string What => "Receive";

    public Suspension<int> Wait(ILateBuffer buffer, long ticks, bool isTurn)
    {
        _buffer = buffer;
        return Wait(ticks, isTurn);
    }

    protected override SocketError Try(out int value) => Socket.ReceiveNow(_buffer!, out value);

    protected override void Release() => _buffer = null;
}
