using System.Net;
using System.Net.Sockets;
using Microsoft.Win32.SafeHandles;

namespace CoroutineDsl.Net;

/// <summary>The non-blocking calls of .NET's own sockets.</summary>
internal sealed class PortableSocket : RawSocket
{
    private const string Unnamed = "/"; // nobody can be bound to it

    private readonly Socket _socket;
    private SocketPath? _path;
    private EndPoint? _remoteEndPoint; // .NET forgets it when the connection breaks

    public PortableSocket(Socket socket)
    {
        _socket = socket;
        _socket.Blocking = false;
        Family = _socket.AddressFamily;
        IsByteStream = _socket.SocketType == SocketType.Stream && Family is AddressFamily.InterNetwork or AddressFamily.InterNetworkV6;
    }

    /// <summary>A socket that takes IPv4 peers too where it is one for IPv6, as the system's own are.</summary>
    public static PortableSocket Create(AddressFamily family, SocketType type, ProtocolType protocol)
    {
        var socket = new Socket(family, type, protocol);
        if (family == AddressFamily.InterNetworkV6) socket.DualMode = true;
        return new(socket);
    }

    /// <summary>.NET's socket closes itself; its selector has to be told.</summary>
    ~PortableSocket() => Abandon();

    public override nint Descriptor => _socket.Handle;

    public override Socket Socket => _socket;

    public override AddressFamily Family { get; }

    public override bool IsByteStream { get; }

    public override EndPoint? LocalEndPoint => _socket.SafeHandle.IsClosed ? null : Named(_socket.LocalEndPoint);

    public override EndPoint? RemoteEndPoint => _remoteEndPoint ??= !_socket.SafeHandle.IsClosed && _socket.Connected ? Named(_socket.RemoteEndPoint) : null;

    public override void Bind(EndPoint endPoint)
    {
        _socket.Bind(Family == AddressFamily.Unix && OperatingSystem.IsLinux() ? new PathEndPoint(endPoint) : endPoint);
        _path = SocketPath.Of(endPoint);
    }

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
            _ = accepted.RemoteEndPoint;
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

    public override int SendFile(SafeFileHandle file, long offset, long count, out SocketError error) => FileReads.Send(this, file, offset, count, out error);

    public override int ReceiveFrom(Span<byte> buffer, out EndPoint? from, out bool isTruncated, out SocketError error)
    {
        (from, isTruncated, error) = (null, false, SocketError.WouldBlock);
        // asked first: .NET can say "would block" only by an exception
        if (!_socket.Poll(0, SelectMode.SelectRead)) return -1;
        EndPoint sender = Family == AddressFamily.Unix ? new UnixDomainSocketEndPoint(Unnamed) : new IPEndPoint(Family == AddressFamily.InterNetworkV6 ? IPAddress.IPv6Any : IPAddress.Any, 0);
        try
        {
            // on Linux the flag makes the count that of the datagram; of a stream it would drop bytes
            var asksSize = OperatingSystem.IsLinux() && _socket.SocketType == SocketType.Dgram;
            var count = _socket.ReceiveFrom(buffer, asksSize ? SocketFlags.Truncated : SocketFlags.None, ref sender);
            (from, isTruncated, error) = (Named(sender), count > buffer.Length, SocketError.Success);
            return Math.Min(count, buffer.Length);
        }
        catch (SocketException e) when (e.SocketErrorCode == SocketError.MessageSize)
        {
            (from, isTruncated, error) = (Named(sender), true, SocketError.Success); // Windows says so
            return buffer.Length;
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

    public override void Close()
    {
        _socket.Dispose();
        _path?.Release();
        GC.SuppressFinalize(this);
    }

    /// <summary>A Unix domain socket that was not bound has no name.</summary>
    private static EndPoint? Named(EndPoint? endPoint) => endPoint is UnixDomainSocketEndPoint && endPoint.ToString() is null or "" or Unnamed ? null : endPoint;
}
