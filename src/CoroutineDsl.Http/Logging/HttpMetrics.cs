using System.Diagnostics.Metrics;

namespace CoroutineDsl.Http;

/// <summary>The server's measurements, by the names of OpenTelemetry's semantic conventions, of the meter "CoroutineDsl.Http". What nobody listens to costs a flag.</summary>
internal static class HttpMetrics
{
    public const string MeterName = "CoroutineDsl.Http";

    private static readonly Meter s_meter = new(MeterName);
    private static readonly Histogram<double> s_duration = s_meter.CreateHistogram<double>("http.server.request.duration", "s", "How long requests took.", advice: new() { HistogramBucketBoundaries = [0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10] });
    private static readonly UpDownCounter<long> s_active = s_meter.CreateUpDownCounter<long>("http.server.active_requests", "{request}", "Requests that are being answered.");
    private static readonly UpDownCounter<long> s_connections = s_meter.CreateUpDownCounter<long>("http.server.open_connections", "{connection}", "Connections that are open.");
    private static readonly Counter<long> s_handshakes = s_meter.CreateCounter<long>("http.server.failed_handshakes", "{handshake}", "TLS handshakes that failed.");

    public static bool MeasuresRequests => s_duration.Enabled || s_active.Enabled;

    public static void RequestBegan() => s_active.Add(1);

    public static void RequestEnded(in HttpAccess access, bool isSecure)
    {
        s_active.Add(-1);
        s_duration.Record(
            access.Duration.TotalSeconds,
            new("http.request.method", Known(access.Method)),
            new("http.response.status_code", access.Status),
            new("url.scheme", isSecure ? "https" : "http"),
            new("network.protocol.version", access.Version.ToString()));
    }

    public static void ConnectionChanged(int difference) => s_connections.Add(difference);

    public static void HandshakeFailed() => s_handshakes.Add(1);

    /// <summary>A client must not make as many series as it can think of methods.</summary>
    private static string Known(string? method) => method is "GET" or "POST" or "HEAD" or "PUT" or "DELETE" or "OPTIONS" or "PATCH" or "TRACE" ? method : "_OTHER";
}
