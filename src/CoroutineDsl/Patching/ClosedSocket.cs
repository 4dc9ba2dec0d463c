using System.Net.Sockets;

namespace CoroutineDsl.Patching;

/// <summary>The error of a blocking call whose socket is closed meanwhile. The asynchronous ones have one error for all: <see cref="SocketError.OperationAborted"/>.</summary>
internal static class ClosedSocket
{
    /// <param name="what">The call that is patched.</param>
    public static SocketError? ErrorOf(string what) => what switch
    {
        "Socket.Receive" or "CoReceive" or "Socket.Send" or "CoSend" => SocketError.ConnectionAborted,
        "Socket.Accept" or "CoAccept" or "TcpListener.AcceptTcpClient" or "CoAcceptTcpClient" or "TcpListener.AcceptSocket" or "CoAcceptSocket"
            or "Socket.ReceiveFrom" or "CoReceiveFrom" or "From" or "UdpClient.Receive" or "Datagram" => SocketError.Interrupted,
        _ => null,
    };
}
