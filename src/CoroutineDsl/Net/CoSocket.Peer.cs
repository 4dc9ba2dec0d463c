using System.Net;
using System.Net.Sockets;
using CoroutineDsl.Runtime;

namespace CoroutineDsl.Net;

public sealed partial class CoSocket
{
    /// <summary>Who is at the other end of a Unix domain socket.</summary>
    /// <exception cref="InvalidOperationException">It is no Unix domain socket.</exception>
    /// <exception cref="PlatformNotSupportedException">The system does not tell; Linux and macOS do.</exception>
    public PeerCredentials PeerCredentials => PeerCredentials.Of(Options);

    /// <summary>Opens a UDP socket that talks to one peer: <see cref="Send(ReadOnlyMemory{byte}, TimeSpan?)"/> and <see cref="Receive(Memory{byte}, TimeSpan?)"/> take a datagram at a time, the datagrams of others are dropped, and a peer that is not there is a <see cref="SocketException"/>.</summary>
    /// <param name="peer">The peer's address.</param>
    /// <param name="local">The own address; by default any.</param>
    /// <exception cref="SocketException">The address is not allowed, or there is no way to it.</exception>
    public static CoSocket ConnectUdp(IPEndPoint peer, IPEndPoint? local = null)
    {
        ArgumentNullException.ThrowIfNull(peer);
        var socket = Bind(local ?? new IPEndPoint(peer.AddressFamily == AddressFamily.InterNetworkV6 ? IPAddress.IPv6Any : IPAddress.Any, 0));
        var error = socket._raw.Connect(peer);
        if (error == SocketError.Success) return socket;
        socket.Close();
        throw new SocketException((int)error);
    }

    /// <summary>
    /// Waits until the peer has ended its sending or is gone. It takes nothing from the socket, so another greenlet may receive meanwhile, or nobody. (A peer that only ended its sending may still read what it is sent.)
    /// Where the system cannot tell an end before which there are unread bytes (not on Linux and macOS), it is noticed when they have been read.
    /// </summary>
    /// <param name="timeout">How long to wait at most.</param>
    /// <returns>False: the time is over.</returns>
    /// <exception cref="ObjectDisposedException">The socket is closed, before or meanwhile.</exception>
    public Suspension<bool> WaitPeerClosed(TimeSpan? timeout = null)
    {
        _ = Timeouts.Ticks(timeout);
        return Waitables.From(new PeerWatch(this, timeout).RunCoroutine());
    }
}
