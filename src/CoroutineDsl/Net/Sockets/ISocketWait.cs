using System.Net.Sockets;

namespace CoroutineDsl.Net;

/// <summary>A wait on one direction of a socket, whatever its value.</summary>
internal interface ISocketWait
{
    Greenlet? Greenlet { get; }

    /// <summary>The socket has become ready: tries again, and wakes the greenlet unless that would still block.</summary>
    void Ready();

    /// <summary>Ends the wait with an error.</summary>
    void Fail(SocketError error);
}
