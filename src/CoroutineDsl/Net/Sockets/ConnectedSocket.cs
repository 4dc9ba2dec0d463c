using System.Net;
using System.Net.Sockets;

namespace CoroutineDsl.Net;

/// <summary>A socket that is made with both its ends: it has nothing to connect, to accept or to address.</summary>
internal abstract class ConnectedSocket : RawSocket
{
    public sealed override void Bind(EndPoint endPoint) => throw new NotSupportedException();

    public sealed override void Listen(int backlog) => throw new NotSupportedException();

    public sealed override SocketError Connect(EndPoint endPoint) => throw new NotSupportedException();

    public sealed override SocketError ConnectResult() => throw new NotSupportedException();

    public sealed override RawSocket? Accept(out SocketError error) => throw new NotSupportedException();

    public sealed override int ReceiveFrom(Span<byte> buffer, out EndPoint? from, out bool isTruncated, out SocketError error) => throw new NotSupportedException();

    public sealed override int SendTo(ReadOnlySpan<byte> buffer, EndPoint to, out SocketError error) => throw new NotSupportedException();
}
