using System.Net.WebSockets;
using System.Security.Cryptography;
using System.Text;

namespace CoroutineDsl.Http;

public sealed partial class HttpExchange
{
    private const string KeySuffix = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

    /// <summary>Whether the client asks for a WebSocket.</summary>
    public bool IsWebSocketRequest => Request.Head.SaysUpgrade && Request.Headers["Upgrade"] is { } protocols && protocols.Split(',').Any(name => name.Trim().Equals("websocket", StringComparison.OrdinalIgnoreCase));

    /// <summary>
    /// Turns the connection into a WebSocket. From then on the answer is given, and the connection ends with the handler: with a proper close where the handler has not closed.
    /// Pages of any site can connect unless <see cref="CoWebSocketOptions.AllowedOrigins"/> says which.
    /// </summary>
    /// <param name="options">How.</param>
    /// <exception cref="HttpStatusException">The client does not ask for one, or not properly (from the wait).</exception>
    /// <exception cref="InvalidOperationException">An answer has begun (from the wait).</exception>
    public Suspension<CoWebSocket> AcceptWebSocket(CoWebSocketOptions? options = null) => SwitchCoroutine(options ?? new()).AsSuspension();

    /// <summary>What the client proves its request with, which is checked with all the rest of it.</summary>
    private string CheckedKey(CoWebSocketOptions options)
    {
        Response.CheckNotStarted();
        if (Request.Method != "GET" || Request.Head.Minor == 0 || !IsWebSocketRequest) throw Refused(426, "Only a WebSocket is to be had here.");
        if (Request.Headers["Sec-WebSocket-Version"] != "13") throw Refused(426, "Only version 13 of the WebSocket protocol is known here.");
        if (options.AllowedOrigins is { } origins && Request.Headers["Origin"] is { } origin && !origins.Contains(origin, StringComparer.OrdinalIgnoreCase)) throw new HttpStatusException(403, "Pages of this origin may not connect.");
        var key = Request.Headers["Sec-WebSocket-Key"] ?? "";
        if (!Convert.TryFromBase64String(key, stackalloc byte[64], out var size) || size != 16) throw new HttpStatusException(400, "Sec-WebSocket-Key is not 16 bytes in Base64.");
        return key;
    }

    private static HttpStatusException Refused(int status, string why) => new(status, why) { Headers = { ["Upgrade"] = "websocket", ["Connection"] = "Upgrade", ["Sec-WebSocket-Version"] = "13" } };

    private string? Agreed(IReadOnlyList<string> subProtocols)
    {
        var offered = Request.Headers["Sec-WebSocket-Protocol"]?.Split(',', StringSplitOptions.TrimEntries) ?? [];
        return subProtocols.FirstOrDefault(name => offered.Contains(name, StringComparer.Ordinal));
    }

    [Coroutine]
    private IEnumerator<Yield<CoWebSocket>> Switch(CoWebSocketOptions options)
    {
        var key = CheckedKey(options);
        var subProtocol = Agreed(options.SubProtocols);
        var accept = Convert.ToBase64String(SHA1.HashData(Encoding.ASCII.GetBytes(key + KeySuffix))); // RFC 6455 wants just this; it protects nothing
        if (subProtocol is not null) Response.Headers["Sec-WebSocket-Protocol"] = subProtocol;
        Response.SwitchProtocols("websocket", accept);
        if (!_connection.TryFlush()) _connection.FlushRest().Await();
        yield return _connection.Upgrade(options, subProtocol);
    }
}
