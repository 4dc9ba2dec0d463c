namespace CoroutineDsl.Http;

/// <summary>How a <see cref="CoWebSocket"/> is accepted.</summary>
public sealed record CoWebSocketOptions
{
    /// <summary>The subprotocols that the server speaks, the best first; the first that the client speaks too is agreed on.</summary>
    public IReadOnlyList<string> SubProtocols { get; init; } = [];

    /// <summary>
    /// The origins (<c>https://example.org</c>) whose pages may connect; another page is refused with status 403. Null, the default: pages of any. A browser names the page's origin and leaves it to the server to mind;
    /// clients that are no browsers name none, and are accepted.
    /// </summary>
    public IReadOnlyCollection<string>? AllowedOrigins { get; init; }

    /// <summary>How large a message may be, in bytes; for a larger one the connection is closed with status 1009.</summary>
    public int MaxMessageSize { get; init; } = 1_048_576;

    /// <summary>How long the client may be silent before it is pinged; <see cref="TimeSpan.Zero"/> or <see cref="Timeout.InfiniteTimeSpan"/>: never.</summary>
    public TimeSpan KeepAliveInterval { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long the client may take to answer a ping; then the connection is broken. <see cref="Timeout.InfiniteTimeSpan"/>: as long as it likes.</summary>
    public TimeSpan KeepAliveTimeout { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>How long the client may take nothing of what it is sent, a pause at a time; what it takes by bits has to come to <see cref="HttpServerOptions.MinBodyRate"/>. Then the connection is broken. Zero: it may not make a send wait at all.</summary>
    public TimeSpan SendTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long closing waits for the client to close as well.</summary>
    public TimeSpan CloseTimeout { get; init; } = TimeSpan.FromSeconds(5);
}
