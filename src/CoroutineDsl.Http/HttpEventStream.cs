using System.Globalization;
using System.Text;

namespace CoroutineDsl.Http;

/// <summary>Server-Sent Events: an answer that goes on, event by event, for a browser's <c>EventSource</c>. Made by <see cref="HttpResponse.StartEvents"/>.</summary>
public sealed partial class HttpEventStream
{
    private readonly HttpResponse _response;

    internal HttpEventStream(HttpResponse response) => _response = response;

    /// <summary>Sends an event at once.</summary>
    /// <param name="data">What happened; it may have several lines.</param>
    /// <param name="name">The kind of event; null: "message".</param>
    /// <param name="id">What a client that lost the connection says in <c>Last-Event-ID</c> when it comes back.</param>
    /// <param name="retry">How long a client waits before it comes back.</param>
    /// <exception cref="ArgumentException">The name or the id has a line break or a NUL.</exception>
    /// <exception cref="System.Net.Sockets.SocketException">The client is gone, or too slow.</exception>
    public Suspension Send(string data, string? name = null, string? id = null, TimeSpan? retry = null)
    {
        ArgumentNullException.ThrowIfNull(data);
        var text = new StringBuilder();
        Append(text, "event", name);
        Append(text, "id", id);
        if (retry is { } time) Append(text, "retry", ((long)time.TotalMilliseconds).ToString(CultureInfo.InvariantCulture));
        foreach (var line in data.ReplaceLineEndings("\n").Split('\n')) text.Append("data: ").Append(line).Append('\n');
        return WriteAndFlush(text.Append('\n').ToString());
    }

    /// <summary>Sends a line that means nothing, so that nobody on the way takes the connection for dead.</summary>
    public Suspension KeepAlive() => WriteAndFlush(":\n\n");

    private static void Append(StringBuilder text, string field, string? value)
    {
        if (value is null) return;
        if (value.AsSpan().ContainsAny('\r', '\n', '\0')) throw new ArgumentException($"The {field} of an event is one line.", nameof(value));
        text.Append(field).Append(": ").Append(value).Append('\n');
    }

    private Suspension WriteAndFlush(string text) => SendNowCoroutine(Encoding.UTF8.GetBytes(text)).AsSuspension();

    [Coroutine]
    private IEnumerator<Yield> SendNow(ReadOnlyMemory<byte> text)
    {
        _response.Write(text).Await();
        _response.Flush().Await();
        yield break;
    }
}
