namespace CoroutineDsl.Jobs;

/// <summary>How a <see cref="JobWorker"/> runs jobs.</summary>
public sealed record JobWorkerOptions : JobQueueOptions
{
    /// <summary>What is true of jobs whose attribute does not say it: 5 attempts, 1 s before the second and twice as long before each further one, up to 5 minutes.</summary>
    public JobPolicy Policy { get; init; } = new();

    /// <summary>How many hubs, each on a thread of its own; null: one a core.</summary>
    public int? Hubs { get; init; }

    /// <summary>How each hub is made.</summary>
    public HubOptions? HubOptions { get; init; }

    /// <summary>How long the jobs that run may go on when the worker is stopped; then they are killed and given back.</summary>
    public TimeSpan StopTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long a job that was killed may take to let go, before it is left behind.</summary>
    public TimeSpan KillGrace { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>What jobs find as <see cref="JobContext.Services"/>.</summary>
    public IServiceProvider? Services { get; init; }

    internal static JobPolicy Defaults { get; } = new() { MaxAttempts = 5, Backoff = TimeSpan.FromSeconds(1), MaxBackoff = TimeSpan.FromMinutes(5) };
}
