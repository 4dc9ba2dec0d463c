namespace CoroutineDsl;

/// <summary>The handlers of a hub's hooks. There is one of these while there is any handler.</summary>
internal sealed class HookHandlers
{
    public Action<Greenlet>? Spawned;
    public Action<Greenlet>? Scheduled;
    public Action<Greenlet>? Stepping;
    public Action<Greenlet>? Stepped;
    public Action<Greenlet>? Parked;
    public Action<Greenlet>? Unparked;
    public Action<Greenlet>? Ended;

    public bool IsEmpty => (Spawned ?? Ended) is null && !HasStepHandlers;

    /// <summary>Whether a hook other than those for beginnings and ends has a handler: then the hub runs its batches one step at a time.</summary>
    public bool HasStepHandlers => (Scheduled ?? Stepping ?? Stepped ?? Parked ?? Unparked) is not null;
}
