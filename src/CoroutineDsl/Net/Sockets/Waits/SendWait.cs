using System.Net.Sockets;

namespace CoroutineDsl.Net;

/// <summary>Bytes out of memory: as many as there is room for, or all of them.</summary>
internal sealed class SendWait(CoSocket socket) : SocketWait<int>(socket, SelectorEvents.Write)
{
    private ReadOnlyMemory<byte> _buffer;
    private bool _isAll;
    private int _sent;

    protected override string What => _isAll ? "SendAll" : "Send";

    public Suspension<int> Wait(ReadOnlyMemory<byte> buffer, bool isAll, int sent, long ticks)
    {
        _buffer = buffer;
        _isAll = isAll;
        _sent = sent;
        return Wait(ticks);
    }

    protected override SocketError Try(out int value)
    {
        var error = Socket.SendNow(_buffer.Span, _isAll, ref _sent);
        value = _sent;
        return error;
    }

    protected override void Release()
    {
        _buffer = default;
        Socket.Raw.AbandonSend();
    }
}
