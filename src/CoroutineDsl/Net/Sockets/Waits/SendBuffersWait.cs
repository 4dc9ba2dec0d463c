using System.Net.Sockets;

namespace CoroutineDsl.Net;

/// <summary>The bytes of many buffers, all of them, in order.</summary>
[System.Diagnostics.StackTraceHidden]
internal sealed class SendBuffersWait(CoSocket socket) : SocketWait<long>(socket, SelectorEvents.Write)
{
    private BufferPosition _position;

    public IReadOnlyList<ReadOnlyMemory<byte>> Buffers { get; set; } = [];

    protected override bool HasOneStep => false;

    protected override string What => "SendAll";

    /// <summary>Waits to send the rest.</summary>
    public bool Park(Greenlet greenlet, IReadOnlyList<ReadOnlyMemory<byte>> buffers, BufferPosition position, long ticks)
    {
        (Buffers, _position) = (buffers, position);
        return Park(greenlet, ticks);
    }

    protected override SocketError Try(out long value)
    {
        var error = Socket.SendNow(Buffers, ref _position);
        value = _position.Total;
        return error;
    }

    protected override void Restart() => _position = default;

    protected override void Ended() => Socket.Raw.AbandonSend();

    protected override void Release() => Buffers = [];
}

/// <summary>How far a list of buffers has been sent.</summary>
internal struct BufferPosition
{
    public int Buffer;
    public int Offset;
    public long Total;

    public void Advance(IReadOnlyList<ReadOnlyMemory<byte>> buffers, int count)
    {
        Total += count;
        while (Buffer < buffers.Count && count >= buffers[Buffer].Length - Offset)
        {
            count -= buffers[Buffer++].Length - Offset;
            Offset = 0;
        }

        Offset += count;
    }
}
