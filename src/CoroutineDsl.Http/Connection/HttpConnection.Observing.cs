using Microsoft.Extensions.Logging;

namespace CoroutineDsl.Http;

/// <summary>The access log, the logger and the measurements.</summary>
internal sealed partial class HttpConnection
{
    private long _requestBegan;
    private DateTimeOffset _requestTime;
    private bool _isObserved;

    private void BeginObserving()
    {
        _isObserved = Server.IsObserved;
        if (!_isObserved) return;
        _requestBegan = Server.Hub.Time.GetTimestamp();
        _requestTime = Server.Hub.Time.GetUtcNow();
        HttpMetrics.RequestBegan();
    }

    /// <summary>The answer is complete, as far as the handler is concerned.</summary>
    private void Observe(int status, bool isRequest = true)
    {
        if (!_isObserved && (isRequest || !Server.IsObserved)) return;
        if (!_isObserved) BeginObserving();
        _isObserved = false;
        var request = isRequest ? Request : null;
        var access = new HttpAccess(
            Socket.RemoteEndPoint,
            _requestTime,
            Server.Hub.Time.GetElapsedTime(_requestBegan),
            request?.Method,
            request?.Target,
            request?.Version ?? System.Net.HttpVersion.Version11,
            status,
            Response.WrittenCount,
            request?.Headers["Referer"],
            request?.Headers["User-Agent"]);
        HttpMetrics.RequestEnded(access, Socket.Tls is not null);
        Options.AccessLog?.Invoke(access);
        if (Options.Logger is { } log && log.IsEnabled(LogLevel.Information))
        {
            HttpLog.Answered(log, access.Method, access.Target, access.Version, access.Client, access.Status, access.Size, access.Duration.TotalMilliseconds);
        }
    }

    private void LogRefusal(HttpStatusException reason)
    {
        if (Options.Logger is { } log && log.IsEnabled(LogLevel.Debug)) HttpLog.Refused(log, Socket.RemoteEndPoint, reason.Status, reason.Message);
    }

    private void LogLoss(Exception reason)
    {
        if (Options.Logger is { } log && log.IsEnabled(LogLevel.Debug)) HttpLog.GivenUp(log, Socket.IsClosed ? null : Socket.RemoteEndPoint, reason.Message);
    }
}
