using System.IO.Pipelines;

namespace CoroutineDsl.AspNetCore;

/// <summary>Runs the continuations of pipes on a hub: right away for who is there already. Where the hub is gone the thread pool does: whoever waits at the other end of the pipe hears of it.</summary>
internal sealed class HubScheduler(Hub hub) : PipeScheduler
{
    public Hub Hub => hub;

    /// <summary>Whether the current thread runs the hub.</summary>
    public bool IsHere => CoroutineDsl.Hub.IsRunningHere && ReferenceEquals(CoroutineDsl.Hub.Current, hub);

    public override void Schedule(Action<object?> action, object? state)
    {
        if (IsHere) action(state);
        else hub.Post(() => action(state), () => System.Threading.ThreadPool.UnsafeQueueUserWorkItem(action, state, preferLocal: false));
    }
}
