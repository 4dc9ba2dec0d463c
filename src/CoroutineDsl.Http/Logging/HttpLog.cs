using System.Net;
using Microsoft.Extensions.Logging;

namespace CoroutineDsl.Http;

/// <summary>What the server tells an <see cref="ILogger"/>.</summary>
internal static partial class HttpLog
{
    [LoggerMessage(1, LogLevel.Information, "{Method} {Target} HTTP/{Version} from {Client}: {Status}, {Size} bytes in {Milliseconds:0.###} ms")]
    public static partial void Answered(ILogger log, string? method, string? target, Version version, EndPoint? client, int status, long size, double milliseconds);

    [LoggerMessage(2, LogLevel.Debug, "The TLS handshake of {Client} failed.")]
    public static partial void HandshakeFailed(ILogger log, EndPoint? client, Exception reason);

    [LoggerMessage(3, LogLevel.Debug, "A request of {Client} was refused with status {Status}: {Reason}")]
    public static partial void Refused(ILogger log, EndPoint? client, int status, string reason);

    [LoggerMessage(4, LogLevel.Debug, "The connection of {Client} was given up: {Reason}")]
    public static partial void GivenUp(ILogger log, EndPoint? client, string reason);
}
