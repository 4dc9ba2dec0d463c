using System.Net;
using CoroutineDsl.Runtime;

namespace CoroutineDsl.Net;

/// <summary>Accepts connections and runs a coroutine for each, in a greenlet of its own. The connection is closed when its coroutine ends, in whatever way; a failure is reported to <see cref="Hub.UnhandledException"/>.</summary>
/// <remarks>For the thread of the hub that made it.</remarks>
public sealed class StreamServer : IDisposable
{
    private readonly Hub _hub = Hub.Current;
    private readonly Func<CoSocket, IEnumerator<Yield>> _handler;
    private readonly EndPoint? _endPoint;
    private readonly AddressCounts? _addresses;
    private readonly CoEvent _room = new();
    private readonly CoEvent _drained = new();
    private readonly CoEvent _stopped = new();
    private ConnectionFrame? _first; // of the connections, which hold on to one another: a list of its own would cost each of them a node
    private ConnectionFrame? _last;
    private CoSocket? _listener;
    private Greenlet? _acceptor;
    private bool _hasAcceptorEnded;

    /// <summary>A server for an address, where it listens from <see cref="Start"/> on.</summary>
    /// <param name="endPoint">The address; port 0 is any free port, which <see cref="LocalEndPoint"/> tells.</param>
    /// <param name="handler">What to do with a connection: <c>conn =&gt; Talk(conn)</c>. (A lambda: calls of coroutines through a method group run un-lowered.)</param>
    /// <param name="options">How to serve.</param>
    public StreamServer(EndPoint endPoint, Func<CoSocket, IEnumerator<Yield>> handler, StreamServerOptions? options = null)
        : this(handler, options)
    {
        ArgumentNullException.ThrowIfNull(endPoint);
        _endPoint = endPoint;
    }

    /// <summary>A server on a socket that listens already. Connections wait in its backlog until <see cref="Start"/>. It is closed with the server.</summary>
    /// <param name="listener">The socket.</param>
    /// <param name="handler">What to do with a connection: <c>conn =&gt; Talk(conn)</c>.</param>
    /// <param name="options">How to serve.</param>
    /// <exception cref="ArgumentException">The options have a backlog, which is the socket's own affair.</exception>
    public StreamServer(CoSocket listener, Func<CoSocket, IEnumerator<Yield>> handler, StreamServerOptions? options = null)
        : this(handler, options)
    {
        ArgumentNullException.ThrowIfNull(listener);
        if (Options.Backlog is not null || Options.ReusePort) throw new ArgumentException("The socket listens already: its backlog and port sharing are set there.", nameof(options));
        _listener = listener;
    }

    private StreamServer(Func<CoSocket, IEnumerator<Yield>> handler, StreamServerOptions? options)
    {
        ArgumentNullException.ThrowIfNull(handler);
        _handler = handler;
        Options = options ?? new();
        _addresses = Options.MaxPerAddress is { } limit ? new(limit) : null;
    }

    /// <summary>How it serves.</summary>
    public StreamServerOptions Options { get; }

    /// <summary>Where it listens; null before <see cref="Start"/> and after <see cref="Stop"/>.</summary>
    public EndPoint? LocalEndPoint => _listener is { IsClosed: false } listener ? listener.LocalEndPoint : null;

    /// <summary>Whether it has been started and not stopped.</summary>
    public bool IsStarted { get; private set; }

    /// <summary>Whether it has been stopped; it cannot be started again.</summary>
    public bool IsStopped { get; private set; }

    /// <summary>How many connections are being served.</summary>
    public int ConnectionCount { get; private set; }

    /// <summary>How many connections have been accepted since the start.</summary>
    public long AcceptedCount { get; private set; }

    /// <summary>How many connections were closed at once, because their address had too many: <see cref="StreamServerOptions.MaxPerAddress"/>.</summary>
    public long RefusedCount { get; private set; }

    /// <summary>How many TLS handshakes have failed since the start.</summary>
    public long FailedHandshakeCount { get; private set; }

