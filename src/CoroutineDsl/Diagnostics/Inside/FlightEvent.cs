namespace CoroutineDsl;

/// <summary>What a <see cref="FlightRecorder"/> saw.</summary>
/// <param name="Ago">How long before it was asked.</param>
/// <param name="Kind">What happened.</param>
/// <param name="Id">To which greenlet.</param>
/// <param name="Greenlet">Its name.</param>
/// <param name="Place">Where it stood.</param>
/// <param name="WaitsFor">What it began to wait for.</param>
public readonly record struct FlightEvent(TimeSpan Ago, FlightEventKind Kind, long Id, string Greenlet, FrameLocation Place, string? WaitsFor);

/// <summary>The kinds of a <see cref="FlightEvent"/>.</summary>
public enum FlightEventKind
{
    /// <summary>It was scheduled for the first time.</summary>
    Spawned,

    /// <summary>A step of it began.</summary>
    Runs,

    /// <summary>It began to wait.</summary>
    Waits,

    /// <summary>Its wait was over.</summary>
    Woken,

    /// <summary>It ended, well or killed.</summary>
    Ended,

    /// <summary>It ended with a failure.</summary>
    Failed,
}
