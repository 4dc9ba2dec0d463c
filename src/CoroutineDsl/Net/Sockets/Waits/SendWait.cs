using System.Net.Sockets;

namespace CoroutineDsl.Net;

/// <summary>Bytes out of memory: as many as there is room for, or all of them.</summary>
[System.Diagnostics.StackTraceHidden]
internal sealed class SendWait(CoSocket socket) : SocketWait<int>(socket, SelectorEvents.Write)
{
    private int _sent;

    public ReadOnlyMemory<byte> Buffer { get; set; }

    public bool IsAll { get; set; }

    protected override bool HasOneStep => !IsAll;

    protected override string What => IsAll ? "SendAll" : "Send";

    /// <summary>Waits to send the rest.</summary>
    public bool Park(Greenlet greenlet, ReadOnlyMemory<byte> buffer, bool isAll, int sent, long ticks)
    {
        (Buffer, IsAll, _sent) = (buffer, isAll, sent);
        return Park(greenlet, ticks);
    }

    protected override SocketError Try(out int value)
    {
        var error = Socket.SendNow(Buffer.Span, IsAll, ref _sent);
        value = _sent;
        return error;
    }

    protected override void Restart() => _sent = 0;

    protected override void Ended() => Socket.Raw.AbandonSend();

    protected override void Release() => Buffer = default;
}
