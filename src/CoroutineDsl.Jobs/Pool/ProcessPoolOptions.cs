namespace CoroutineDsl.Jobs;

/// <summary>How a <see cref="ProcessPool"/> works.</summary>
public sealed record ProcessPoolOptions
{
    /// <summary>How many jobs a worker runs at a time, as greenlets on its hub: more than 1 for jobs that wait rather than compute.</summary>
    public int Concurrency { get; init; } = 1;

    /// <summary>How long a job that was killed or timed out may take to end, its <c>finally</c> blocks included, before its process is killed; <see cref="Timeout.InfiniteTimeSpan"/>: it never is.</summary>
    public TimeSpan KillGrace { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>How many times a job is run again whose process was lost while it ran. 0: it fails with a <see cref="WorkerLostException"/>. More is for jobs that may run twice.</summary>
    public int MaxReruns { get; init; }

    /// <summary>After so many jobs a worker ends, and another takes its place; null: never.</summary>
    public int? MaxJobsPerWorker { get; init; }

    /// <summary>A worker that has had nothing to do for so long ends; it takes up to twice as long until that is noticed. <see cref="Timeout.InfiniteTimeSpan"/>: it stays.</summary>
    public TimeSpan IdleTime { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>How long a process may take to start before it is given up.</summary>
    public TimeSpan StartTimeout { get; init; } = TimeSpan.FromSeconds(60);
}
