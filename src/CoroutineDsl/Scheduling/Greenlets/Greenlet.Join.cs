namespace CoroutineDsl;

public partial class Greenlet
{
    /// <summary>Waits until the greenlet has ended, however it ended: never throws its failure. A timeout passes silently; <see cref="IsReady"/> tells.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The timeout is negative.</exception>
    public Suspension Join(TimeSpan? timeout = null) => new(More.Join ??= new JoinSource(this), Timeouts.Ticks(timeout));

    /// <inheritdoc cref="Join(TimeSpan?)"/>
    /// <param name="milliseconds">How long to wait at most.</param>
    public Suspension Join(int milliseconds) => Join(TimeSpan.FromMilliseconds(milliseconds));

    /// <summary>Waits until the greenlet has ended and gives its value. Throws its failure, every time it is asked.</summary>
    /// <exception cref="GreenletKilledException">It was killed, and has no value (from the wait).</exception>
    /// <exception cref="CoTimeoutException">The timeout has passed (from the wait).</exception>
    /// <exception cref="ArgumentOutOfRangeException">The timeout is negative.</exception>
    public Suspension<object?> Get(TimeSpan? timeout = null)
    {
        var ticks = Timeouts.Ticks(timeout);
        return new Suspension<object?>(ticks < 0 ? (GetSource)(More.Get ??= new GetSource(this, default)) : new GetSource(this, new TimeSpan(ticks)), ticks);
    }

    /// <inheritdoc cref="Get(TimeSpan?)"/>
    /// <param name="milliseconds">How long to wait at most.</param>
    public Suspension<object?> Get(int milliseconds) => Get(TimeSpan.FromMilliseconds(milliseconds));

    /// <summary>Waits here until the greenlet has ended; throws its failure.</summary>
    /// <exception cref="GreenletKilledException">It was killed.</exception>
    [Runtime.AwaitMethod, System.Diagnostics.StackTraceHidden]
    public void Await() => Baton.Wait((Suspension)Get());

    /// <summary>Makes the greenlet awaitable from <c>async</c> code, on any thread.</summary>
    public System.Runtime.CompilerServices.TaskAwaiter GetAwaiter() => AsTask().GetAwaiter();

    /// <summary>Whether it has ended with a result.</summary>
    internal bool HasResult => IsSuccessful && Extras?.Ended is null;

    /// <summary>Throws what the greenlet failed with, as it was thrown, or that it was killed.</summary>
    [System.Diagnostics.StackTraceHidden]
    internal void ThrowIfNoResult()
    {
        if (Extras?.Ended is not { } ended) return;
        if (!State.HasFailed) throw new GreenletKilledException(this, (GreenletExit)ended.SourceException);
        State.Observe();
        ended.Throw();
    }

    /// <summary>Waits for the end and does not look at it.</summary>
    [System.Diagnostics.StackTraceHidden]
    private sealed class JoinSource(Greenlet target) : WaitSource
    {
        internal override bool Try(Greenlet greenlet, object? state, long argument) => target.HasEndedFor(greenlet);

        internal override bool Begin(Greenlet greenlet, object? state, long argument) => target.BeginJoin(greenlet, this, argument);

        internal override void Cancel(Greenlet greenlet) => target.Extras!.Waiters.Remove(greenlet);

        internal override void End(Greenlet greenlet) => greenlet.TakeTimedOut();

        internal override string Describe(Greenlet greenlet) => $"the end of {target.Name}";

        internal override Greenlet? OwnerFor(Greenlet greenlet) => target;

        internal override bool IsOwned => true;
    }

    /// <summary>Waits for the end, and gives or throws the outcome.</summary>
    [System.Diagnostics.StackTraceHidden]
    private sealed class GetSource(Greenlet target, TimeSpan timeout) : WaitSource<object?>
    {
        internal override bool Try(Greenlet greenlet, object? state, long argument) => target.HasEndedFor(greenlet);

        internal override bool Begin(Greenlet greenlet, object? state, long argument) => target.BeginJoin(greenlet, this, argument);

        internal override void Cancel(Greenlet greenlet) => target.Extras!.Waiters.Remove(greenlet);

        internal override object? Take(Greenlet greenlet)
        {
            if (greenlet.TakeTimedOut()) throw new CoTimeoutException(timeout);
            target.ThrowIfNoResult();
            return target.Value;
        }

        internal override string Describe(Greenlet greenlet) => $"the result of {target.Name}";

        internal override Greenlet? OwnerFor(Greenlet greenlet) => target;

        internal override bool IsOwned => true;
    }

    private protected bool HasEndedFor(Greenlet joiner)
    {
        if (!ReferenceEquals(Hub, joiner.Hub)) Hub.CheckThread();
        return IsReady;
    }

    internal bool BeginJoin(Greenlet greenlet, WaitSource source, long timeout)
    {
        if (HasEndedFor(greenlet)) return true;
        More.Waiters.Add(greenlet);
        greenlet.Park(source, timeout);
        Hub.Deadlocks.Suspect(greenlet);
        return false;
    }
}
