using System.Net.Sockets;

namespace CoroutineDsl.Net;

/// <summary>Bytes into memory.</summary>
[System.Diagnostics.StackTraceHidden]
internal sealed class ReceiveWait(CoSocket socket) : SocketWait<int>(socket, SelectorEvents.Read)
{
    public Memory<byte> Buffer { get; set; }

    protected override string What => "Receive";

    protected override SocketError Try(out int value) => Socket.ReceiveNow(Buffer.Span, out value);

    protected override bool MayTry() => Socket.MayReceive();

    protected override bool IsTurn() => Socket.TakeTurn();

    protected override void Release() => Buffer = default;
}
