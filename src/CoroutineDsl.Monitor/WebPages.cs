using System.Net.Sockets;
using System.Reflection;
using System.Security.Cryptography;
using System.Text;

namespace CoroutineDsl.Monitor;

/// <summary>The page, its assets, and what it asks for. Answers only requests that name loopback as their host, so that no foreign page can read it by a name of its own.</summary>
internal sealed class WebPages(MonitorState state, string token)
{
    private static readonly Dictionary<string, (string Name, string Type)> s_assets = new()
    {
        ["/"] = ("index.html", "text/html; charset=utf-8"),
        ["/app.css"] = ("app.css", "text/css; charset=utf-8"),
        ["/app.js"] = ("app.js", "text/javascript; charset=utf-8"),
        ["/page.js"] = ("page.js", "text/javascript; charset=utf-8"),
        ["/tabs.js"] = ("tabs.js", "text/javascript; charset=utf-8"),
        ["/graph.js"] = ("graph.js", "text/javascript; charset=utf-8"),
        ["/words.js"] = ("words.js", "text/javascript; charset=utf-8"),
        ["/plots.js"] = ("plots.js", "text/javascript; charset=utf-8"),
        ["/favicon.svg"] = ("favicon.svg", "image/svg+xml"),
    };

    /// <summary>For how long a connection may stand idle.</summary>
    private const int ReceiveTimeout = 120_000;

    private readonly Answers _answers = new(state);

    public void Serve(Socket socket)
    {
        socket.NoDelay = true;
        socket.ReceiveTimeout = ReceiveTimeout;
        while (HttpRequest.Read(socket) is { } request)
        {
            if (!IsLoopback(request.Header("Host")) || request.Header("Sec-Fetch-Site") == "cross-site")
            {
                Send(socket, 403, "text/plain", "This page is for loopback only."u8);
                return;
            }

            if (request is { Method: "GET", Path: "/events" })
            {
                new EventStream(state, socket).Run(request.Query("exact") != "0");
                return;
            }

            Answer(socket, request);
            if (string.Equals(request.Header("Connection"), "close", StringComparison.OrdinalIgnoreCase)) return;
        }
    }

    private static bool IsLoopback(string? host)
    {
        if (host is null) return false;
        var name = host.StartsWith('[') ? host[..(host.IndexOf(']', StringComparison.Ordinal) + 1)] : host.Split(':')[0];
        return name is "127.0.0.1" or "localhost" or "[::1]";
    }

    private void Answer(Socket socket, HttpRequest request)
    {
        switch (request)
        {
            case { Method: "GET" } when s_assets.TryGetValue(request.Path, out var asset):
                Send(socket, 200, asset.Type, Asset(asset.Name));
                break;
            case { Method: "GET" } when _answers.Of(request) is { } json:
                Send(socket, 200, "application/json", json);
                break;
            case { Method: "GET", Path: "/api/folded" }:
                Send(socket, 200, "text/plain; charset=utf-8", Encoding.UTF8.GetBytes(state.FindOrFirst(request.Number("hub")) is { } hub ? state.Profiler(hub)?.ToFolded() ?? "" : ""));
                break;
            case { Method: "POST", Path: "/api/leaks/base" } when state.FindOrFirst(request.Number("hub")) is { } measured: // changes nothing but what this page sees
                state.SetBase(measured, Answers.Client(request));
                Send(socket, 200, "application/json", "{}"u8);
                break;
            case { Method: "POST" } when !HasToken(request):
                Send(socket, 403, "text/plain", "The token is missing or wrong: it was written when the monitor was started."u8);
                break;
            case { Method: "POST" }:
                Act(socket, request);
                break;
            default:
                Send(socket, 404, "text/plain", "There is no such page."u8);
                break;
        }
    }

    private void Act(Socket socket, HttpRequest request)
    {
        if (state.FindOrFirst(request.Number("hub")) is not { } hub)
        {
            Send(socket, 404, "text/plain", "There is no such hub."u8);
            return;
        }

        switch (request.Path)
        {
            case "/api/kill" when request.Id is { } id:
                if (state.Kill(hub, id)) Send(socket, 200, "application/json", "{}"u8);
                else Send(socket, 404, "text/plain", "There is no such greenlet: it has ended."u8);
                break;
            case "/api/dump":
                Send(socket, 200, "text/plain; charset=utf-8", Encoding.UTF8.GetBytes(Dump(hub, request.Id)));
                break;
            default:
                Send(socket, 404, "text/plain", "There is no such act."u8);
                break;
        }
    }

    private string Dump(HubInsight hub, long? id)
    {
        if (id is null) return hub.Hub is { } all ? QuitDump.Take(all, isWhole: false) : "The hub is gone.\n";
        if (state.Tree(hub, isFresh: true) is not { } tree) return "The hub is gone.\n";
        if (tree.Find(id.Value) is not { } greenlet) return "There is no such greenlet: it has ended.\n";
        var text = new StringBuilder();
        TreeText.Describe(text, greenlet);
        if (greenlet.Spawner is null) text.Append("  ").Append(TreeText.SpawnedBy(greenlet)).Append('\n');
        return text.ToString();
    }

    private bool HasToken(HttpRequest request) =>
        request.Header("X-Token") is { } given && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(given), Encoding.UTF8.GetBytes(token));

    private static byte[] Asset(string name)
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(name)!;
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }

    private static void Send(Socket socket, int status, string type, ReadOnlySpan<byte> body)
    {
        var head = $"HTTP/1.1 {status} {(status == 200 ? "OK" : status == 403 ? "Forbidden" : "Not Found")}\r\nContent-Type: {type}\r\nContent-Length: {body.Length}\r\nCache-Control: no-store\r\nX-Content-Type-Options: nosniff\r\n"
            + "Content-Security-Policy: default-src 'self'; style-src 'self' 'unsafe-inline'; frame-ancestors 'none'\r\n\r\n";
        SendAll(socket, Encoding.Latin1.GetBytes(head));
        SendAll(socket, body);
    }

    internal static void SendAll(Socket socket, ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty) bytes = bytes[socket.Send(bytes)..];
    }
}
