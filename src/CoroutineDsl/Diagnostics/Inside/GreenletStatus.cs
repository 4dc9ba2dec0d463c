namespace CoroutineDsl;

/// <summary>What a greenlet was doing when it was looked at.</summary>
public enum GreenletStatus
{
    /// <summary>It stands in the run queue: it is to start, or what it waited for has come.</summary>
    Ready,

    /// <summary>It runs: the hub is in one of its steps.</summary>
    Running,

    /// <summary>It waits for something.</summary>
    Waiting,

    /// <summary>It ended while it was looked at.</summary>
    Ended,
}
