using System.Net;
using CoroutineDsl.Runtime;
using Microsoft.Extensions.Logging;

namespace CoroutineDsl.Http;

/// <summary>
/// An HTTP/1.1 server for coroutines: each connection has a greenlet, which runs the handler for one request after the other. Persistent and pipelined connections, chunked bodies both ways and all that a
/// client may do wrong are the server's affair; the handler reads a request and writes an answer.
/// </summary>
/// <example><code>
/// [Coroutine]
/// static IEnumerator&lt;Yield&gt; Hello(HttpExchange exchange)
/// {
///     exchange.Response.WriteText($"hello {exchange.Request.Path}").Await();
///     yield break;
/// }
///
/// var server = new HttpServer(new IPEndPoint(IPAddress.Loopback, 8080), exchange => Hello(exchange));
/// server.ServeForever().Await();
/// </code></example>
/// <remarks>For the thread of the hub that made it. A handler that throws is reported to <see cref="Hub.UnhandledException"/>, and its client gets status 500, or an answer that ends before its end.</remarks>
public sealed partial class HttpServer : IDisposable
{
    private readonly StreamServer _streams;
    private readonly LinkedList<HttpConnection> _connections = [];

    /// <summary>A server for an address, where it listens from <see cref="Start"/> on.</summary>
    /// <param name="endPoint">The address; port 0 is any free port, which <see cref="LocalEndPoint"/> tells.</param>
    /// <param name="handler">What to do with a request: <c>exchange =&gt; Handle(exchange)</c>. (A lambda: calls of coroutines through a method group run un-lowered.)</param>
    /// <param name="options">How to serve.</param>
    public HttpServer(EndPoint endPoint, Func<HttpExchange, IEnumerator<Yield>> handler, HttpServerOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(handler);
        Handler = handler;
        Options = options ?? new();
        Banner = new(Options.ServerName, Hub.Time);
        _streams = new(endPoint, socket => new HttpConnection(this, socket).ServeCoroutine(), Watched(Options));
    }

    /// <summary>A server on a socket that listens already; it is closed with the server.</summary>
    /// <param name="listener">The socket.</param>
    /// <param name="handler">What to do with a request: <c>exchange =&gt; Handle(exchange)</c>.</param>
    /// <param name="options">How to serve.</param>
    /// <exception cref="ArgumentException">The options have a backlog, which is the socket's own affair.</exception>
    public HttpServer(CoSocket listener, Func<HttpExchange, IEnumerator<Yield>> handler, HttpServerOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(handler);
        Handler = handler;
        Options = options ?? new();
        Banner = new(Options.ServerName, Hub.Time);
        _streams = new(listener, socket => new HttpConnection(this, socket).ServeCoroutine(), Watched(Options));
    }

    /// <summary>How it serves.</summary>
    public HttpServerOptions Options { get; }

    /// <summary>Where it listens; null before <see cref="Start"/> and after <see cref="Stop"/>.</summary>
    public EndPoint? LocalEndPoint => _streams.LocalEndPoint;

    /// <summary>Whether it has been started and not stopped.</summary>
    public bool IsStarted => _streams.IsStarted;

    /// <summary>Whether it has been told to stop: answers from here on are the last of their connections. A handler that goes on for long may look at it.</summary>
    public bool IsStopping { get; private set; }

    /// <summary>How many connections are open.</summary>
    public int ConnectionCount => _streams.ConnectionCount;

    /// <inheritdoc cref="StreamServer.FailedHandshakeCount"/>
    public long FailedHandshakeCount => _streams.FailedHandshakeCount;

    /// <summary>Whether somebody wants to know of each request.</summary>
    internal bool IsObserved => Options.AccessLog is not null || HttpMetrics.MeasuresRequests || Options.Logger?.IsEnabled(LogLevel.Information) == true;

    internal Hub Hub { get; } = Hub.Current;

    internal Func<HttpExchange, IEnumerator<Yield>> Handler { get; }

    internal Banner Banner { get; }

    /// <inheritdoc cref="StreamServer.Start"/>
    public void Start() => _streams.Start();

    /// <summary>
    /// Stops: closes the listener at once; then, where the result is waited for, lets the requests end that are being served (their answers say <c>Connection: close</c>), closes the connections that have none, and when
    /// the time is over kills the greenlets of those that are left and waits until they have ended.
    /// </summary>
    /// <param name="timeout">How long to wait for the requests to end; by default <see cref="StreamServerOptions.StopTimeout"/>.</param>
    [ActsAtCall]
    public Suspension Stop(TimeSpan? timeout = null)
    {
        Hub.CheckThread();
        if (!IsStopping)
        {
            IsStopping = true;
            foreach (var connection in _connections) connection.GoAway();
            if (_connections.Any(connection => connection.IsIdle)) Greenlet.SpawnLater(Options.LastRequestTimeout, EndIdleCoroutine());
        }

        return _streams.Stop(timeout);
    }

    /// <inheritdoc cref="StreamServer.ServeForever"/>
    public Suspension ServeForever() => _streams.ServeForever();

    /// <summary>Stops without waiting: closes the listener and kills the greenlets of the connections.</summary>
    public void Dispose()
    {
        IsStopping = true;
        _streams.Dispose();
    }

    /// <summary>The address, and how many connections there are.</summary>
    public override string ToString() => $"HttpServer on {LocalEndPoint} ({ConnectionCount} connections)";

    internal LinkedListNode<HttpConnection> Add(HttpConnection connection)
    {
        HttpMetrics.ConnectionChanged(1);
        return _connections.AddLast(connection);
    }

    internal void Remove(LinkedListNode<HttpConnection> node)
    {
        HttpMetrics.ConnectionChanged(-1);
        _connections.Remove(node);
    }

    /// <summary>A client that does not come through the handshake is counted and logged, and no more.</summary>
    private static HttpServerOptions Watched(HttpServerOptions options) => options with
    {
        HandshakeFailed = (client, reason) =>
        {
            HttpMetrics.HandshakeFailed();
            if (options.Logger is { } log) HttpLog.HandshakeFailed(log, client, reason);
            options.HandshakeFailed?.Invoke(client, reason);
        },
    };

    /// <summary>Whoever has no request by now gets none. What has come in nevertheless is still read before the end that this makes, so no request that has arrived is lost.</summary>
    [Coroutine]
    private IEnumerator<Yield> EndIdle()
    {
        foreach (var connection in _connections)
        {
            if (connection.IsIdle && !connection.Socket.IsClosed) connection.EndInput();
        }

        yield break;
    }
}
