namespace CoroutineDsl.Jobs;

/// <summary>How a <see cref="ProcessGroup"/> keeps its processes.</summary>
public sealed record ProcessGroupOptions
{
    /// <summary>How long a process that was told to stop may serve on what is under way, before it is killed; <see cref="Timeout.InfiniteTimeSpan"/>: as long as it takes.</summary>
    public TimeSpan StopTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long a process may take until it says <see cref="GroupMember.Ready"/>, before a reload gives it up.</summary>
    public TimeSpan ReadyTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How long to wait before a process that ended is started again; each time it ends soon again, twice as long.</summary>
    public TimeSpan FirstBackoff { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <summary>The longest such wait.</summary>
    public TimeSpan MaxBackoff { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>A process that has lived for so long starts again after the shortest wait.</summary>
    public TimeSpan StableTime { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Takes a line for each event: a process started, served, ended, was replaced. Null: none. What it throws is lost.</summary>
    public Action<string>? Log { get; init; }
}
