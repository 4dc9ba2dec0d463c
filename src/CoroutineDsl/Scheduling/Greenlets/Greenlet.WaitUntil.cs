namespace CoroutineDsl;

/// <content>Waits for a condition.</content>
public partial class Greenlet
{
    /// <summary>
    /// Waits until a condition holds: <c>WaitUntil(() =&gt; ready &gt;= 3).Await()</c>. It is asked when the wait begins, and again whenever something of this hub has run (greenlets, posts, timers): it is for state of the hub.
    /// An event costs less where there is one to set.
    /// </summary>
    /// <param name="condition">Asked often, and so should be cheap; it cannot wait. What it throws, the wait throws.</param>
    /// <param name="timeout">How long to wait at most.</param>
    /// <returns><c>false</c> if the timeout passed first.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The timeout is negative.</exception>
    public static Suspension<bool> WaitUntil(Func<bool> condition, TimeSpan? timeout = null)
    {
        ArgumentNullException.ThrowIfNull(condition);
        return new(new ConditionSource(condition), Timeouts.Ticks(timeout));
    }

    /// <inheritdoc cref="WaitUntil(Func{bool}, TimeSpan?)"/>
    public static Suspension<bool> WaitUntil(Func<bool> condition, int milliseconds) => WaitUntil(condition, TimeSpan.FromMilliseconds(milliseconds));

    /// <summary>
    /// For a loop that computes: lets the others run if this greenlet has had the hub for a while (1 ms since the last time that it let them run here), and throws what is pending for it. Most times it costs a look at the clock. Under
    /// <see cref="VirtualTime"/> or a seed, where time says nothing, it lets them run each time.
    /// </summary>
    public static Suspension Checkpoint() => new(CheckpointSource.Instance);

    /// <summary>Those of a hub's greenlets whose condition is true now are woken.</summary>
    internal static void WakeSatisfied(ref WaiterList waiters)
    {
        for (var next = waiters.First; next is Greenlet waiter;)
        {
            next = waiter.Next;
            if (!((ConditionSource)waiter.AwaitedSource!).Holds(waiter) || !Claims.Take(waiter)) continue;
            if (next is { State.IsBranch: true } && ReferenceEquals(next.WaitingGreenlet, waiter.WaitingGreenlet)) next = null; // leaves with this one; the others are asked next time
            waiters.Remove(waiter);
            waiter.Wake();
        }
    }

    private sealed class ConditionSource(Func<bool> condition) : WaitSource<bool>
    {
        /// <summary>Also where it fails: that is what the wait has to throw.</summary>
        public bool Holds(Greenlet greenlet)
        {
            try
            {
                return condition();
            }
            catch (Exception exception)
            {
                greenlet.SetThrown(exception);
                return true;
            }
        }

        internal override bool Try(Greenlet greenlet, object? state, long argument) => condition();

        internal override bool Begin(Greenlet greenlet, object? state, long argument)
        {
            if (condition()) return true;
            greenlet.Hub.Loop.ConditionWaiters.Add(greenlet);
            greenlet.Park(this, argument);
            return false;
        }

        internal override void Cancel(Greenlet greenlet) => greenlet.Hub.Loop.ConditionWaiters.Remove(greenlet);

        internal override bool Take(Greenlet greenlet) => !greenlet.TakeTimedOut();

        internal override string Describe(Greenlet greenlet) => "a condition that it asks for itself";
    }

    private sealed class CheckpointSource : WaitSource
    {
        public static readonly CheckpointSource Instance = new();
        private static readonly HubSlot<Slice> s_slice = new(hub => new Slice(hub));

        internal override bool IsOneStep => false;

        internal override bool Try(Greenlet greenlet, object? state, long argument) => !s_slice.Of(greenlet.Hub).IsOver(greenlet);

        internal override bool Begin(Greenlet greenlet, object? state, long argument)
        {
            if (Try(greenlet, state, argument)) return true;
            greenlet.TakeTurn(this);
            return false;
        }

        internal override void Cancel(Greenlet greenlet)
        {
        }

        internal override void End(Greenlet greenlet) => s_slice.Of(greenlet.Hub).Begin(greenlet);

        internal override string Describe(Greenlet greenlet) => "a turn";

        private sealed class Slice(Hub hub)
        {
            private readonly bool _isTimed = hub.Clock.Virtual is null && hub.Options.Seed is null;
            private Greenlet? _greenlet;
            private long _began;

            public bool IsOver(Greenlet greenlet)
            {
                if (!_isTimed) return true;
                if (ReferenceEquals(_greenlet, greenlet)) return System.Diagnostics.Stopwatch.GetElapsedTime(_began) >= TimeSpan.FromMilliseconds(1);
                Begin(greenlet);
                return false;
            }

            public void Begin(Greenlet greenlet)
            {
                if (ReferenceEquals(_greenlet, greenlet) && System.Diagnostics.Stopwatch.GetElapsedTime(_began) < TimeSpan.FromMilliseconds(1)) return;
                _greenlet = greenlet;
                _began = System.Diagnostics.Stopwatch.GetTimestamp();
            }
        }
    }
}
