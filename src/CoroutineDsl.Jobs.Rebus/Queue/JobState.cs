namespace CoroutineDsl.Jobs;

/// <summary>How far a job is.</summary>
public enum JobState
{
    /// <summary>It has not begun, or waits for its next attempt.</summary>
    Waiting = 0,

    /// <summary>A worker runs it.</summary>
    Running = 1,

    /// <summary>It has ended well.</summary>
    Done = 2,

    /// <summary>It has failed for good and is in the error queue.</summary>
    Failed = 3,

    /// <summary>It was cancelled, or its deadline passed.</summary>
    Cancelled = 4,

    /// <summary>It did not run: another with the same key did.</summary>
    Duplicate = 5,
}
