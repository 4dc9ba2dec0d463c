namespace CoroutineDsl;

public partial class Greenlet : IWaitable
{
    bool IWaitable.HasCome => IsReady;

    /// <summary>Waits until the hub has nothing left to do but what waits here: every greenlet has ended or is parked for good. <c>true</c>, or <c>false</c> when the timeout has passed first.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The timeout is negative.</exception>
    public static Suspension<bool> Wait(TimeSpan? timeout = null) => new(QuiescenceSource.Instance, Timeouts.Ticks(timeout));

    /// <summary>Waits until the objects have come: greenlets ended, events set, results set, semaphores to be had. Gives those that have, in the order in which they did.</summary>
    /// <param name="objects">Those that have come already are first, in their own order.</param>
    /// <param name="count">How many to wait for; all unless given.</param>
    /// <param name="timeout">Passes silently: the result is shorter.</param>
    /// <exception cref="ArgumentException">One of the objects is not an <see cref="IWaitable"/> (from the wait).</exception>
    /// <exception cref="ArgumentOutOfRangeException">The timeout is negative.</exception>
    public static Suspension<T[]> Wait<T>(IEnumerable<T> objects, int? count = null, TimeSpan? timeout = null)
        where T : class
    {
        ArgumentNullException.ThrowIfNull(objects);
        T[] all = [.. objects];
        return new(new WaitManySource<T>(all, Math.Clamp(count ?? all.Length, 0, all.Length)), Timeouts.Ticks(timeout));
    }

    /// <summary>As <see cref="Wait{T}(IEnumerable{T}, int?, TimeSpan?)"/>.</summary>
    public static Suspension<IWaitable[]> Wait(params IWaitable[] objects) => Wait((IEnumerable<IWaitable>)objects);

    /// <summary>The objects, one by one, as they come. The body of the <c>foreach</c> may wait for other things meanwhile: nothing is missed. All are watched from the first step to the end of the loop.</summary>
    /// <param name="objects">Greenlets, events, results, semaphores.</param>
    /// <param name="count">After how many the sequence ends; all unless given.</param>
    /// <param name="timeout">From the first step; ends the sequence.</param>
    /// <exception cref="ArgumentOutOfRangeException">The timeout is negative.</exception>
    public static CoEnumerable<T> IterateReady<T>(IEnumerable<T> objects, int? count = null, TimeSpan? timeout = null)
        where T : class
    {
        ArgumentNullException.ThrowIfNull(objects);
        T[] all = [.. objects];
        return new ReadySequence<T>(all, Math.Clamp(count ?? all.Length, 0, all.Length), Timeouts.Ticks(timeout));
    }

    void IWaitable.Add(Waiter waiter)
    {
        Hub.CheckThread();
        More.Waiters.Add(waiter);
    }

    void IWaitable.Remove(Waiter waiter) => Extras!.Waiters.Remove(waiter);

    /// <summary>Waits for many, or for some of them.</summary>
    [System.Diagnostics.StackTraceHidden]
    private sealed class WaitManySource<T>(T[] objects, int count) : WaitSource<T[]>
        where T : class
    {
        private ReadySet<T>? _set;
        private SingleUse _use;

        internal override bool Begin(Greenlet greenlet, object? state, long argument)
        {
            _use.Begin();
            _set = new ReadySet<T>(objects, greenlet.Hub);
            if (_set.Ready.Count >= count) return true;
            _set.WakeAt(count, greenlet, this, argument);
            return false;
        }

        internal override void Cancel(Greenlet greenlet) => _set!.Detach();

        internal override T[] Take(Greenlet greenlet)
        {
            greenlet.TakeTimedOut();
            _set!.Detach();
            return [.. _set.Ready.Take(count)];
        }

        internal override string Describe(Greenlet greenlet) => $"{count} of {objects.Length} objects";
    }

    /// <summary>Waits until the hub is out of work.</summary>
    [System.Diagnostics.StackTraceHidden]
    private sealed class QuiescenceSource : WaitSource<bool>
    {
        public static readonly QuiescenceSource Instance = new();

        internal override bool Begin(Greenlet greenlet, object? state, long argument)
        {
            greenlet.Hub.Loop.QuiescenceWaiters.Add(greenlet);
            greenlet.Park(this, argument);
            return false;
        }

        internal override void Cancel(Greenlet greenlet) => greenlet.Hub.Loop.QuiescenceWaiters.Remove(greenlet);

        internal override bool Take(Greenlet greenlet) => !greenlet.TakeTimedOut();

        internal override string Describe(Greenlet greenlet) => "the hub to be out of work";
    }
}
