namespace CoroutineDsl.Jobs;

/// <summary>How a <c>JobWorker</c> runs a job. What is not said here, the worker's options say.</summary>
public sealed record JobPolicy
{
    /// <summary>How often the job is begun before it goes to the error queue.</summary>
    public int? MaxAttempts { get; init; }

    /// <summary>The wait before the second attempt. Each further one is twice as long, and a random part of up to a half is taken off each.</summary>
    public TimeSpan? Backoff { get; init; }

    /// <summary>The longest wait between two attempts.</summary>
    public TimeSpan? MaxBackoff { get; init; }

    /// <summary>How long an attempt may take; then the job is killed and the attempt has failed.</summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>How many calls of the job run at a time, on all workers together.</summary>
    public int? MaxConcurrency { get; init; }

    /// <summary>How many calls of the job begin in a second, on all workers together.</summary>
    public double? MaxRate { get; init; }

    /// <summary>This policy, with what it does not say taken from another.</summary>
    /// <param name="other">The other.</param>
    public JobPolicy Or(JobPolicy other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return new()
        {
            MaxAttempts = MaxAttempts ?? other.MaxAttempts,
            Backoff = Backoff ?? other.Backoff,
            MaxBackoff = MaxBackoff ?? other.MaxBackoff,
            Timeout = Timeout ?? other.Timeout,
            MaxConcurrency = MaxConcurrency ?? other.MaxConcurrency,
            MaxRate = MaxRate ?? other.MaxRate,
        };
    }
}
