using System.Net;
using System.Net.Sockets;

namespace CoroutineDsl.Net;

/// <summary>One datagram out of memory.</summary>
internal sealed class SendToWait(CoSocket socket) : SocketWait<int>(socket, SelectorEvents.Write)
{
    private ReadOnlyMemory<byte> _buffer;
    private EndPoint? _to;

    protected override string What => "SendTo";

    public Suspension<int> Wait(ReadOnlyMemory<byte> buffer, EndPoint to, long ticks)
    {
        _buffer = buffer;
        _to = to;
        return Wait(ticks);
    }

    protected override SocketError Try(out int value)
    {
        value = Socket.Raw.SendTo(_buffer.Span, _to!, out var error);
        return error;
    }

    protected override void Release()
    {
        _buffer = default;
        _to = null;
    }
}
