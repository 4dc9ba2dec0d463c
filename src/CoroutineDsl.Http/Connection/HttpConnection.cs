using System.Net.Sockets;

namespace CoroutineDsl.Http;

/// <summary>
/// A client's connection: reads a head, runs the handler, sends the answer, and so on, one request after the other. Its buffers are rented while they are needed; between requests it holds none.
/// </summary>
internal sealed partial class HttpConnection
{
    private const int ClientClosedRequest = 499; // nginx's number, for the log only
    private const int FlushSize = 32_768; // what answers to pipelined requests may come to before they are sent

    private readonly RequestParser _parser;
    private readonly HttpExchange _exchange;
    private bool _hasServed;
    private bool _isAnswered;

    public HttpConnection(HttpServer server, CoSocket socket)
    {
        Server = server;
        Socket = socket;
        _parser = new(server.Options);
        Request = new(this);
        Response = new(this);
        _exchange = new(this);
        _sender = new(socket, server.Hub.Time, server.Options.BodyTimeout, server.Options.MinBodyRate);
    }

    public HttpServer Server { get; }

    public HttpServerOptions Options => Server.Options;

    public CoSocket Socket { get; }

    public HttpInput Input { get; } = new();

    public PooledBuffer Output { get; } = new(4096);

    public HttpRequest Request { get; }

    public HttpResponse Response { get; }

    /// <summary>Whether it waits for the first byte of a request.</summary>
    public bool IsIdle { get; private set; }

    /// <summary>Whether this answer is the last.</summary>
    public bool ClosesAfterAnswer { get; set; }

    /// <summary>The connection from its first byte to its last.</summary>
    [Coroutine]
    public IEnumerator<Yield> Serve()
    {
        var node = Server.Add(this);
        try
        {
            while (!ClosesAfterAnswer)
            {
                while (!TakeHead())
                {
                    if (!TryFlush()) FlushRest().Await();
                    IsIdle = Input.IsEmpty;
                    var count = Socket.Receive(Input, HeadPatience).Await();
                    IsIdle = false;
                    if (count == 0) yield break;
                }

                Exception? failure = null;
                try
                {
                    Handle().Await();
                }
                catch (Exception e)
                {
                    failure = e;
                }

                _exchange.End();
                if (_webSocket is not null)
                {
                    EndWebSocket(failure).Await();
                    Observe(101);
                    _webSocket.Dispose();
                    Linger().Await(); // to close with unread bytes would reset the connection, and the peer might never see what was sent last
                    yield break;
                }

                if (failure is not null) Failed(failure);
                Conclude();
                Observe(Response.Status);
                if (!ClosesAfterAnswer && !Request.Body.IsComplete && !Request.Body.Drain().Await()) ClosesAfterAnswer = true;
                if (!ClosesAfterAnswer) EndRequest();
                if (Output.Count > FlushSize && !TryFlush()) FlushRest().Await();
            }

            Part().Await();
        }
        catch (HttpStatusException e)
        {
            Refuse(e).Await();
        }
        catch (SocketException e)
        {
            LogLoss(e);
            if (e.SocketErrorCode == SocketError.TimedOut && !Input.IsEmpty) Refuse(new HttpStatusException(408)).Await();
        }
        finally
        {
            Server.Remove(node);
            _exchange.End();
            if (_isObserved) Observe(ClientClosedRequest); // the connection, or its greenlet, ended before the answer
            _webSocket?.Dispose();
            Response.Abandon();
            Input.Release();
            Output.Release();
        }
    }

    /// <summary>Whether the connection will be closed after this answer, so that its header says so.</summary>
    public bool WillClose() => ClosesAfterAnswer |= Response.Headers.SaysClose || !Request.Head.KeepsAlive || Server.IsStopping || Request.Body.IsLost;

    private bool TakeHead()
    {
        if (Input.IsEmpty || !_parser.Read(Input.Unread, Request.Head, out var length))
        {
            if (!Input.IsEmpty && _headBegan == NotBegun) _headBegan = Server.Hub.Time.GetTimestamp();
            return false;
        }

        Input.TakeHead(length);
        Request.Begin();
        Response.Begin();
        _headBegan = NotBegun;
        _patience = Options.BodyTimeout;
        _sender.Begin();
        BeginObserving();
        return true;
    }

    private Coroutine Handle()
    {
        var handler = Coroutine.FromIterator(Server.Handler(_exchange));
        return Output.Count > 0 ? new PipelinedFrame(this, handler) : handler;
    }

    /// <summary>The handler threw: the answer says so if none has begun; else the connection ends where it is, and the client sees that something is missing.</summary>
    private void Failed(Exception exception)
    {
        if (IsBroken && exception is SocketException or IOException { InnerException: SocketException })
        {
            LogLoss(exception); // the peer is gone, or so slow that it is given up
            return;
        }

        if (exception is not HttpStatusException) Server.Hub.Report(Greenlet.Current, exception);
        if (Response.HasStarted || IsBroken)
        {
            Abort();
            return;
        }

        var answer = exception as HttpStatusException;
        if (answer is not null && !Request.Body.IsComplete) ClosesAfterAnswer = true;
        Response.SetError(answer);
    }

    private void Conclude()
    {
        _isAnswered = true;
        if (IsBroken)
        {
            ClosesAfterAnswer = true;
            return;
        }

        try
        {
            Response.Finish();
        }
        catch (InvalidOperationException e)
        {
            Failed(e);
            if (!IsBroken) Response.Finish();
        }
    }

    private void EndRequest()
    {
        _hasServed = true;
        _isAnswered = false;
        Request.End();
        Input.EndRequest();
    }
}
