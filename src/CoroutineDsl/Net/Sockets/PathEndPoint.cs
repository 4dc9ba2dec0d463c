using System.Net;
using System.Net.Sockets;

namespace CoroutineDsl.Net;

/// <summary>A path for a socket of .NET's, which deletes the file of a <see cref="UnixDomainSocketEndPoint"/> when it closes, whoever it belongs to by then.</summary>
internal sealed class PathEndPoint(EndPoint path) : EndPoint
{
    public override AddressFamily AddressFamily => AddressFamily.Unix;

    public override SocketAddress Serialize() => path.Serialize();

    public override EndPoint Create(SocketAddress socketAddress) => path.Create(socketAddress);
}
