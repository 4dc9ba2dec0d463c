using System.Net.Sockets;
using Microsoft.Win32.SafeHandles;

namespace CoroutineDsl.Net;

/// <summary>A part of a file.</summary>
internal sealed class SendFileWait(CoSocket socket, SafeFileHandle file) : SocketWait<long>(socket, SelectorEvents.Write)
{
    private long _offset;
    private long _left;
    private long _sent;

    protected override string What => "SendFile";

    public Suspension<long> Start(long offset, long? count, long ticks)
    {
        _offset = offset;
        _left = count ?? long.MaxValue;
        var error = Try(out var sent);
        if (error == SocketError.WouldBlock) return Wait(ticks);
        Release();
        return error == SocketError.Success ? new(sent) : throw new SocketException((int)error);
    }

    protected override SocketError Try(out long value)
    {
        value = 0;
        while (_left > 0)
        {
            var count = Socket.Raw.SendFile(file, _offset, _left, out var error);
            if (error != SocketError.Success)
            {
                if (error == SocketError.WouldBlock) Socket.Channel.Exhausted(SelectorEvents.Write);
                return error;
            }

            if (count == 0) break;
            _offset += count;
            _left -= count;
            _sent += count;
        }

        value = _sent;
        return SocketError.Success;
    }

    protected override void Release() => Socket.Raw.AbandonSend();
}
