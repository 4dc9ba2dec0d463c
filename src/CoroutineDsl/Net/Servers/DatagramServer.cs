using System.ComponentModel;
using System.Net;
using CoroutineDsl.Runtime;

namespace CoroutineDsl.Net;

/// <summary>Receives datagrams and runs a coroutine for each, in a greenlet of its own. A failure is reported to <see cref="Hub.UnhandledException"/>.</summary>
/// <remarks>For the thread of the hub that made it.</remarks>
[System.Diagnostics.DebuggerDisplay("{ToString(),nq}")]
public sealed class DatagramServer : IDisposable
{
    private readonly EndPoint _endPoint;
    private readonly Func<DatagramServer, ReadOnlyMemory<byte>, EndPoint?, IEnumerator<Yield>> _handler;
    private Greenlet? _receiver;

    /// <summary>A server for an address, where it receives from <see cref="Start"/> on.</summary>
    /// <param name="endPoint">The address; port 0 is any free port, which <see cref="LocalEndPoint"/> tells.</param>
    /// <param name="handler">What to do with a datagram, its bytes (which stay as they are) and its sender: <c>(server, bytes, from) =&gt; Answer(server, bytes, from)</c>. Answers go out by <see cref="SendTo"/>.</param>
    /// <param name="maxSize">The size of the largest datagram in bytes; what is longer is cut.</param>
    public DatagramServer(EndPoint endPoint, Func<DatagramServer, ReadOnlyMemory<byte>, EndPoint?, IEnumerator<Yield>> handler, int maxSize = 65_536)
    {
        ArgumentNullException.ThrowIfNull(endPoint);
        ArgumentNullException.ThrowIfNull(handler);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(maxSize);
        _endPoint = endPoint;
        _handler = handler;
        MaxSize = maxSize;
    }

    /// <summary>The size of the largest datagram in bytes.</summary>
    public int MaxSize { get; }

    /// <summary>The server's socket, for its options; null before <see cref="Start"/>.</summary>
    public CoSocket? Socket { get; private set; }

    /// <summary>Where it receives; null before <see cref="Start"/> and after <see cref="Stop"/>.</summary>
    public EndPoint? LocalEndPoint => Socket is { IsClosed: false } socket ? socket.LocalEndPoint : null;

    /// <summary>Binds and starts to receive. Nothing happens if it has been started before.</summary>
    /// <exception cref="System.Net.Sockets.SocketException">The address is in use, or not this machine's, or not allowed; the message says what to do.</exception>
    public void Start()
    {
        if (Socket is not null) return;
        Socket = CoSocket.Bind(_endPoint);
        _receiver = Greenlet.Spawn(new ReceiveFrame(this), "datagrams");
    }

    /// <summary>Sends a datagram from the server's address.</summary>
    /// <inheritdoc cref="CoSocket.SendTo"/>
    [Begins(nameof(BeginSendTo))]
    public Suspension<int> SendTo(ReadOnlyMemory<byte> buffer, EndPoint endPoint, TimeSpan? timeout = null) =>
        Started.SendTo(buffer, endPoint, timeout);

    /// <summary>The begin of <see cref="SendTo"/>, for generated code.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public bool BeginSendTo(Greenlet greenlet, Coroutine frame, out int value, ReadOnlyMemory<byte> buffer, EndPoint endPoint, TimeSpan? timeout = null) =>
        Started.BeginSendTo(greenlet, frame, out value, buffer, endPoint, timeout);

    /// <summary>Starts if need be, and waits until the server is stopped.</summary>
    public Suspension ServeForever() => Waitables.From(new ServeFrame(this));

    private CoSocket Started => Socket ?? throw new InvalidOperationException("Start the server first.");

    /// <summary>Closes the socket. Handlers that run go on.</summary>
    public void Stop() => Socket?.Close();

    /// <summary>The same as <see cref="Stop"/>.</summary>
    public void Dispose() => Stop();

    [System.Diagnostics.StackTraceHidden]
    private sealed class ServeFrame(DatagramServer server) : Coroutine
    {
        public override FrameLocation Location => new($"serve on {server.LocalEndPoint}", 0, "");

        public override bool Resume(Greenlet greenlet)
        {
            if (State == 1)
            {
                greenlet.End();
                return true;
            }

            State = 1;
            server.Start();
            return greenlet.Begin(this, server._receiver!.Join());
        }
    }

    private sealed class ReceiveFrame(DatagramServer server) : Coroutine
    {
        private readonly byte[] _buffer = new byte[server.MaxSize];

        public override FrameLocation Location => new($"datagrams on {server.LocalEndPoint}", 0, "");

        public override bool Resume(Greenlet greenlet)
        {
            try
            {
                ReceivedDatagram datagram;
                if (State == 1)
                {
                    greenlet.End(out datagram);
                    Handle(datagram);
                }

                State = 1;
                while (server.Socket!.BeginReceiveFrom(greenlet, this, out datagram, _buffer)) Handle(datagram);
                return false;
            }
            catch (Exception e) when (e is ObjectDisposedException or System.Net.Sockets.SocketException { SocketErrorCode: System.Net.Sockets.SocketError.OperationAborted })
            {
                return true; // stopped
            }
        }

        private void Handle(ReceivedDatagram datagram) =>
            Greenlet.Spawn(server._handler(server, _buffer.AsMemory(0, datagram.Count).ToArray(), datagram.RemoteEndPoint));
    }

    /// <summary>What it is, and its state now.</summary>
    public override string ToString() => $"datagram server ({LocalEndPoint?.ToString() ?? "not started"})";
}
