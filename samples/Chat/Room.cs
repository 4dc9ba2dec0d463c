using System.Net.WebSockets;
using System.Text.Json;
using System.Web;
using CoroutineDsl;
using CoroutineDsl.Http;
using CoroutineDsl.Net;
using static CoroutineDsl.Greenlet;

namespace Chat;

/// <summary>Those who chat. Everything runs one at a time, so the list of members needs no lock.</summary>
internal sealed partial class Room(StaticFiles page)
{
    private readonly List<Member> _members = [];

    /// <summary>The chat itself, and its page.</summary>
    public IEnumerator<Yield> Handle(HttpExchange exchange) => exchange.Request.Path == "/chat" ? Talk(exchange) : page.Serve(exchange);

    [Coroutine]
    public IEnumerator<Yield> Stop(HttpServer server)
    {
        server.Stop(TimeSpan.FromSeconds(1)).Await();
        yield break;
    }

    /// <summary>One member, from the first message to the last.</summary>
    [Coroutine]
    private IEnumerator<Yield> Talk(HttpExchange exchange)
    {
        var name = HttpUtility.ParseQueryString(exchange.Request.Query)["name"] is { Length: > 0 and < 40 } given ? given : "somebody";
        using var socket = exchange.AcceptWebSocket(new CoWebSocketOptions { MaxMessageSize = 4096 }).Await();
        var member = new Member(name, socket);
        var writer = Spawn(member.Write());
        _members.Add(member);
        Say(name, "is here");
        try
        {
            while (socket.Receive().Await() is { } message)
            {
                if (message.IsText) Say(name, message.Text);
            }
        }
        catch (WebSocketException)
        {
            // the connection is lost: the others are told below
        }
        finally
        {
            _members.Remove(member);
            writer.Kill();
            Say(name, "is gone");
        }

        yield break;
    }

    private void Say(string name, string text)
    {
        var line = JsonSerializer.SerializeToUtf8Bytes(new Line(name, text), ChatJson.Default.Line);
        foreach (var member in _members) member.Tell(line);
    }
}
