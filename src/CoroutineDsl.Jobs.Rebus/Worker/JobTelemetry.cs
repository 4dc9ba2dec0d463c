using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace CoroutineDsl.Jobs;

/// <summary>The spans and the metrics of queues and workers: <c>AddSource(JobTelemetry.Name)</c>, <c>AddMeter(JobTelemetry.Name)</c>.</summary>
public static class JobTelemetry
{
    /// <summary>The name of the source and of the meter.</summary>
    public const string Name = "CoroutineDsl.Jobs";

    private static readonly ActivitySource Source = new(Name);
    private static readonly Meter Meter = new(Name);
    private static readonly Counter<long> Sent = Meter.CreateCounter<long>("jobs.sent", "{job}", "Jobs that were sent.");
    private static readonly Counter<long> Attempts = Meter.CreateCounter<long>("jobs.attempts", "{attempt}", "Attempts that have ended, by 'outcome': done, failed, cancelled, given back, lost.");
    private static readonly UpDownCounter<long> Running = Meter.CreateUpDownCounter<long>("jobs.running", "{job}", "Jobs that run.");
    private static readonly Histogram<double> Duration = Meter.CreateHistogram<double>("jobs.duration", "s", "How long an attempt took.");

    internal static string? CurrentTrace => Activity.Current is { IdFormat: ActivityIdFormat.W3C } current ? current.Id : null;

    internal static Activity? Send(string job, string queue)
    {
        Sent.Add(1, new KeyValuePair<string, object?>("job", job));
        return Start($"send {job}", ActivityKind.Producer, default, queue);
    }

    /// <summary>The span of an attempt, below the one that sent the job.</summary>
    internal static Activity? Begin(string job, string queue, string id, int attempt, string? trace)
    {
        Running.Add(1, new KeyValuePair<string, object?>("job", job));
        var activity = Start($"run {job}", ActivityKind.Consumer, ActivityContext.TryParse(trace, null, isRemote: true, out var parent) ? parent : default, queue);
        activity?.SetTag("messaging.message.id", id);
        activity?.SetTag("job.attempt", attempt);
        return activity;
    }

    internal static void End(Activity? activity, string job, string outcome, TimeSpan duration, string? error = null)
    {
        var name = new KeyValuePair<string, object?>("job", job);
        Running.Add(-1, name);
        Attempts.Add(1, name, new KeyValuePair<string, object?>("outcome", outcome));
        Duration.Record(duration.TotalSeconds, name);
        if (activity is null) return;
        activity.SetTag("job.outcome", outcome);
        if (error is not null) activity.SetStatus(ActivityStatusCode.Error, error);
        activity.Dispose();
    }

    internal static void Lose(string job) => Attempts.Add(1, new KeyValuePair<string, object?>("job", job), new KeyValuePair<string, object?>("outcome", "lost"));

    private static Activity? Start(string name, ActivityKind kind, ActivityContext parent, string queue)
    {
        var activity = Source.StartActivity(name, kind, parent);
        activity?.SetTag("messaging.system", "rebus");
        activity?.SetTag("messaging.destination.name", queue);
        return activity;
    }
}