    /// <summary>Whether it serves as many connections as it may.</summary>
    internal bool IsFull => ConnectionCount >= Options.PoolSize;

    internal CoSocket Listener => _listener!;

    internal Hub Hub => _hub;

    /// <summary>A server whose coroutine has a result, which nobody looks at.</summary>
    /// <inheritdoc cref="StreamServer(EndPoint, Func{CoSocket, IEnumerator{Yield}}, StreamServerOptions?)"/>
    public static StreamServer Create<T>(EndPoint endPoint, Func<CoSocket, IEnumerator<Yield<T>>> handler, StreamServerOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(handler);
        return new(endPoint, conn => Coroutine.FromIterator(handler(conn)), options);
    }

    /// <summary>Starts to listen and to accept; connections are served as soon as the caller waits. Nothing happens if it has been started before.</summary>
    /// <exception cref="System.Net.Sockets.SocketException">The address is in use, or not this machine's, or not allowed; the message says what to do.</exception>
    /// <exception cref="ObjectDisposedException">The server has been stopped.</exception>
    public void Start()
    {
        _hub.CheckThread();
        if (IsStopped) throw new ObjectDisposedException(nameof(StreamServer), "This server has been stopped, and its connections are over. A stopped server cannot start again: make a new one.");
        if (IsStarted) return;
        _listener ??= CoSocket.Listen(_endPoint!, Options.Backlog ?? 4096, Options.ReusePort);
        if (Options.UnsentLimit is { } limit) _listener.UnsentLimit = limit;
        IsStarted = true;
        // loads what a report of too many descriptors needs, which cannot be loaded any more by then
        _ = AcceptWait.Failed(System.Net.Sockets.SocketError.TooManyOpenSockets).ToString();
        Console.Error.Write("");
        StartAccepting();
    }

    /// <summary>Accepts connections again after <see cref="StopAccepting"/>.</summary>
    /// <exception cref="InvalidOperationException">The server is not started.</exception>
    public void StartAccepting()
    {
        _hub.CheckThread();
        if (!IsStarted) throw new InvalidOperationException("Start the server first.");
        if (_acceptor is null or { IsDead: true }) _acceptor = Greenlet.Spawn(new AcceptFrame(this), "accept");
    }

    /// <summary>Lets connections wait in the backlog until <see cref="StartAccepting"/>. Those that are open are served on.</summary>
    public void StopAccepting()
    {
        _hub.CheckThread();
        _acceptor?.Kill();
        _acceptor = null;
    }

    /// <summary>
    /// Stops: accepts what is waiting in the backlog and closes the listener, at once; then, where the result is waited for, waits for the connections to end. For the last half of the time,
    /// at most 1 s, it kills their greenlets and waits for their <c>finally</c> blocks. The value says whether all have ended. One that has not is reported to <see cref="Hub.UnhandledException"/>,
    /// with a <see cref="TimeoutException"/> that says where it stands; <see cref="Greenlet.KillHard"/> ends it.
    /// </summary>
    /// <param name="timeout">How long it may take at most; by default <see cref="StreamServerOptions.StopTimeout"/>. Zero kills at once, and waits for nothing.</param>
    /// <exception cref="ArgumentOutOfRangeException">The timeout is negative.</exception>
    [ActsAtCall]
    public Suspension<bool> Stop(TimeSpan? timeout = null)
    {
        Timeouts.Ticks(timeout);
        Close();
        return Waitables.From(new StopFrame(this, timeout ?? Options.StopTimeout));
    }

    /// <summary>Starts if need be, and waits until the server has been stopped and its connections have ended. Where this wait is killed, the server is closed.</summary>
    /// <inheritdoc cref="Start" path="/exception"/>
    public Suspension ServeForever() => Waitables.From(new ServeFrame(this));

    /// <summary>Stops without waiting: closes the listener and kills the greenlets of the connections.</summary>
    public void Dispose()
    {
        if (_hub.IsDisposed) return;
        Close();
        KillAll();
    }

