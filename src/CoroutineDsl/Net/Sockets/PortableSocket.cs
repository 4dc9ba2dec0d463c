using System.Buffers;
using System.Net;
using System.Net.Sockets;
using Microsoft.Win32.SafeHandles;

namespace CoroutineDsl.Net;

/// <summary>The non-blocking calls of .NET's own sockets.</summary>
internal sealed class PortableSocket : RawSocket
{
    private const int FileChunk = 65_536;

    private readonly Socket _socket;

    public PortableSocket(Socket socket)
    {
        _socket = socket;
        _socket.Blocking = false;
        Family = _socket.AddressFamily;
        IsByteStream = _socket.SocketType == SocketType.Stream && Family is AddressFamily.InterNetwork or AddressFamily.InterNetworkV6;
    }

    public override nint Descriptor => _socket.Handle;

    public override Socket Socket => _socket;

    public override AddressFamily Family { get; }

    public override bool IsByteStream { get; }

    public override EndPoint? LocalEndPoint => _socket.SafeHandle.IsClosed ? null : _socket.LocalEndPoint;

    public override EndPoint? RemoteEndPoint => !_socket.SafeHandle.IsClosed && _socket.Connected ? _socket.RemoteEndPoint : null;

    public override void Bind(EndPoint endPoint) => _socket.Bind(endPoint);

    public override void Listen(int backlog) => _socket.Listen(backlog);

    public override SocketError Connect(EndPoint endPoint)
    {
        try
        {
            _socket.Connect(endPoint);
            return SocketError.Success;
        }
        catch (SocketException e) when (e.SocketErrorCode is SocketError.WouldBlock or SocketError.InProgress)
        {
            // a path whose backlog is full: nothing is in progress
            return Family == AddressFamily.Unix ? SocketError.WouldBlock : SocketError.InProgress;
        }
        catch (SocketException e)
        {
            return e.SocketErrorCode;
        }
    }

    public override SocketError ConnectResult() => (SocketError)(int)_socket.GetSocketOption(SocketOptionLevel.Socket, SocketOptionName.Error)!;

    public override RawSocket? Accept(out SocketError error)
    {
        error = SocketError.WouldBlock;
        // asked first: .NET can say "would block" only by an exception
        if (!_socket.Poll(0, SelectMode.SelectRead)) return null;
        try
        {
            var accepted = new PortableSocket(_socket.Accept());
            error = SocketError.Success;
            return accepted;
        }
        catch (SocketException e)
        {
            error = e.SocketErrorCode;
            return null;
        }
    }

    public override int Receive(Span<byte> buffer, out SocketError error) => _socket.Receive(buffer, SocketFlags.None, out error);

    public override int Send(ReadOnlySpan<byte> buffer, out SocketError error) => _socket.Send(buffer, SocketFlags.None, out error);

    public override int Send(IReadOnlyList<ReadOnlyMemory<byte>> buffers, int first, int offset, out SocketError error) =>
        Send(buffers[first].Span[offset..], out error);

    public override int SendFile(SafeFileHandle file, long offset, long count, out SocketError error)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(FileChunk);
        try
        {
            var read = RandomAccess.Read(file, buffer.AsSpan(0, (int)Math.Min(count, FileChunk)), offset);
            error = SocketError.Success;
            return read == 0 ? 0 : Send(buffer.AsSpan(0, read), out error);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    public override int ReceiveFrom(Span<byte> buffer, out EndPoint? from, out SocketError error)
    {
        from = Family == AddressFamily.InterNetworkV6 ? new IPEndPoint(IPAddress.IPv6Any, 0) : new IPEndPoint(IPAddress.Any, 0);
        error = SocketError.WouldBlock;
        if (!_socket.Poll(0, SelectMode.SelectRead)) return -1;
        try
        {
            error = SocketError.Success;
            return _socket.ReceiveFrom(buffer, ref from);
        }
        catch (SocketException e)
        {
            error = e.SocketErrorCode;
            return -1;
        }
    }

    public override int SendTo(ReadOnlySpan<byte> buffer, EndPoint to, out SocketError error)
    {
        try
        {
            error = SocketError.Success;
            return _socket.SendTo(buffer, to);
        }
        catch (SocketException e)
        {
            error = e.SocketErrorCode;
            return -1;
        }
    }

    public override bool IsReady(SelectorEvents direction) =>
        _socket.Poll(0, direction == SelectorEvents.Read ? SelectMode.SelectRead : SelectMode.SelectWrite) || _socket.Poll(0, SelectMode.SelectError);

    public override SocketError SetNoDelay(bool value)
    {
        try
        {
            _socket.NoDelay = value;
            return SocketError.Success;
        }
        catch (SocketException e)
        {
            return e.SocketErrorCode;
        }
    }

    public override SocketError Shutdown(SocketShutdown how)
    {
        try
        {
            _socket.Shutdown(how);
            return SocketError.Success;
        }
        catch (SocketException e)
        {
            return e.SocketErrorCode;
        }
    }

    public override void Close() => _socket.Dispose();
}
