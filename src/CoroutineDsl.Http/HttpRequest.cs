using System.Net;
using System.Text;

namespace CoroutineDsl.Http;

/// <summary>A request. Its head has been read; its body is read through <see cref="Body"/>.</summary>
/// <remarks>For the greenlet of the handler, until the handler ends.</remarks>
public sealed class HttpRequest
{
    private readonly HttpConnection _connection;
    private string? _method;
    private string? _target;
    private string? _path;

    internal HttpRequest(HttpConnection connection)
    {
        _connection = connection;
        Headers = new(connection.Input, Head.Fields);
        Body = new(connection);
    }

    /// <summary>GET, POST and so on; case matters.</summary>
    public string Method => _method ??= MethodOf(_connection.Input.Head[Head.Method]);

    /// <summary>The target as it came, byte for byte: "/path?query", or an absolute address, or "*".</summary>
    public string Target => _target ??= Encoding.ASCII.GetString(_connection.Input.Head[Head.Target]);

    /// <summary>
    /// The path, decoded: "/a b" for "/a%20b". It begins with a slash (or is "*"), and has no dot segments any more: "/c" for "/a/../c". An encoded slash stays encoded ("%2F"), since it separates nothing; a request
    /// with an encoded NUL in its path is refused. What came is <see cref="Target"/>.
    /// </summary>
    public string Path => _path ??= PathText.Of(TargetParts.Path(Target));

    /// <summary>What follows the question mark, undecoded; empty if there is none. <c>HttpUtility.ParseQueryString</c> of System.Web takes it apart.</summary>
    public string Query => TargetParts.Query(Target).ToString();

    /// <summary>1.1 or 1.0.</summary>
    public Version Version => Head.Minor == 0 ? HttpVersion.Version10 : HttpVersion.Version11;

    /// <summary>The header fields.</summary>
    public RequestHeaders Headers { get; }

    /// <summary>The host that is asked for, with its port if that is not the usual one: from an absolute target, or else from <c>Host</c>. Null if the client (HTTP/1.0) did not say.</summary>
    public string? Host => TargetParts.Authority(Target) ?? Headers["Host"];

    /// <summary>The body.</summary>
    public HttpRequestBody Body { get; }

    /// <summary>The client's address.</summary>
    public EndPoint? RemoteEndPoint => _connection.Socket.RemoteEndPoint;

    /// <summary>The server's own address.</summary>
    public EndPoint? LocalEndPoint => _connection.Socket.LocalEndPoint;

    /// <summary>Whether the connection is encrypted; what was agreed on is <see cref="Tls"/>.</summary>
    public bool IsSecure => Tls is not null;

    /// <summary>The TLS of the connection: the client's certificate, the protocol and so on; null if it is not encrypted.</summary>
    public CoSslStream? Tls => _connection.Socket.Tls;

    internal RequestHead Head { get; } = new();

    /// <summary>Whether the answer is to have no body.</summary>
    internal bool IsHead { get; private set; }

    /// <summary>The method and the target.</summary>
    public override string ToString() => $"{Method} {Target}";

    internal void Begin()
    {
        _method = _target = _path = null;
        IsHead = _connection.Input.Head[Head.Method].SequenceEqual("HEAD"u8);
        Body.Begin(Head);
    }

    internal void End()
    {
        Head.Fields.Clear();
        Body.End();
    }

    /// <summary>What has come in is no request.</summary>
    internal void Void()
    {
        IsHead = false;
        End();
    }

    private static string MethodOf(ReadOnlySpan<byte> method) =>
        method.SequenceEqual("GET"u8) ? "GET" : method.SequenceEqual("POST"u8) ? "POST" : method.SequenceEqual("HEAD"u8) ? "HEAD" : Encoding.ASCII.GetString(method);
}
