namespace CoroutineDsl;

/// <summary>Brings the continuations of <c>async</c> methods that were started on a hub back to it, so that they too run one at a time with all greenlets.</summary>
[System.Diagnostics.StackTraceHidden]
internal sealed class HubSynchronizationContext(Hub hub) : SynchronizationContext
{
    private static readonly HubSlot<HubSynchronizationContext> s_slot = new(hub => new HubSynchronizationContext(hub));

    public static HubSynchronizationContext Of(Hub hub) => s_slot.Of(hub);

    /// <summary>From now on this makes the waits of the threads that it is on.</summary>
    public void MakeWaits(TimeSpan limit)
    {
        hub.Loop.Blocking.Expect(limit);
        SetWaitNotificationRequired();
    }

    /// <summary>Before a wait of the library's own, which it must not make: takes it off the calling thread, until what this gives is disposed of.</summary>
    public static Lifted Lift()
    {
        if (Current is not HubSynchronizationContext context) return default;
        SetSynchronizationContext(null);
        return new(context);
    }

    /// <summary>A context that is off its thread; none where the thread had none of a hub.</summary>
    public readonly ref struct Lifted(HubSynchronizationContext? context)
    {
        /// <summary>Sets it again. On the thread that it was taken off.</summary>
        public void Dispose()
        {
            if (context is not null) SetSynchronizationContext(context);
        }
    }

    public override int Wait(nint[] waitHandles, bool waitAll, int millisecondsTimeout) =>
        hub.Loop.Blocking.Make(milliseconds => WaitHelper(waitHandles, waitAll, milliseconds), millisecondsTimeout);

    /// <summary>What outlives the hub goes on on the thread pool: an <c>async</c> method that was started here ends all the same.</summary>
    public override void Post(SendOrPostCallback callback, object? state) => hub.PostSurely(new Continuation(callback, state));

    public override void Send(SendOrPostCallback callback, object? state)
    {
        if (!hub.IsCurrent) throw new NotSupportedException("Send to a hub would block the calling thread; use Post.");
        callback(state);
    }

    public override SynchronizationContext CreateCopy() => this;

    private sealed class Continuation(SendOrPostCallback callback, object? state) : SurePost
    {
        public override void HubIsGone() => ThreadPool.UnsafeQueueUserWorkItem(static post => post.Run(), this, preferLocal: false);

        protected override void Do() => callback(state);
    }
}
