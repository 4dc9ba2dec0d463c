using System.Diagnostics;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;

namespace CoroutineDsl.Hosting;

/// <summary>Whether the hub's loop answers, and how soon: degraded where it lags, unhealthy where it is stuck or has ended.</summary>
internal sealed class HubHealthCheck(IGreenletHub hub, IOptions<GreenletHubOptions> options) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var answered = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var began = Stopwatch.GetTimestamp();
        hub.Hub.Post(answered.SetResult, () => answered.SetException(new ObjectDisposedException(nameof(Hub))));
        try
        {
            await answered.Task.WaitAsync(options.Value.StuckAfter, cancellationToken).ConfigureAwait(false);
        }
        catch (ObjectDisposedException)
        {
            return new HealthCheckResult(context.Registration.FailureStatus, "The hub has ended.", data: Data(Stopwatch.GetElapsedTime(began)));
        }
        catch (TimeoutException)
        {
            var busy = GreenletTree.Capture(hub.Hub).Greenlets.FirstOrDefault(greenlet => greenlet.Status == GreenletStatus.Running);
            return new HealthCheckResult(context.Registration.FailureStatus, $"The hub has not answered for {options.Value.StuckAfter}. {(busy is null ? "" : $"{busy.Name} keeps it busy, {busy.Place}.")}", data: Data(Stopwatch.GetElapsedTime(began)));
        }

        var lag = Stopwatch.GetElapsedTime(began);
        var data = Data(lag);
        return lag >= options.Value.DegradedLag ? HealthCheckResult.Degraded($"The hub's loop lags by {lag.TotalMilliseconds:0} ms.", data: data) : HealthCheckResult.Healthy($"The hub answered after {lag.TotalMilliseconds:0.0} ms.", data);
    }

    private Dictionary<string, object> Data(TimeSpan lag) => new() { ["lagMs"] = lag.TotalMilliseconds, ["greenlets"] = hub.Hub.Count };
}
