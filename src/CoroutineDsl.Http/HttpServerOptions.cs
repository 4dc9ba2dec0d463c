using Microsoft.Extensions.Logging;

namespace CoroutineDsl.Http;

/// <summary>How a <see cref="HttpServer"/> serves: the limits of what a client may send, and for how long. Whoever passes one gets the status that says so, and is disconnected.</summary>
public sealed record HttpServerOptions : StreamServerOptions
{
    /// <summary>
    /// The options by default: a place for 10,000 connections (<see cref="StreamServerOptions.PoolSize"/>; null: for as many as there are descriptors), and 128 KB of each that the system keeps unsent
    /// (<see cref="StreamServerOptions.UnsentLimit"/>).
    /// </summary>
    public HttpServerOptions() => (PoolSize, UnsentLimit) = (10_000, 131_072);

    /// <summary>Is told each request when it has been answered, on the hub's thread: it must neither wait nor throw. <see cref="CommonLog"/> has a method for it.</summary>
    public Action<HttpAccess>? AccessLog { get; init; }

    /// <summary>Is told each request when it has been answered (information), and what clients do wrong: refused requests, failed handshakes, lost connections (debug).</summary>
    public ILogger? Logger { get; init; }

    /// <summary>The name in the <c>Server</c> field of each answer; null: none.</summary>
    /// <exception cref="ArgumentException">It has characters that a field may not have.</exception>
    public string? ServerName
    {
        get;
        init => field = value is null || HttpSyntax.IsFieldValue(value) ? value : throw new ArgumentException("A field has neither control characters nor any beyond Latin-1.", nameof(ServerName));
    } = "CoroutineDsl";

    /// <summary>The size of the request line, in bytes; beyond it: 414.</summary>
    public int MaxRequestLineSize { get; init; } = 8192;

    /// <summary>The size of all header fields together, and of the trailer fields, in bytes; beyond it: 431.</summary>
    public int MaxHeadersSize { get; init; } = 32_768;

    /// <summary>How many header fields, and how many trailer fields; beyond it: 431.</summary>
    public int MaxHeaderCount { get; init; } = 100;

    /// <summary>The size of a body, in bytes; beyond it: 413. Null: no limit. A handler may change it for its request: <see cref="HttpRequestBody.MaxSize"/>.</summary>
    public long? MaxBodySize { get; init; } = 30_000_000;

    /// <summary>How long a head may take from its first byte on, and the first byte of a connection; then 408.</summary>
    public TimeSpan HeaderTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long a connection waits for a further request.</summary>
    public TimeSpan KeepAliveTimeout { get; init; } = TimeSpan.FromSeconds(120);

    /// <summary>How long nothing of a body may come in, and nothing of an answer go out. What a client gains by speed it may lose again, up to this; then 408.</summary>
    public TimeSpan BodyTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How slow a client may be that stays within <see cref="BodyTimeout"/>, in bytes a second on average.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is less than 1.</exception>
    public int MinBodyRate
    {
        get;
        init => field = value > 0 ? value : throw new ArgumentOutOfRangeException(nameof(MinBodyRate), value, "At least one byte a second.");
    } = 240;

    /// <summary>How much of a body that its handler did not read is read and dropped so that the connection can be kept, in bytes.</summary>
    public int MaxDrainSize { get; init; } = 65_536;

    /// <summary>How much of an answer is collected before it is sent, in bytes. An answer that fits gets a <c>Content-Length</c>; a longer one that did not declare its length is chunked.</summary>
    public int ResponseBufferSize { get; init; } = 8192;

    /// <summary>For how long after <see cref="HttpServer.Stop"/> a connection without a request stays open for one that is under way.</summary>
    public TimeSpan LastRequestTimeout { get; init; } = TimeSpan.FromMilliseconds(200);
}
