using System.ComponentModel;
using System.Net;
using System.Net.Sockets;
using CoroutineDsl.Runtime;

namespace CoroutineDsl.Net;

public sealed partial class CoSocket
{
    /// <summary>Connects a stream socket.</summary>
    /// <param name="endPoint">Where to: an <see cref="IPEndPoint"/>, a <see cref="UnixDomainSocketEndPoint"/>, or a <see cref="DnsEndPoint"/>, whose name is resolved.</param>
    /// <param name="timeout">How long it may take at most: then a <see cref="SocketException"/> with <see cref="SocketError.TimedOut"/>.</param>
    /// <returns>The connected socket, without Nagle's delay. Whatever goes wrong, a kill included, nothing stays open.</returns>
    /// <exception cref="SocketException">There is no connection to be had.</exception>
    public static Suspension<CoSocket> Connect(EndPoint endPoint, TimeSpan? timeout = null)
    {
        ArgumentNullException.ThrowIfNull(endPoint);
        if (endPoint is DnsEndPoint name) return Connect(name.Host, name.Port, timeout);
        var ticks = Timeouts.Ticks(timeout);
        KindOf(endPoint);
        return Waitables.From(new ConnectOneFrame(endPoint, ticks));
    }

    /// <summary>Connects to a host by name. Its addresses are tried one after the other, a quarter of a second apart at most, IPv6 and IPv4 by turns; the first connection wins.</summary>
    /// <param name="host">A name or an address.</param>
    /// <param name="port">The port.</param>
    /// <param name="timeout">How long the whole may take at most: then a <see cref="SocketException"/> with <see cref="SocketError.TimedOut"/>.</param>
    /// <inheritdoc cref="Connect(EndPoint, TimeSpan?)" path="/returns"/>
    /// <exception cref="SocketException">The name has no address, or none of them can be connected to.</exception>
    public static Suspension<CoSocket> Connect(string host, int port, TimeSpan? timeout = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(host);
        ArgumentOutOfRangeException.ThrowIfNegative(port);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(port, IPEndPoint.MaxPort);
        _ = Timeouts.Ticks(timeout);
        return Waitables.From(new ConnectFrame(host, port, timeout));
    }

    /// <summary>Opens a stream socket for connections to come: they are accepted by <see cref="Accept"/>.</summary>
    /// <param name="endPoint">Its address; port 0 is any free port, which <see cref="LocalEndPoint"/> tells.</param>
    /// <param name="backlog">How many connections may wait to be accepted.</param>
    /// <param name="reusePort">Whether other sockets may listen on the same port, and the system deals the connections out among them (SO_REUSEPORT).</param>
    /// <exception cref="SocketException">The address is in use, or not this machine's, or not allowed.</exception>
    public static CoSocket Listen(EndPoint endPoint, int backlog = 1024, bool reusePort = false)
    {
        var (family, protocol) = KindOf(endPoint);
        return Bound(endPoint, RawSocket.Create(Hub.Current, family, SocketType.Stream, protocol), raw =>
        {
            if (reusePort) ReusePort(raw.Socket);
            raw.Bind(endPoint);
            raw.Listen(backlog);
        });
    }

    /// <summary>Accepts a connection; waits until there is one.</summary>
    /// <param name="timeout">How long to wait at most: then a <see cref="SocketException"/> with <see cref="SocketError.TimedOut"/>.</param>
    /// <exception cref="SocketException">There is none to be had, for instance because the process has too many descriptors.</exception>
    /// <exception cref="ObjectDisposedException">The socket is closed.</exception>
    /// <exception cref="InvalidOperationException">Another greenlet is accepting, or another thread runs the hub.</exception>
    [Begins(nameof(BeginAccept))]
    public Suspension<CoSocket> Accept(TimeSpan? timeout = null) => new AcceptWait(this).Within(Timeouts.Ticks(timeout));

