using System.Buffers;
using System.Net.Sockets;
using System.Net.WebSockets;
using System.Text;

namespace CoroutineDsl.Http;

/// <summary>
/// A WebSocket (RFC 6455) for coroutines: the framework's <see cref="WebSocket"/> on a hub's socket. Frames, masks, pings, fragments and the checks of all these are the framework's; what the peer does wrong closes
/// the connection with the right status.
/// </summary>
/// <remarks>For the thread of the hub. One greenlet may receive while others send; sends of several greenlets take turns. A lost connection, and a protocol error, is a <see cref="WebSocketException"/>.</remarks>
public sealed partial class CoWebSocket : IDisposable
{
    private const int ReceiveSize = 4096;
    private const byte TextFrame = 0x81; // whole messages: FIN and the opcode
    private const byte BinaryFrame = 0x82;

    private readonly WebSocket _webSocket;
    private readonly CoWebSocketOptions _options;
    private readonly WebSocketStream _stream;
    private readonly Hub _hub;
    private readonly Greenlet? _keepAlive;
    private Task<ValueWebSocketReceiveResult>? _receiving;
    private ArrayBufferWriter<byte>? _message;
    private bool _isReceiving;

    internal CoWebSocket(Hub hub, WebSocketStream stream, string? subProtocol, CoWebSocketOptions options)
    {
        _hub = hub;
        _options = options;
        _stream = stream;
        _webSocket = WebSocket.CreateFromStream(stream, new WebSocketCreationOptions
        {
            IsServer = true,
            SubProtocol = subProtocol,
            KeepAliveInterval = Timeout.InfiniteTimeSpan, // the framework's is not timed by the hub
        });
        if (options.KeepAliveInterval > TimeSpan.Zero) _keepAlive = Greenlet.Spawn(new WebSocketKeepAlive(hub, stream, options, _webSocket.Abort).RunCoroutine(), "keep a WebSocket alive");
    }

    /// <summary>The subprotocol that was agreed on; null if none was.</summary>
    public string? SubProtocol => _webSocket.SubProtocol;

    /// <summary>Whether messages can be sent and received still.</summary>
    public bool IsOpen => _webSocket.State == WebSocketState.Open;

    /// <summary>The status with which the peer closed; null as long as it has not.</summary>
    public WebSocketCloseStatus? CloseStatus => _webSocket.CloseStatus;

    /// <summary>What the peer said when it closed.</summary>
    public string? CloseDescription => _webSocket.CloseStatusDescription;

    /// <summary>Waits for the next message. A timeout or a kill loses nothing: what has come of a message is there for the next who receives.</summary>
    /// <param name="timeout">How long to wait at most: then a <see cref="System.Net.Sockets.SocketException"/> with <see cref="System.Net.Sockets.SocketError.TimedOut"/>.</param>
    /// <returns>The message; null when the peer has closed, which has been answered.</returns>
    /// <exception cref="WebSocketException">The connection is lost, the peer broke the protocol, or the message is larger than <see cref="CoWebSocketOptions.MaxMessageSize"/>.</exception>
    /// <exception cref="InvalidOperationException">Another greenlet is receiving.</exception>
    public Suspension<WebSocketMessage?> Receive(TimeSpan? timeout = null)
    {
        _hub.CheckThread();
        if (_isReceiving) throw new InvalidOperationException("Another greenlet receives from this WebSocket.");
        return ReceiveMessageCoroutine(timeout).AsSuspension();
    }

    /// <summary>Sends a text message.</summary>
    /// <inheritdoc cref="SendBinary" path="/exception"/>
    public Suspension SendText(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return SendText(Encoding.UTF8.GetBytes(text));
    }

    /// <summary>Sends a text message that is UTF-8 already.</summary>
    /// <inheritdoc cref="SendBinary"/>
    public Suspension SendText(ReadOnlyMemory<byte> utf8) => Send(utf8, WebSocketMessageType.Text);

    /// <summary>Sends a binary message.</summary>
    /// <param name="data">The message; it must not change until the wait is over.</param>
    /// <exception cref="WebSocketException">The connection is lost or closed, or the peer does not take what it is sent: <see cref="CoWebSocketOptions.SendTimeout"/>.</exception>
    public Suspension SendBinary(ReadOnlyMemory<byte> data) => Send(data, WebSocketMessageType.Binary);

    /// <summary>Closes: tells the peer, and waits until it has closed too, for as long as <see cref="CoWebSocketOptions.CloseTimeout"/>; what else it sends is dropped. Does nothing where it is closed.</summary>
    /// <param name="status">The status.</param>
    /// <param name="description">Why, for people; at most 123 bytes of UTF-8.</param>
    public Suspension Close(WebSocketCloseStatus status = WebSocketCloseStatus.NormalClosure, string? description = null)
    {
        _hub.CheckThread();
        return CloseBothWaysCoroutine(status, description).AsSuspension();
    }

    /// <summary>Ends without telling the peer. A greenlet that is receiving or sending gets a <see cref="WebSocketException"/>.</summary>
    public void Dispose()
    {
        _keepAlive?.Kill();
        _webSocket.Abort();
    }

    /// <summary>Tells the peer that the server is going away, and waits for nothing.</summary>
    internal void GoAway()
    {
        if (IsOpen) Greenlet.Spawn(SayCoroutine(WebSocketCloseStatus.EndpointUnavailable, "The server stops."), "close a WebSocket");
    }

