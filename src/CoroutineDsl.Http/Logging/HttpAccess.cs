using System.Net;

namespace CoroutineDsl.Http;

/// <summary>A request that has been answered, or refused: a line of the access log.</summary>
/// <param name="Client">The client's address.</param>
/// <param name="Time">When its head was complete.</param>
/// <param name="Duration">How long it took until the answer was complete.</param>
/// <param name="Method">The method; null for what was no request.</param>
/// <param name="Target">The target as it came; null for what was no request.</param>
/// <param name="Version">1.1 or 1.0.</param>
/// <param name="Status">The status of the answer.</param>
/// <param name="Size">How many bytes of body were written.</param>
/// <param name="Referer">The field <c>Referer</c>.</param>
/// <param name="UserAgent">The field <c>User-Agent</c>.</param>
public readonly record struct HttpAccess(
    EndPoint? Client, DateTimeOffset Time, TimeSpan Duration, string? Method, string? Target, Version Version, int Status, long Size, string? Referer, string? UserAgent);
