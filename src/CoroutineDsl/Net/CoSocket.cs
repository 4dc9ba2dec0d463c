using System.Net;
using System.Net.Sockets;

namespace CoroutineDsl.Net;

/// <summary>
/// A socket for coroutines: a wait tries its operation, and only where that would block does the greenlet park, while the others run. TCP, UDP and Unix domain sockets.
/// </summary>
/// <remarks>
/// <para>It belongs to the hub that made it: use from another thread throws <see cref="InvalidOperationException"/>. One greenlet may receive while another sends; two in the same direction throw
/// <see cref="InvalidOperationException"/>. After <see cref="Close"/> everything throws <see cref="ObjectDisposedException"/>.</para>
/// <para>What goes wrong on the network, timeouts included, is a <see cref="SocketException"/>. A greenlet that is killed or timed out in a wait to receive has taken nothing: what arrives later is there
/// for the next one.</para>
/// </remarks>
public sealed partial class CoSocket : IDisposable
{
    private readonly Hub _hub;
    private RawSocket _raw;
    private long _id = NotAttached;
    private RareWaits? _rare;
    private bool _isClosed;

    private const long NotAttached = -1;

    /// <summary>Takes over a .NET socket in whatever state it is: it becomes non-blocking, and is closed with this one.</summary>
    /// <param name="socket">The socket. It should not be used directly any more, except for its options.</param>
    /// <exception cref="ObjectDisposedException">It is closed.</exception>
    public CoSocket(Socket socket)
        : this(RawSocket.Over(Hub.Current, Checked(socket)), Hub.Current)
    {
    }

    internal CoSocket(RawSocket raw, Hub hub)
    {
        _raw = raw;
        _hub = hub;
        if (hub.Clock.Virtual is not null) hub.NoteOnVirtualTime(this);
    }

    /// <summary>Whether it has been closed.</summary>
    public bool IsClosed => _isClosed;

    /// <summary>The own address; null if there is none, or no more.</summary>
    public EndPoint? LocalEndPoint => field ??= _raw.LocalEndPoint;

    /// <summary>The peer's address; null if there is none, or no more.</summary>
    public EndPoint? RemoteEndPoint => field ??= _raw.RemoteEndPoint;

    /// <summary>The TLS that it sends and receives through, since the handshake (see <see cref="CoSslStream"/>); null on a plain connection.</summary>
    public CoSslStream? Tls => (_raw as TlsSocket)?.Stream;

    internal SocketChannel Channel { get; } = new();

    /// <summary>What it is made of: TLS puts itself between.</summary>
    internal RawSocket Raw
    {
        get => _raw;
        set => _raw = value;
    }

    internal Hub Hub => _hub;

    private RareWaits Rare => _rare ??= new();

    /// <summary>Ends the sending, the receiving or both, without closing.</summary>
    /// <param name="how">Which: <see cref="SocketShutdown.Send"/> tells the peer that no more comes, and the peer's answer can still be received.</param>
    /// <exception cref="SocketException">There is no connection.</exception>
    public void Shutdown(SocketShutdown how = SocketShutdown.Both)
    {
        Enter();
        Check(_raw.Shutdown(how));
    }

    /// <summary>Closes the socket. A greenlet that waits for it gets a <see cref="SocketException"/> with <see cref="SocketError.OperationAborted"/>. Closing again does nothing.</summary>
    public void Close()
    {
        if (_isClosed) return;
        if (!_hub.IsDisposed) _hub.CheckThread();
        if (Channel.Reader is not null || Channel.Writer is not null) _ = ToString(); // remembers the addresses for their exceptions
        _isClosed = true;
        if (_id != NotAttached) _hub.Selector.Detach(_id, null);
        _raw.Close();
        Channel.Reader?.Fail(SocketError.OperationAborted);
        Channel.Writer?.Fail(SocketError.OperationAborted);
    }

    /// <summary>The same as <see cref="Close"/>.</summary>
    public void Dispose() => Close();

    /// <summary>The addresses of both ends.</summary>
    public override string ToString() => $"socket {LocalEndPoint?.ToString() ?? "?"} - {RemoteEndPoint?.ToString() ?? "?"}{(_isClosed ? " (closed)" : "")}";

    internal bool IsReady(SelectorEvents direction) => direction == SelectorEvents.Read ? Channel.IsReadable : Channel.IsWritable;

    /// <summary>Somebody is going to wait: the selector has to tell.</summary>
    internal void Arm(SelectorEvents direction)
    {
        var selector = _hub.Selector;
        if (_id == NotAttached)
        {
            _id = selector.Attach(_raw, Channel);
            _raw.Attached(selector, _id);
        }

        selector.Arm(_id, direction);
    }

    /// <summary>What every operation begins with, in a greenlet of the current hub.</summary>
    /// <exception cref="ObjectDisposedException">The socket is closed.</exception>
    /// <exception cref="InvalidOperationException">Another greenlet waits for the same direction, or another thread runs the socket's hub.</exception>
    internal void Enter(SelectorEvents direction, Greenlet greenlet)
    {
        if (!ReferenceEquals(greenlet.Hub, _hub)) _hub.CheckThread();
        ObjectDisposedException.ThrowIf(_isClosed, this);
        if ((direction == SelectorEvents.Read ? Channel.Reader : Channel.Writer) is { } other) ThrowBusy(direction, greenlet, other.Greenlet!);
    }

    private static Socket Checked(Socket socket)
    {
        ArgumentNullException.ThrowIfNull(socket);
        ObjectDisposedException.ThrowIf(socket.SafeHandle.IsClosed, socket);
        return socket;
    }

    private static void Check(SocketError error)
    {
        if (error != SocketError.Success) throw new SocketException((int)error);
    }

    internal void Enter()
    {
        _hub.CheckThread();
        ObjectDisposedException.ThrowIf(_isClosed, this);
    }

    private void ThrowBusy(SelectorEvents direction, Greenlet greenlet, Greenlet other) => throw new InvalidOperationException(
        $"{greenlet.Name} wants to {(direction == SelectorEvents.Read ? "receive" : "send")} on {this} while {other.Name} is waiting to: "
        + "one greenlet a direction. Let one greenlet read and hand out, for instance through a CoQueue.");
}