    /// <summary>The address, and how many connections there are.</summary>
    public override string ToString() =>
        $"StreamServer on {LocalEndPoint ?? _endPoint} ({(IsStopped ? "stopped" : IsStarted ? "started" : "not started")}, {ConnectionCount} connections)";

    /// <summary>There is room for a further connection.</summary>
    internal Suspension<bool> WaitForRoom()
    {
        _room.Clear();
        return _room.Wait();
    }

    internal Suspension<bool> WaitForEnd(TimeSpan? timeout = null) => _drained.Wait(timeout);

    internal Suspension<bool> WaitForStop() => _stopped.Wait();

    internal void Serve(CoSocket conn)
    {
        AcceptedCount++;
        if (Options.UnsentLimit is { } limit && !OperatingSystem.IsLinux()) UnsentLimit.TrySet(conn.Options, limit); // Linux took it over from the listener
        var address = _addresses is null ? null : AddressCounts.KeyOf(conn.RemoteEndPoint);
        if (address is not null && !_addresses!.TryAdd(address))
        {
            RefusedCount++;
            conn.Close();
            return;
        }

        var frame = new ConnectionFrame(this, conn) { Address = address };
        frame.Previous = _last;
        if (_last is null) _first = frame;
        else _last.Next = frame;
        _last = frame;
        ConnectionCount++;
        frame.Greenlet = Greenlet.Spawn(frame);
    }

    internal ServerHandshakes Handshakes { get; } = new();

    internal Coroutine Handle(CoSocket conn) => Coroutine.FromIterator(_handler(conn));

    internal void Ended(ConnectionFrame frame)
    {
        if (frame.Previous is null) _first = frame.Next;
        else frame.Previous.Next = frame.Next;
        if (frame.Next is null) _last = frame.Previous;
        else frame.Next.Previous = frame.Previous;
        ConnectionCount--;
        if (frame.Address is { } address) _addresses!.Remove(address);
        _room.Set();
        CheckDrained();
    }

    /// <summary>A client did not come through the handshake.</summary>
    internal void HandshakeFailed(EndPoint? client, Exception reason)
    {
        FailedHandshakeCount++;
        Options.HandshakeFailed?.Invoke(client, reason);
    }

    internal void KillAll()
    {
        for (var frame = _first; frame is not null;)
        {
            var next = frame.Next;
            frame.Kill();
            frame = next;
        }
    }

    /// <summary>Names the connections that a kill has not ended.</summary>
    internal void ReportStuck(TimeSpan timeout)
    {
        for (var frame = _first; frame is not null; frame = frame.Next)
        {
            if (frame.Greenlet is not { } greenlet) continue;
            var text = new System.Text.StringBuilder($"The server was stopped with {timeout.TotalSeconds.ToString(System.Globalization.CultureInfo.InvariantCulture)} s, and a connection that was killed then has not ended:\n");
            GreenletText.Describe(text, greenlet);
            _hub.Report(greenlet, new TimeoutException(text.ToString()));
        }
    }

    internal void Close()
    {
        _hub.CheckThread();
        if (IsStopped) return;
        var wasStarted = IsStarted;
        var acceptor = _acceptor;
        StopAccepting();
        IsStopped = true;
        IsStarted = false;
        // a peer in the backlog believes to be connected, and may have sent a request already
        while (wasStarted && !IsFull && _listener!.AcceptNow(out var conn) == System.Net.Sockets.SocketError.Success) Serve(conn!);
        _listener?.Close();
        _stopped.Set();
        // it may hold a connection that it has accepted and not handed over yet
        if (acceptor is null) AcceptorEnded();
        else acceptor.OnEnd(_ => AcceptorEnded());
    }

    private void AcceptorEnded()
    {
        _hasAcceptorEnded = true;
        CheckDrained();
    }

    private void CheckDrained()
    {
        if (_hasAcceptorEnded && ConnectionCount == 0) _drained.Set();
    }
}
