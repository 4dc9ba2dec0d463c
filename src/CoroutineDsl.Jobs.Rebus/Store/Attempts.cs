namespace CoroutineDsl.Jobs;

/// <summary>The rules of attempts, the same for every store.</summary>
internal static class Attempts
{
    /// <summary>A job that was in this many lost workers runs alone: it may be what kills them.</summary>
    public const int LossesBeforeAlone = 2;

    /// <summary>What becomes of a job whose message has arrived.</summary>
    /// <param name="known">What the store knows of it; null: nothing.</param>
    /// <param name="isHeld">The worker of its last attempt is there.</param>
    /// <param name="isCancelled">Somebody does not want it any more.</param>
    /// <param name="isAlone">Nothing else runs in the worker that asks.</param>
    public static BeginAnswer Decide(JobInfo? known, bool isHeld, bool isCancelled, bool isAlone)
    {
        if (known is null) return new(BeginKind.Run, 1);
        if (known.HasEnded) return new(BeginKind.Ended, known.Attempts, known.Lost) { Info = known };
        if (known.State == JobState.Running) return isHeld ? new(BeginKind.Elsewhere) : new(BeginKind.Lost, known.Attempts, known.Lost + 1);
        if (isCancelled) return new(BeginKind.Ended, known.Attempts, known.Lost) { Info = known with { State = JobState.Cancelled } };
        if (known.Lost >= LossesBeforeAlone && !isAlone) return new(BeginKind.NeedsAlone);
        return new(BeginKind.Run, known.Attempts + 1, known.Lost);
    }

    /// <summary>The wait before the next attempt: twice as long each time, less a random part of up to a half, so that those that failed together do not come back together.</summary>
    public static TimeSpan Backoff(int attempts, TimeSpan first, TimeSpan longest)
    {
        var wait = first * Math.Pow(2, Math.Clamp(attempts - 1, 0, 30));
        if (wait > longest) wait = longest;
        return wait * (1 - (Random.Shared.NextDouble() / 2));
    }
}
