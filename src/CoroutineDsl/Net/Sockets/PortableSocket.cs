using System.Net;
using System.Net.Sockets;

namespace CoroutineDsl.Net;

/// <summary>The non-blocking calls of .NET's own sockets.</summary>
internal sealed class PortableSocket : RawSocket
{
    private readonly Socket socket;

    public PortableSocket(Socket socket)
    {
        this.socket = socket;
        socket.Blocking = false;
        Family = socket.AddressFamily;
        IsByteStream = socket.SocketType == SocketType.Stream && Family is AddressFamily.InterNetwork or AddressFamily.InterNetworkV6;
    }

    public override nint Descriptor => socket.Handle;

    public override Socket Socket => socket;

    public override AddressFamily Family { get; }

    public override bool IsByteStream { get; }

    public override EndPoint? LocalEndPoint => socket.SafeHandle.IsClosed ? null : socket.LocalEndPoint;

    public override EndPoint? RemoteEndPoint => !socket.SafeHandle.IsClosed && socket.Connected ? socket.RemoteEndPoint : null;

    public override void Bind(EndPoint endPoint) => socket.Bind(endPoint);

    public override void Listen(int backlog) => socket.Listen(backlog);

    public override SocketError Connect(EndPoint endPoint)
    {
        try
        {
            socket.Connect(endPoint);
            return SocketError.Success;
        }
        catch (SocketException e) when (e.SocketErrorCode is SocketError.WouldBlock or SocketError.InProgress)
        {
            return SocketError.InProgress;
        }
        catch (SocketException e)
        {
            return e.SocketErrorCode;
        }
    }

    public override SocketError ConnectResult() => (SocketError)(int)socket.GetSocketOption(SocketOptionLevel.Socket, SocketOptionName.Error)!;

    public override RawSocket? Accept(out SocketError error)
    {
        error = SocketError.WouldBlock;
        // asked first: .NET can say "would block" only by an exception
        if (!socket.Poll(0, SelectMode.SelectRead)) return null;
        try
        {
            var accepted = new PortableSocket(socket.Accept());
            error = SocketError.Success;
            return accepted;
        }
        catch (SocketException e)
        {
            error = e.SocketErrorCode;
            return null;
        }
    }

    public override int Receive(Span<byte> buffer, out SocketError error) => socket.Receive(buffer, SocketFlags.None, out error);

    public override int Send(ReadOnlySpan<byte> buffer, out SocketError error) => socket.Send(buffer, SocketFlags.None, out error);

    public override int Send(IReadOnlyList<ReadOnlyMemory<byte>> buffers, int first, int offset, out SocketError error) =>
        Send(buffers[first].Span[offset..], out error);

    public override int ReceiveFrom(Span<byte> buffer, out EndPoint? from, out SocketError error)
    {
        from = Family == AddressFamily.InterNetworkV6 ? new IPEndPoint(IPAddress.IPv6Any, 0) : new IPEndPoint(IPAddress.Any, 0);
        error = SocketError.WouldBlock;
        if (!socket.Poll(0, SelectMode.SelectRead)) return -1;
        try
        {
            error = SocketError.Success;
            return socket.ReceiveFrom(buffer, ref from);
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
            return socket.SendTo(buffer, to);
        }
        catch (SocketException e)
        {
            error = e.SocketErrorCode;
            return -1;
        }
    }

    public override bool IsReady(SelectorEvents direction) =>
        socket.Poll(0, direction == SelectorEvents.Read ? SelectMode.SelectRead : SelectMode.SelectWrite) || socket.Poll(0, SelectMode.SelectError);

    public override SocketError SetNoDelay(bool value)
    {
        try
        {
            socket.NoDelay = value;
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
            socket.Shutdown(how);
            return SocketError.Success;
        }
        catch (SocketException e)
        {
            return e.SocketErrorCode;
        }
    }

    public override void Close() => socket.Dispose();
}
