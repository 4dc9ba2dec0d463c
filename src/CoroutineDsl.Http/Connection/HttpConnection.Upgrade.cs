using System.Net.WebSockets;

namespace CoroutineDsl.Http;

internal sealed partial class HttpConnection
{
    private CoWebSocket? _webSocket;

    public CoWebSocket Upgrade(CoWebSocketOptions options, string? subProtocol)
    {
        var sender = new PacedSender(Socket, Server.Hub.Time, options.SendTimeout, Options.MinBodyRate);
        var stream = new WebSocketStream(Server.Hub, Socket, sender, Input.Unread.ToArray());
        return _webSocket = new(Server.Hub, stream, subProtocol, options);
    }

    /// <summary>The server stops: whoever has a WebSocket is told, and its handler sees the end when the peer has answered.</summary>
    public void GoAway() => _webSocket?.GoAway();

    /// <summary>The handler of a WebSocket has ended.</summary>
    /// <param name="failure">How, if not by itself.</param>
    private Suspension EndWebSocket(Exception? failure)
    {
        ClosesAfterAnswer = true;
        if (failure is not (null or WebSocketException or HttpStatusException) && !(IsBroken && failure is System.Net.Sockets.SocketException)) Server.Hub.Report(Greenlet.Current, failure);
        return _webSocket!.Close(failure is null ? WebSocketCloseStatus.NormalClosure : WebSocketCloseStatus.InternalServerError);
    }
}
