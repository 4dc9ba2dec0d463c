namespace CoroutineDsl;

/// <summary>A scope in the debugger. To look at it changes nothing: its token, which is made when it is asked for, is not shown.</summary>
internal sealed class ScopeProxy(Scope scope)
{
    public Greenlet Greenlet => scope.Greenlet;

    public bool IsLeft => !scope.IsLive;

    public bool IsCancelled => scope is CancelScope { IsCancelled: true };

    public string? Reason => (scope as CancelScope)?.Reason;

    /// <summary>How long until its deadline; <c>null</c>: it has none, or has passed it.</summary>
    public TimeSpan? TimeLeft => scope.Greenlet.Hub is var hub && hub.Timers.DueOf(scope) is { } due ? hub.Time.GetElapsedTime(hub.Time.GetTimestamp(), due) : null;
}
