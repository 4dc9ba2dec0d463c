using System.Globalization;
using CoroutineDsl.Http;
using CoroutineDsl.Net;
using static CoroutineDsl.Greenlet;

namespace CoroutineDsl.Clients.Tests;

/// <summary>What the clients ask for.</summary>
internal sealed partial class Site(StaticFiles files)
{
    private static readonly byte[] s_piece = [.. Enumerable.Range(0, 65_536).Select(i => (byte)i)];

    [Coroutine]
    public IEnumerator<Yield> Handle(HttpExchange exchange)
    {
        var (request, response) = (exchange.Request, exchange.Response);
        switch (request.Path)
        {
            case "/hello":
                response.WriteText($"hello {request.Query}\n").Await();
                break;
            case "/echo":
                response.ContentType = request.Headers["Content-Type"];
                response.Headers["X-Method"] = request.Method;
                var body = request.Body.ReadAll().Await();
                response.Headers["X-Trailers"] = string.Join(',', request.Body.Trailers.Select(field => $"{field.Key}={field.Value}"));
                response.ContentLength = body.Length;
                response.Write(body).Await();
                break;
            case "/pieces":
                response.Trailers["X-Sum"] = "55";
                for (var i = 1; i <= 10; i++)
                {
                    response.WriteText(string.Create(CultureInfo.InvariantCulture, $"{i}\n")).Await();
                    response.Flush().Await();
                    yield return Sleep(1);
                }

                break;
            case "/large":
                for (var i = 0; i < 160; i++) response.Write(s_piece).Await();
                break;
            case "/refused":
                throw new HttpStatusException(403, "no");
            case "/events":
                var events = response.StartEvents();
                for (var i = 1; i <= 3; i++) events.Send(i.ToString(CultureInfo.InvariantCulture), "tick").Await();
                break;
            case "/page":
                response.ContentType = "text/html";
                response.WriteText("<!DOCTYPE html><title>page</title>").Await();
                break;
            case "/ws":
                TalkCoroutine(exchange).Await();
                break;
            default:
                files.Serve(exchange).Await();
                break;
        }
    }

    /// <summary>Sends each message back; "close" closes.</summary>
    [Coroutine]
    private static IEnumerator<Yield> Talk(HttpExchange exchange)
    {
        using var socket = exchange.AcceptWebSocket(new() { SubProtocols = ["echo"], MaxMessageSize = 2_000_000, KeepAliveInterval = TimeSpan.FromMilliseconds(50) }).Await();
        while (socket.Receive().Await() is { } message)
        {
            if (message.IsText && message.Text == "close")
            {
                socket.Close(System.Net.WebSockets.WebSocketCloseStatus.PolicyViolation, "as you wish").Await();
                break;
            }

            if (message.IsText) socket.SendText(message.Data).Await();
            else socket.SendBinary(message.Data).Await();
        }

        yield break;
    }
}
