namespace CoroutineDsl.Net;

/// <summary>How a <see cref="CoWebSocket"/> is accepted.</summary>
public sealed record CoWebSocketOptions
{
    /// <summary>The subprotocols that the server speaks, the best first; the first that the client speaks too is agreed on.</summary>
    public IReadOnlyList<string> SubProtocols { get; init; } = [];

    /// <summary>How large a message may be, in bytes; for a larger one the connection is closed with status 1009.</summary>
    public int MaxMessageSize { get; init; } = 1_048_576;

    /// <summary>How often the client is pinged while it is silent; <see cref="TimeSpan.Zero"/>: never.</summary>
    public TimeSpan KeepAliveInterval { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long the client may take to answer a ping; then the connection is broken. <see cref="Timeout.InfiniteTimeSpan"/>: as long as it likes.</summary>
    public TimeSpan KeepAliveTimeout { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>How long closing waits for the client to close as well.</summary>
    public TimeSpan CloseTimeout { get; init; } = TimeSpan.FromSeconds(5);
}
