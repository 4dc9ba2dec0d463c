namespace CoroutineDsl.Jobs;

/// <summary>Why a job that runs is killed.</summary>
internal enum KillReason
{
    None,

    /// <summary>Nobody wants it any more.</summary>
    Cancelled,

    /// <summary>The worker stops: the job is given back.</summary>
    Stopped,
}

/// <summary>A job that has arrived in a worker, and its greenlet while it runs. For any thread.</summary>
internal sealed partial class JobRun(string id, JobMessage message, IReadOnlyDictionary<string, string> headers)
{
    private readonly Lock _gate = new();
    private Greenlet? _greenlet;
    private Hub? _hub;

    public string Id => id;

    public JobMessage Message => message;

    public IReadOnlyDictionary<string, string> Headers => headers;

    public string? Key => headers.GetValueOrDefault(JobMessage.KeyHeader);

    public string? Trace => headers.GetValueOrDefault(JobMessage.TraceHeader);

    public bool HasTurn => headers.GetValueOrDefault(JobMessage.TurnHeader) == JobMessage.Turn;

    public DateTimeOffset? Deadline { get; } =
        headers.TryGetValue(JobMessage.DeadlineHeader, out var text) && DateTimeOffset.TryParse(text, System.Globalization.CultureInfo.InvariantCulture, out var deadline) ? deadline : null;

    /// <summary>Whether somebody waits for its end.</summary>
    public bool IsRequest => headers.ContainsKey(Rebus.Messages.Headers.ReturnAddress);

    public JobPolicy Policy { get; set; } = JobWorkerOptions.Defaults;

    public int Attempt { get; set; }

    /// <summary>What the attempt failed with; null: it has not failed, or not begun.</summary>
    public FailureText? Failure { get; set; }

    public KillReason KillReason { get; private set; }

    public void Kill(KillReason reason)
    {
        lock (_gate)
        {
            if (KillReason != KillReason.None) return;
            KillReason = reason;
            if (_hub is { IsDisposed: false } hub) hub.Post(() => _greenlet!.Kill());
        }
    }

    /// <summary>What runs on a hub.</summary>
    [Coroutine]
    public IEnumerator<Yield<ReadOnlyMemory<byte>>> Run(JobContext context, System.Diagnostics.Activity? activity, TimeSpan? timeout)
    {
        Begin();
        JobContext.Current = context;
        System.Diagnostics.Activity.Current = activity;
        var job = message.ToData().ToDefinition().Run(message.Arguments);
        if (timeout is not { } limit)
        {
            yield return job.Await();
        }
        else
        {
            (bool isDone, ReadOnlyMemory<byte> result) = Greenlet.WithTimeout(limit, FinishCoroutine(job).AsSuspension(), default).Await();
            yield return isDone ? result : throw new TimeoutException($"The attempt took longer than {limit}.");
        }
    }

    [Coroutine]
    private static IEnumerator<Yield<(bool IsDone, ReadOnlyMemory<byte> Result)>> Finish(Coroutine<ReadOnlyMemory<byte>> job)
    {
        yield return (true, job.Await());
    }

    private void Begin()
    {
        lock (_gate)
        {
            (_greenlet, _hub) = (Greenlet.Current, Hub.Current);
            if (KillReason != KillReason.None) _greenlet.Kill();
        }
    }
}
