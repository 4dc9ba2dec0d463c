using System.Net.Sockets;

namespace CoroutineDsl.Net;

/// <summary>One datagram into memory.</summary>
[System.Diagnostics.StackTraceHidden]
internal sealed class ReceiveFromWait(CoSocket socket) : SocketWait<ReceivedDatagram>(socket, SelectorEvents.Read)
{
    public Memory<byte> Buffer { get; set; }

    internal override Work WorkFor(Greenlet greenlet) => Work.None; // nobody may ever send

    protected override string What => "ReceiveFrom";

    protected override SocketError Try(out ReceivedDatagram value) => Socket.ReceiveFromNow(Buffer.Span, out value);

    protected override bool MayTry() => Socket.MayReceive();

    protected override bool IsTurn() => Socket.TakeTurn();

    protected override void Release() => Buffer = default;
}
