using System.Net.Sockets;

namespace CoroutineDsl.Net;

/// <summary>The bytes of many buffers, all of them, in order.</summary>
internal sealed class SendBuffersWait(CoSocket socket) : SocketWait<long>(socket, SelectorEvents.Write)
{
    private IReadOnlyList<ReadOnlyMemory<byte>> _buffers = [];
    private BufferPosition _position;

    protected override string What => "SendAll";

    public Suspension<long> Wait(IReadOnlyList<ReadOnlyMemory<byte>> buffers, BufferPosition position, long ticks)
    {
        _buffers = buffers;
        _position = position;
        return Wait(ticks);
    }

    protected override SocketError Try(out long value)
    {
        var error = Socket.SendNow(_buffers, ref _position);
        value = _position.Total;
        return error;
    }

    protected override void Release()
    {
        _buffers = [];
        Socket.Raw.AbandonSend();
    }
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
