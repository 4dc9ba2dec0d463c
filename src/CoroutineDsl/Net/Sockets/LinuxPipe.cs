using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace CoroutineDsl.Net;

/// <summary>One end of a pipe, or a terminal, as one more kind of socket that never waits.</summary>
internal sealed unsafe class LinuxPipe : ConnectedSocket
{
    private readonly SafeHandle _handle;
    private readonly bool _isShared;

    /// <param name="handle">The descriptor. It is closed with this.</param>
    /// <param name="isShared">Whether others use the same open file, so that it cannot be made non-blocking: a shell its terminal.</param>
    public LinuxPipe(SafeHandle handle, bool isShared = false)
    {
        _handle = handle;
        _isShared = isShared;
        if (!isShared) Errno.Check(LinuxSyscalls.FileControl(Descriptor32, LinuxSyscalls.SetFlags, LinuxSyscalls.NonBlocking));
    }

    public override nint Descriptor => _handle.DangerousGetHandle();

    public override Socket Socket => throw new NotSupportedException("A pipe is no socket.");

    public override AddressFamily Family => AddressFamily.Unspecified;

    public override bool IsByteStream => false;

    public override EndPoint? LocalEndPoint => null;

    public override EndPoint? RemoteEndPoint => null;

    private int Descriptor32 => (int)Descriptor;

    public override int Receive(Span<byte> buffer, out SocketError error)
    {
        error = SocketError.WouldBlock;
        if (_isShared && !IsReady(SelectorEvents.Read)) return -1;
        nint count;
        fixed (byte* start = buffer)
        {
            do count = LinuxSyscalls.Read(Descriptor32, start, (nuint)buffer.Length);
            while (count < 0 && Marshal.GetLastPInvokeError() == Errno.Interrupted);
        }

        error = Result(count);
        return (int)count;
    }

    public override int Send(ReadOnlySpan<byte> buffer, out SocketError error)
    {
        nint count;
        fixed (byte* start = buffer)
        {
            do count = LinuxSyscalls.Write(Descriptor32, start, (nuint)buffer.Length);
            while (count < 0 && Marshal.GetLastPInvokeError() == Errno.Interrupted);
        }

        error = Result(count);
        return (int)count;
    }

    public override int Send(IReadOnlyList<ReadOnlyMemory<byte>> buffers, int first, int offset, out SocketError error) => Send(buffers[first].Span[offset..], out error);

    public override bool IsReady(SelectorEvents direction)
    {
        var asked = new LinuxSyscalls.PollDescriptor
        {
            Descriptor = Descriptor32,
            Events = direction == SelectorEvents.Read ? LinuxSyscalls.PollIn : LinuxSyscalls.PollOut,
        };
        return LinuxSyscalls.Poll(&asked, 1, 0) > 0;
    }

    public override SocketError Shutdown(SocketShutdown how) => SocketError.OperationNotSupported;

    public override SocketError SetNoDelay(bool value) => SocketError.OperationNotSupported;

    public override void Close() => _handle.Dispose();

    public override int SendFile(SafeFileHandle file, long offset, long count, out SocketError error) => throw new NotSupportedException();

    private static SocketError Result(nint result) => result >= 0 ? SocketError.Success : Errno.ToSocketError(Marshal.GetLastPInvokeError());
}
