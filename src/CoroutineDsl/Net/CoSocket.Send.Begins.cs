using System.ComponentModel;
using System.Net.Sockets;

namespace CoroutineDsl.Net;

public sealed partial class CoSocket
{
    /// <summary>The begin of <see cref="Send(ReadOnlyMemory{byte}, TimeSpan?)"/>, for generated code.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public bool BeginSend(Greenlet greenlet, Coroutine frame, out int value, ReadOnlyMemory<byte> buffer, TimeSpan? timeout = null) =>
        BeginSend(greenlet, frame, out value, buffer, isAll: false, timeout);

    /// <summary>The begin of <see cref="SendAll(ReadOnlyMemory{byte}, TimeSpan?)"/>, for generated code.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public bool BeginSendAll(Greenlet greenlet, Coroutine frame, ReadOnlyMemory<byte> buffer, TimeSpan? timeout = null) =>
        BeginSend(greenlet, frame, out _, buffer, isAll: true, timeout);

    /// <summary>The begin of <see cref="SendAll(IReadOnlyList{ReadOnlyMemory{byte}}, TimeSpan?)"/>, for generated code.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public bool BeginSendAll(Greenlet greenlet, Coroutine frame, IReadOnlyList<ReadOnlyMemory<byte>> buffers, TimeSpan? timeout = null)
    {
        ArgumentNullException.ThrowIfNull(buffers);
        var ticks = Timeouts.Ticks(timeout);
        greenlet.Enter(frame);
        Enter(SelectorEvents.Write, greenlet);
        var position = default(BufferPosition);
        if (Channel.IsWritable)
        {
            var error = SendNow(buffers, ref position);
            if (error == SocketError.Success) return greenlet.Satisfied(frame);
            if (error != SocketError.WouldBlock) throw new SocketException((int)error);
        }

        return FreeSendBuffers.Park(greenlet, buffers, position, ticks);
    }

    /// <summary>The begin of <see cref="WaitWritable"/>, for generated code.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public bool BeginWaitWritable(Greenlet greenlet, Coroutine frame, TimeSpan? timeout = null)
    {
        var ticks = Timeouts.Ticks(timeout);
        greenlet.Enter(frame);
        Enter(SelectorEvents.Write, greenlet);
        if (Channel.IsWritable && _raw.IsReady(SelectorEvents.Write)) return greenlet.Satisfied(frame);
        Channel.Exhausted(SelectorEvents.Write);
        return FreeWritable.Park(greenlet, ticks);
    }
}
