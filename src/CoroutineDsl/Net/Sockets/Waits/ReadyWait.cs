using System.Net.Sockets;

namespace CoroutineDsl.Net;

/// <summary>Readiness itself, nothing taken.</summary>
[System.Diagnostics.StackTraceHidden]
internal sealed class ReadyWait(CoSocket socket, SelectorEvents direction) : SocketWait<bool>(socket, direction)
{
    private readonly SelectorEvents _direction = direction;

    protected override string What => _direction == SelectorEvents.Read ? "WaitReadable" : "WaitWritable";

    protected override SocketError Try(out bool value)
    {
        // it was not ready when the wait began: what has come since is an event, which a stream of bytes can be trusted in
        value = Socket.Raw.IsByteStream || Socket.Raw.IsReady(_direction);
        return value ? SocketError.Success : SocketError.WouldBlock;
    }

    protected override SocketError TryFirst(out bool value)
    {
        value = Socket.Raw.IsReady(_direction);
        return value ? SocketError.Success : SocketError.WouldBlock;
    }

    protected override void Release()
    {
    }
}
