using System.Net.Sockets;
using Microsoft.Win32.SafeHandles;

namespace CoroutineDsl.Net;

/// <summary>A part of a file.</summary>
[System.Diagnostics.StackTraceHidden]
internal sealed class SendFileWait(CoSocket socket, SafeFileHandle file, long offset, long? count) : SocketWait<long>(socket, SelectorEvents.Write)
{
    private long _offset;
    private long _left;
    private long _sent;

    protected override bool HasOneStep => false;

    protected override string What => "SendFile";

    /// <summary>What the file is open in, and may still hold some of it.</summary>
    public FileStream? Stream { get; init; }

    protected override void Restart()
    {
        (_offset, _left, _sent) = (offset, count ?? long.MaxValue, 0);
        if (Stream is null) return;
        Stream.Flush();
        FileReads.Check(file, offset);
    }

    protected override bool MayTry() => true;

    protected override SocketError Try(out long value)
    {
        value = 0;
        while (_left > 0)
        {
            var sent = Socket.Raw.SendFile(file, _offset, _left, out var error);
            if (error != SocketError.Success)
            {
                if (error == SocketError.WouldBlock) Socket.Channel.Exhausted(SelectorEvents.Write);
                return error;
            }

            if (sent == 0) break;
            _offset += sent;
            _left -= sent;
            _sent += sent;
        }

        value = _sent;
        return SocketError.Success;
    }

    protected override void Ended() => Socket.Raw.AbandonSend();

    protected override void Release()
    {
    }
}
