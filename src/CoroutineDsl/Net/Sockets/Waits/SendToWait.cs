using System.Net;
using System.Net.Sockets;

namespace CoroutineDsl.Net;

/// <summary>One datagram out of memory.</summary>
[System.Diagnostics.StackTraceHidden]
internal sealed class SendToWait(CoSocket socket) : SocketWait<int>(socket, SelectorEvents.Write)
{
    public ReadOnlyMemory<byte> Buffer { get; set; }

    public EndPoint? To { get; set; }

    protected override string What => "SendTo";

    protected override SocketError Try(out int value) => Socket.SendToNow(Buffer.Span, To!, out value);

    protected override void Release()
    {
        Buffer = default;
        To = null;
    }
}
