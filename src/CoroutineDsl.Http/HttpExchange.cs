namespace CoroutineDsl.Http;

/// <summary>One request and its answer: what a handler of a <see cref="HttpServer"/> is given.</summary>
/// <remarks>For the greenlet of the handler, until the handler ends: the next request of the connection uses the same objects.</remarks>
public sealed partial class HttpExchange
{
    private readonly HttpConnection _connection;

    internal HttpExchange(HttpConnection connection)
    {
        _connection = connection;
        Request = connection.Request;
        Response = connection.Response;
    }

    /// <summary>What is asked.</summary>
    public HttpRequest Request { get; }

    /// <summary>What is answered.</summary>
    public HttpResponse Response { get; }

    /// <summary>The server.</summary>
    public HttpServer Server => _connection.Server;

    /// <summary>The method and the target of the request.</summary>
    public override string ToString() => Request.ToString();
}