    /// <summary>The begin of <see cref="Accept"/>, for generated code.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public bool BeginAccept(Greenlet greenlet, Coroutine frame, out CoSocket value, TimeSpan? timeout = null)
    {
        var ticks = Timeouts.Ticks(timeout);
        greenlet.Enter(frame);
        Enter(SelectorEvents.Read, greenlet);
        value = null!;
        if (Channel.IsReadable)
        {
            var error = AcceptNow(out var accepted);
            value = accepted!;
            if (error == SocketError.Success) return greenlet.Satisfied(frame, value);
            if (error != SocketError.WouldBlock) throw AcceptWait.Failed(error);
        }

        var wait = Rare.Accept is { IsInUse: false } free ? free : Rare.Accept = new(this) { IsPooled = true };
        return wait.Park(greenlet, ticks);
    }

    /// <summary>A stream socket to connect with, without Nagle's delay.</summary>
    internal static CoSocket ForConnection(EndPoint endPoint)
    {
        var (family, protocol) = KindOf(endPoint);
        var socket = new CoSocket(RawSocket.Create(Hub.Current, family, SocketType.Stream, protocol), Hub.Current);
        if (protocol == ProtocolType.Tcp) socket.NoDelay = true;
        return socket;
    }

    internal SocketError AcceptNow(out CoSocket? accepted)
    {
        RawSocket? raw;
        SocketError error;
        do raw = _raw.Accept(out error);
        while (IsLostBefore(error)); // there may be others
        accepted = raw is null ? null : new CoSocket(raw, _hub);
        if (error == SocketError.WouldBlock) Channel.Exhausted(SelectorEvents.Read);
        if (accepted is not null && raw!.Family != AddressFamily.Unix) raw.SetNoDelay(true);
        return error;
    }

    /// <summary>Whether a connection was gone before it was accepted. That is its peer's doing, and nothing is wrong with the listener: each system has its own words for it, Linux hands on what the network said.</summary>
    private static bool IsLostBefore(SocketError error) => error is SocketError.ConnectionAborted or SocketError.ConnectionReset or SocketError.NetworkReset or SocketError.NetworkDown or SocketError.NetworkUnreachable
        or SocketError.HostDown or SocketError.HostUnreachable or SocketError.TimedOut or SocketError.ProtocolOption;

    private static (AddressFamily Family, ProtocolType Protocol) KindOf(EndPoint endPoint)
    {
        ArgumentNullException.ThrowIfNull(endPoint);
        return (endPoint.AddressFamily, endPoint.AddressFamily == AddressFamily.Unix ? ProtocolType.Unspecified : ProtocolType.Tcp);
    }

    private static CoSocket Bound(EndPoint endPoint, RawSocket raw, Action<RawSocket> bind)
    {
        try
        {
            bind(raw);
            return new(raw, Hub.Current);
        }
        catch (SocketException e)
        {
            raw.Close();
            throw new SocketException((int)e.SocketErrorCode, $"{new SocketException((int)e.SocketErrorCode).Message}: cannot bind to {endPoint}.{Advice(e.SocketErrorCode, endPoint)}");
        }
    }

    private static string Advice(SocketError error, EndPoint endPoint) => error switch
    {
        SocketError.AddressAlreadyInUse when SocketPath.IsStale(endPoint) => " Nobody listens there any more: a process that was killed left the file. Delete it.",
        SocketError.AddressAlreadyInUse when endPoint.AddressFamily == AddressFamily.Unix => " Another process listens there, or the file is no socket: end it, or choose another path.",
        SocketError.AddressAlreadyInUse => " Another process listens there: end it, or choose another port (0 is any free one).",
        SocketError.AccessDenied => " Ports below 1024 need privileges: choose a higher one.",
        SocketError.AddressNotAvailable => " The address is not one of this machine: use IPAddress.Any or IPAddress.Loopback.",
        _ => "",
    };

    private static void ReusePort(Socket socket)
    {
        // .NET has no name for it
        if (!OperatingSystem.IsLinux() && !OperatingSystem.IsMacOS()) throw new PlatformNotSupportedException("SO_REUSEPORT exists on Linux and macOS.");
        var (level, option) = OperatingSystem.IsLinux() ? (1, 15) : (0xffff, 0x200);
        socket.SetRawSocketOption(level, option, BitConverter.GetBytes(1));
    }
}
