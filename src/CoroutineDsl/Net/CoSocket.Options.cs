using System.Net.Sockets;

namespace CoroutineDsl.Net;

public sealed partial class CoSocket
{
    /// <summary>IPv4, IPv6 or Unix.</summary>
    public AddressFamily AddressFamily => _raw.Family;

    /// <summary>Whether small messages are sent at once instead of being collected (Nagle's algorithm off). It is on for every TCP socket made here.</summary>
    public bool NoDelay
    {
        get => Options.NoDelay;
        set
        {
            Enter();
            Check(_raw.SetNoDelay(value));
        }
    }

    /// <summary>Whether the system probes a silent connection, and breaks it when the peer is gone.</summary>
    public bool KeepAlive
    {
        get => (int)Options.GetSocketOption(SocketOptionLevel.Socket, SocketOptionName.KeepAlive)! != 0;
        set => Options.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.KeepAlive, value);
    }

    /// <summary>What closing does with bytes that have not been sent yet; enabled with 0 seconds, it drops them and resets the connection.</summary>
    public LingerOption? LingerState
    {
        get => Options.LingerState;
        set => Options.LingerState = value!;
    }

    /// <summary>The size of the system's send buffer, in bytes.</summary>
    public int SendBufferSize
    {
        get => Options.SendBufferSize;
        set => Options.SendBufferSize = value;
    }

    /// <summary>The size of the system's receive buffer, in bytes.</summary>
    public int ReceiveBufferSize
    {
        get => Options.ReceiveBufferSize;
        set => Options.ReceiveBufferSize = value;
    }

    /// <summary>
    /// How many bytes the system keeps of what has not left yet, before there is no room for more (TCP_NOTSENT_LOWAT); null: as many as fit into its send buffer, megabytes. What is on its way does not count, so a small
    /// limit costs no throughput. Connections accepted by a socket have its limit on Linux. Setting it does nothing where the system has no such limit: Linux and macOS have, for TCP.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">It is less than 1.</exception>
    public int? UnsentLimit
    {
        get => Net.UnsentLimit.Get(Options);
        set => Net.UnsentLimit.Set(Options, value);
    }

    /// <summary>Whether an IPv6 socket takes IPv4 peers too.</summary>
    public bool DualMode
    {
        get => Options.DualMode;
        set => Options.DualMode = value;
    }

    /// <summary>Whether a datagram may go to a broadcast address.</summary>
    public bool EnableBroadcast
    {
        get => Options.EnableBroadcast;
        set => Options.EnableBroadcast = value;
    }

    /// <summary>The socket as .NET knows it, for all other options. To receive, send or close through it would confuse this one.</summary>
    /// <exception cref="ObjectDisposedException">The socket is closed.</exception>
    public Socket Options
    {
        get
        {
            Enter();
            return _raw.Socket;
        }
    }
}
