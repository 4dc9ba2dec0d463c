namespace CoroutineDsl.Jobs;

/// <summary>What is known of the jobs beside their messages: attempts, keys, limits, progress, results. For any thread.</summary>
internal interface IJobStore : IAsyncDisposable
{
    /// <summary>A worker comes; it is there while it holds what it gets.</summary>
    Task<IWorkerLease> Join(CancellationToken token);

    /// <summary>Counts an attempt, if the job may begin.</summary>
    Task<BeginAnswer> Begin(BeginRequest request);

    /// <summary>The attempt does not count: the job was given back.</summary>
    Task GiveBack(string id);

    /// <summary>The attempt has failed, and another will follow.</summary>
    Task Fail(string id, string error);

    /// <summary>The job has ended; its key is free where it failed or was cancelled, and else taken for as long as the end is remembered.</summary>
    Task End(string id, string? key, JobState state, ReadOnlyMemory<byte> result, string? error, TimeSpan keep);

    /// <summary>The job has ended without a further attempt: as a duplicate, or because nobody wants it any more, which frees its key.</summary>
    Task Skip(BeginRequest request, JobState state, TimeSpan keep);

    Task Report(IReadOnlyList<ProgressReport> reports);

    /// <summary>Those of a worker's jobs that somebody has cancelled.</summary>
    Task<IReadOnlyList<string>> Cancelled(int worker);

    /// <summary>Says that a job is to end: <c>false</c> where it has. Of one that never comes that is remembered for a time.</summary>
    /// <param name="id">Which one.</param>
    /// <param name="keep">For how long; null: it comes.</param>
    Task<bool> Cancel(string id, TimeSpan? keep);

    Task<JobInfo?> Find(string id);

    Task<IReadOnlyList<JobInfo>> List(JobState? state, int max);

    Task<IReadOnlyDictionary<JobState, int>> Count();

    /// <summary>Forgets jobs that have ended like this.</summary>
    Task<int> Forget(JobState state);

    /// <summary>Forgets jobs whose messages have been thrown away.</summary>
    Task ForgetWaiting(IReadOnlyList<string> ids);

    /// <summary>Forgets what has been kept for long enough.</summary>
    Task ForgetOld();

    /// <summary>When a periodic job was due last; null: it is new.</summary>
    Task<DateTimeOffset?> LastDue(string name);

    Task SetLastDue(string name, DateTimeOffset time);
}

/// <summary>A worker is there while it holds this.</summary>
internal interface IWorkerLease : IAsyncDisposable
{
    int Number { get; }

    /// <summary>Makes sure that it is still held; called again and again.</summary>
    Task Keep(CancellationToken token);

    /// <summary>Whether this worker is the one that sends the periodic jobs.</summary>
    Task<bool> TryLead(CancellationToken token);
}

internal readonly record struct ProgressReport(string Id, double? Progress, string? Note);

/// <param name="Id">Which job.</param>
/// <param name="Name">What it calls.</param>
/// <param name="Version">The version of its arguments.</param>
/// <param name="Worker">Who asks.</param>
/// <param name="Key">The key that it must be the only one of.</param>
/// <param name="MaxConcurrency">How many calls of it may run at a time.</param>
/// <param name="MaxRate">How many calls of it may begin in a second.</param>
/// <param name="HasTurn">It has been given its place in the rate already.</param>
/// <param name="IsAlone">Nothing else runs in the worker.</param>
internal sealed record BeginRequest(
    string Id, string Name, int Version, int Worker, string? Key, int? MaxConcurrency, double? MaxRate, bool HasTurn, bool IsAlone)
{
    public bool IsLimited => Key is not null || MaxConcurrency is not null || MaxRate is not null;
}

internal enum BeginKind
{
    /// <summary>The attempt is counted: run it.</summary>
    Run,

    /// <summary>It has ended before: the message was not taken away then.</summary>
    Ended,

    /// <summary>Another worker runs it.</summary>
    Elsewhere,

    /// <summary>The worker of its last attempt was lost with it.</summary>
    Lost,

    /// <summary>It has lost several workers: it runs with nothing beside it, or not at all.</summary>
    NeedsAlone,

    /// <summary>As many as may run do.</summary>
    Full,

    /// <summary>Its place in the rate is later.</summary>
    Later,

    /// <summary>Another job has its key.</summary>
    Duplicate,
}

/// <param name="Kind">What to do.</param>
/// <param name="Attempts">How many attempts there were, this one included.</param>
/// <param name="Lost">How often its worker was lost.</param>
internal readonly record struct BeginAnswer(BeginKind Kind, int Attempts = 0, int Lost = 0)
{
    /// <summary>How the job ended, or the one that has its key.</summary>
    public JobInfo? Info { get; init; }

    /// <summary>How long until its place in the rate.</summary>
    public TimeSpan Wait { get; init; }
}
