using System.Net.Sockets;

namespace CoroutineDsl.Net;

/// <summary>Bytes into memory that is taken when they are there.</summary>
[System.Diagnostics.StackTraceHidden]
internal sealed class LateReceiveWait(CoSocket socket) : SocketWait<int>(socket, SelectorEvents.Read)
{
    public ILateBuffer? Buffer { get; set; }

    protected override string What => "Receive";

    protected override SocketError Try(out int value) => Socket.ReceiveNow(Buffer!, out value);

    protected override bool MayTry() => Socket.MayReceive();

    protected override bool IsTurn() => Socket.TakeTurn();

    protected override void Release() => Buffer = null;
}
