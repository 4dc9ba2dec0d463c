using Cronos;

namespace CoroutineDsl.Jobs;

/// <summary>A job that is sent again and again.</summary>
internal sealed class PeriodicJob
{
    private const int FieldsWithSeconds = 6;

    private readonly CronExpression _times;

    public PeriodicJob(string name, string cron, Job job)
    {
        ArgumentException.ThrowIfNullOrEmpty(cron);
        var fields = cron.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Length;
        _times = CronExpression.Parse(cron, fields == FieldsWithSeconds ? CronFormat.IncludeSeconds : CronFormat.Standard);
        (Name, Job) = (name, job);
    }

    public string Name { get; }

    public Job Job { get; }

    /// <summary>The last time at which it was due, after one and up to another; null: at none. Those before it were missed, and are not made up for.</summary>
    public DateTimeOffset? Due(DateTimeOffset after, DateTimeOffset now)
    {
        DateTimeOffset? due = null;
        for (var next = Next(after); next is { } time && time <= now; next = Next(time)) due = time;
        return due;
    }

    private DateTimeOffset? Next(DateTimeOffset after) => _times.GetNextOccurrence(after.UtcDateTime) is { } next ? new DateTimeOffset(next, TimeSpan.Zero) : null;
}
