using System.Net;
using System.Net.Sockets;
using Microsoft.Win32.SafeHandles;

namespace CoroutineDsl.Net;

/// <summary>
/// A socket that never waits: every call is tried at once, and says <see cref="SocketError.WouldBlock"/> where a blocking socket would wait. Directly on the system calls where that is
/// worth it (<see cref="LinuxSocket"/>), on .NET's sockets elsewhere (<see cref="PortableSocket"/>). After <see cref="Close"/> only the addresses may be asked for: they are null.
/// </summary>
internal abstract class RawSocket : IPollable
{
    private Selector? _selector;
    private long _id;

    public abstract nint Descriptor { get; }

    public abstract Socket Socket { get; }

    public abstract AddressFamily Family { get; }

    /// <summary>Whether a read that does not fill the buffer has emptied the socket, so that it makes no sense to read again before the next event.</summary>
    public abstract bool IsByteStream { get; }

    public abstract EndPoint? LocalEndPoint { get; }

    public abstract EndPoint? RemoteEndPoint { get; }

    /// <exception cref="SocketException">There is no descriptor left, or no support for this kind of socket.</exception>
    public static RawSocket Create(Hub hub, AddressFamily family, SocketType type, ProtocolType protocol) =>
        UsesSystemCalls(hub) ? new LinuxSocket(family, type, protocol) : PortableSocket.Create(family, type, protocol);

    /// <summary>Takes over a socket of .NET's: it is closed with this one.</summary>
    public static RawSocket Over(Hub hub, Socket socket) => UsesSystemCalls(hub) ? new LinuxSocket(socket) : new PortableSocket(socket);

    /// <summary>With epoll the system calls; with any other selector, chosen perhaps to be independent of the system, .NET's sockets.</summary>
    internal static bool UsesSystemCalls(Hub hub) => OperatingSystem.IsLinux() && hub.Selector is EpollSelector;

    public abstract void Bind(EndPoint endPoint);

    public abstract void Listen(int backlog);

    /// <summary>Starts to connect: <see cref="SocketError.InProgress"/> when <see cref="ConnectResult"/> will tell once the socket is writable.</summary>
    public abstract SocketError Connect(EndPoint endPoint);

    public abstract SocketError ConnectResult();

    public abstract RawSocket? Accept(out SocketError error);

    public abstract int Receive(Span<byte> buffer, out SocketError error);

    public abstract int Send(ReadOnlySpan<byte> buffer, out SocketError error);

    /// <param name="buffers">What to send, in order.</param>
    /// <param name="first">Where to start: this buffer,</param>
    /// <param name="offset">at this byte of it.</param>
    /// <param name="error">What went wrong.</param>
    public abstract int Send(IReadOnlyList<ReadOnlyMemory<byte>> buffers, int first, int offset, out SocketError error);

    /// <summary>Sends a part of a file, as much as there is room for. 0: the file has ended.</summary>
    public abstract int SendFile(SafeFileHandle file, long offset, long count, out SocketError error);

    /// <param name="buffer">Where to.</param>
    /// <param name="from">Who sent it.</param>
    /// <param name="isTruncated">Whether there was more than the buffer holds.</param>
    /// <param name="error">What went wrong.</param>
    public abstract int ReceiveFrom(Span<byte> buffer, out EndPoint? from, out bool isTruncated, out SocketError error);

    public abstract int SendTo(ReadOnlySpan<byte> buffer, EndPoint to, out SocketError error);

    /// <summary>It is attached to a selector, which is to be told when it is collected without having been closed.</summary>
    public virtual void Attached(Selector selector, long id) => (_selector, _id) = (selector, id);

    /// <summary>It is collected.</summary>
    protected void Abandon() => _selector?.Abandon(_id);

    /// <summary>Who was sending gave up: what comes next is not the rest of that.</summary>
    public virtual void AbandonSend()
    {
    }

    /// <summary>How many sent bytes the peer's system has not taken; null: unknown.</summary>
    public virtual long? Unacknowledged => SendQueue.Count(this);

    /// <summary>Whether the peer has ended its sending, or is gone.</summary>
    public virtual bool IsPeerGone => PeerEnd.HasCome(this);

    /// <summary>Whether the socket is ready now.</summary>
    public abstract bool IsReady(SelectorEvents direction);

    public abstract SocketError SetNoDelay(bool value);

    public abstract SocketError Shutdown(SocketShutdown how);

    public abstract void Close();
}
