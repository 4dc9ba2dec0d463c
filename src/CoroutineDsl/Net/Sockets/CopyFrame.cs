using System.Buffers;
using CoroutineDsl.Runtime;

namespace CoroutineDsl.Net;

/// <summary>Sends on one socket what comes in on another.</summary>
internal sealed class CopyFrame(CoSocket source, CoSocket target, int bufferSize) : Coroutine<long>
{
    private const int Receiving = 1;
    private const int Sending = 2;

    private byte[]? _buffer;

    public override FrameLocation Location => new($"copy from {source} to {target}", 0, "");

    public override bool Resume(Greenlet greenlet)
    {
        var isOver = true;
        try
        {
            _buffer ??= ArrayPool<byte>.Shared.Rent(bufferSize);
            var count = 0;
            if (State == Receiving) greenlet.End(out count);
            else if (State == Sending) greenlet.End();
            while (true)
            {
                if (State == Receiving)
                {
                    if (count == 0) return true;
                    Result += count;
                    State = Sending;
                    if (!target.BeginSendAll(greenlet, this, _buffer.AsMemory(0, count))) return isOver = false;
                }

                State = Receiving;
                if (!source.BeginReceive(greenlet, this, out count, _buffer)) return isOver = false;
            }
        }
        finally
        {
            if (isOver) ArrayPool<byte>.Shared.Return(_buffer!);
        }
    }
}