    private Suspension Send(ReadOnlyMemory<byte> data, WebSocketMessageType type)
    {
        _hub.CheckThread();
        return SendMessageCoroutine(data, type).AsSuspension();
    }

    [Coroutine]
    private IEnumerator<Yield> SendMessage(ReadOnlyMemory<byte> data, WebSocketMessageType type)
    {
        if (_webSocket.State is not (WebSocketState.Open or WebSocketState.CloseReceived)) throw new WebSocketException(WebSocketError.InvalidState, $"The WebSocket is {_webSocket.State}: nothing can be sent.");
        try
        {
            _stream.SendFrame(type == WebSocketMessageType.Text ? TextFrame : BinaryFrame, data).Await();
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            _webSocket.Abort(); // who receives is to know as well
            throw Lost(e);
        }

        yield break;
    }

    /// <summary>The framework says in several ways that the connection ended under it.</summary>
    private static bool IsLoss(Exception exception) =>
        exception is WebSocketException { WebSocketErrorCode: WebSocketError.ConnectionClosedPrematurely } or OperationCanceledException or ObjectDisposedException;

    private static WebSocketException Lost(Exception exception) => exception as WebSocketException ?? new(WebSocketError.ConnectionClosedPrematurely, exception);

    [Coroutine]
    private IEnumerator<Yield<WebSocketMessage?>> ReceiveMessage(TimeSpan? timeout)
    {
        if (_isReceiving) throw new InvalidOperationException("Another greenlet receives from this WebSocket.");
        _isReceiving = true;
        try
        {
            while (_webSocket.State is WebSocketState.Open or WebSocketState.CloseSent)
            {
                // between messages the wait is for the first byte, without a buffer
                _receiving ??= _webSocket.ReceiveAsync(_message?.GetMemory(ReceiveSize) ?? Memory<byte>.Empty, CancellationToken.None).AsTask();
                if (!_receiving.IsCompleted) WaitForReceived(timeout).Await();
                if (Take() is not { } message)
                {
                    if (!(_message?.WrittenCount > _options.MaxMessageSize)) continue;
                    SayCoroutine(WebSocketCloseStatus.MessageTooBig, null).Await();
                    throw new WebSocketException(WebSocketError.Faulted, $"A message is larger than {_options.MaxMessageSize} bytes.");
                }

                Coroutine.SetResult<WebSocketMessage?>(message);
                yield break;
            }

            if (_webSocket.State == WebSocketState.CloseReceived) SayCoroutine(_webSocket.CloseStatus ?? WebSocketCloseStatus.NormalClosure, null).Await();
            if (_webSocket.CloseStatus is null) throw new WebSocketException(WebSocketError.ConnectionClosedPrematurely);
            Coroutine.SetResult<WebSocketMessage?>(null);
            yield break;
        }
        finally
        {
            _isReceiving = false;
        }
    }

    /// <summary>A receive has ended.</summary>
    /// <returns>The message, if it is complete, and not too large.</returns>
    private WebSocketMessage? Take()
    {
        var result = _receiving!;
        _receiving = null;
        ValueWebSocketReceiveResult part;
        try
        {
#pragma warning disable CORO018 // it has completed
            part = result.GetAwaiter().GetResult();
#pragma warning restore CORO018
        }
        catch (Exception e) when (IsLoss(e))
        {
            throw Lost(e);
        }

        if (part.MessageType == WebSocketMessageType.Close) return null;
        if (_message is null && !part.EndOfMessage)
        {
            _message = new();
            return null;
        }

        _message ??= new();
        _message.Advance(part.Count);
        if (!part.EndOfMessage || _message.WrittenCount > _options.MaxMessageSize) return null;
        var message = new WebSocketMessage(part.MessageType == WebSocketMessageType.Text, _message.WrittenMemory);
        _message = null;
        return message;
    }

    [Coroutine]
    private IEnumerator<Yield> CloseBothWays(WebSocketCloseStatus status, string? description)
    {
        if (_webSocket.State is not (WebSocketState.Open or WebSocketState.CloseReceived or WebSocketState.CloseSent)) yield break;
        try
        {
            using var limit = CoTimeout.Start(_options.CloseTimeout, new TimeoutException("The peer did not close in time."));
            _webSocket.CloseAsync(status, description, CancellationToken.None).Await();
        }
        catch (Exception e) when (e is WebSocketException or TimeoutException or OperationCanceledException)
        {
            _webSocket.Abort(); // whoever does not answer is gone
        }
    }

    [Coroutine]
    private IEnumerator<Yield> Say(WebSocketCloseStatus status, string? description)
    {
        try
        {
            _webSocket.CloseOutputAsync(status, description, CancellationToken.None).Await();
        }
        catch (WebSocketException)
        {
            // it is gone already
        }

        yield break;
    }

    /// <summary>Waits for the receive that is going on, and lets it go on where the time is over.</summary>
    [Coroutine]
    private IEnumerator<Yield> WaitForReceived(TimeSpan? timeout)
    {
        using var limit = timeout is null ? null : CoTimeout.Start(timeout, new SocketException((int)SocketError.TimedOut, $"Receive timed out after {timeout}."));
        WhenReceived().Await();
        yield break;
    }

    private async Task WhenReceived() => await ((Task)_receiving!).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
}
