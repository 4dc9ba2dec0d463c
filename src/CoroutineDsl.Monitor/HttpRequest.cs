using System.Net.Sockets;
using System.Text;

namespace CoroutineDsl.Monitor;

/// <summary>A request to the page's server: the line, the headers, no body.</summary>
internal sealed class HttpRequest
{
    private const int MaxSize = 16 * 1024;

    private readonly Dictionary<string, string> _headers = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, string> _query = [];

    private HttpRequest(string method, string path)
    {
        Method = method;
        Path = path;
    }

    public string Method { get; }

    public string Path { get; }

    public string? Header(string name) => _headers.GetValueOrDefault(name);

    public string? Query(string name) => _query.GetValueOrDefault(name);

    public int? Number(string name) => int.TryParse(Query(name), out var number) ? number : null;

    public long? Id => long.TryParse(Query("id"), out var id) ? id : null;

    /// <summary>Reads a request; <c>null</c>: the client has closed, or sends something else.</summary>
    public static HttpRequest? Read(Socket socket)
    {
        var bytes = new byte[MaxSize];
        var count = 0;
        while (true)
        {
            if (count == bytes.Length) return null;
            var received = socket.Receive(bytes.AsSpan(count));
            if (received == 0) return null;
            count += received;
            if (bytes.AsSpan(0, count).IndexOf("\r\n\r\n"u8) is >= 0 and var end) return Parse(Encoding.Latin1.GetString(bytes, 0, end));
        }
    }

    private static HttpRequest? Parse(string text)
    {
        var lines = text.Split("\r\n");
        if (lines[0].Split(' ') is not [var method, var target, _]) return null;
        var question = target.IndexOf('?', StringComparison.Ordinal);
        var request = new HttpRequest(method, question < 0 ? target : target[..question]);
        foreach (var line in lines.Skip(1))
        {
            if (line.IndexOf(':', StringComparison.Ordinal) is > 0 and var colon) request._headers[line[..colon]] = line[(colon + 1)..].Trim();
        }

        if (question < 0) return request;
        foreach (var pair in target[(question + 1)..].Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var parts = pair.Split('=', 2);
            request._query[Uri.UnescapeDataString(parts[0])] = parts.Length > 1 ? Uri.UnescapeDataString(parts[1].Replace('+', ' ')) : "";
        }

        return request;
    }
}
