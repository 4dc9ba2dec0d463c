namespace CoroutineDsl;

/// <summary>Who listens to a hub. There is one while anybody does.</summary>
internal sealed class HubListeners
{
    public Action<Greenlet>? Spawned;
    public Action<Greenlet>? Scheduled;
    public Action<Greenlet>? Stepping;
    public Action<Greenlet>? Stepped;
    public Action<Greenlet>? Parked;
    public Action<Greenlet>? Unparked;
    public Action<Greenlet>? Ended;

    public bool IsEmpty => (Spawned ?? Ended) is null && !HearSteps;

    /// <summary>Whether anybody listens to more than beginnings and ends: then the hub runs its batches in the way that tells.</summary>
    public bool HearSteps => (Scheduled ?? Stepping ?? Stepped ?? Parked ?? Unparked) is not null;
}
