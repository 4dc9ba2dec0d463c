namespace CoroutineDsl.Jobs;

/// <summary>What is known of a job.</summary>
/// <param name="Id">Which one.</param>
/// <param name="Name">What it calls.</param>
/// <param name="State">How far it is.</param>
public sealed record JobInfo(string Id, string Name, JobState State)
{
    /// <summary>The version of its arguments.</summary>
    public int Version { get; init; } = 1;

    /// <summary>How often it has been begun.</summary>
    public int Attempts { get; init; }

    /// <summary>How often its worker was lost with it.</summary>
    public int Lost { get; init; }

    /// <summary>How much of it is done, from 0 to 1, as it said last; null: it has not said it.</summary>
    public double? Progress { get; init; }

    /// <summary>What it said beside its progress.</summary>
    public string? Note { get; init; }

    /// <summary>What the last attempt failed with: type, message, stack.</summary>
    public string? Error { get; init; }

    /// <summary>When it was begun last.</summary>
    public DateTimeOffset? Begun { get; init; }

    /// <summary>When it ended.</summary>
    public DateTimeOffset? Ended { get; init; }

    /// <summary>The key that it is the only one of.</summary>
    public string? Key { get; init; }

    /// <summary>Its arguments, as JSON where the job's serialiser writes JSON, for jobs that wait in a queue.</summary>
    public string? Arguments { get; init; }

    internal ReadOnlyMemory<byte> Result { get; init; }

    internal bool HasEnded => State is not (JobState.Waiting or JobState.Running);
}
