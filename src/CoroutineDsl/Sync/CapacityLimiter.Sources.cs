using System.ComponentModel;
using CoroutineDsl.Runtime;

namespace CoroutineDsl;

public sealed partial class CapacityLimiter
{
    private Source? _source;
    private HoldingSource? _holding;

    private Source Waiting => _source ??= new Source(this);

    private HoldingSource Holding => _holding ??= new HoldingSource(Waiting);

    /// <summary>The begin of <see cref="Acquire(TimeSpan?)"/>, for generated code.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public bool BeginAcquire(Greenlet greenlet, Coroutine frame, out bool value, TimeSpan? timeout = null)
    {
        var ticks = Timeouts.Ticks(timeout);
        greenlet.Enter(frame);
        value = true;
        return Waiting.Begin(greenlet, null, ticks) && (greenlet.Spend() || greenlet.TakeTurnWith(frame, Waiting));
    }

    /// <summary>The begin of <see cref="Acquire(int)"/>, for generated code.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public bool BeginAcquire(Greenlet greenlet, Coroutine frame, out bool value, int milliseconds) =>
        BeginAcquire(greenlet, frame, out value, TimeSpan.FromMilliseconds(milliseconds));

    /// <summary>The begin of <see cref="Hold"/>, for generated code.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public bool BeginHold(Greenlet greenlet, Coroutine frame, out Held value)
    {
        greenlet.Enter(frame);
        value = new Held(this);
        return Holding.Begin(greenlet, null, Timeouts.None) && (greenlet.Spend() || greenlet.TakeTurnWith(frame, Holding));
    }

    private bool BeginFor(WaitSource source, Greenlet greenlet, long timeout)
    {
        if (TryAcquire(greenlet.WaitingGreenlet)) return true;
        _waiters.Add(greenlet);
        greenlet.Park(source, timeout);
        _ends.Watch();
        return false;
    }

    /// <summary>A token that is held: disposing of it gives it back.</summary>
    public readonly struct Held : IDisposable
    {
        private readonly CapacityLimiter _limiter;

        internal Held(CapacityLimiter limiter) => _limiter = limiter;

        /// <summary>Gives the current greenlet's token back.</summary>
        /// <exception cref="InvalidOperationException">It holds none.</exception>
        public void Dispose() => _limiter.Release();
    }

    [System.Diagnostics.StackTraceHidden]
    private sealed class Source(CapacityLimiter limiter) : WaitSource<bool>
    {
        public CapacityLimiter Limiter => limiter;

        internal override bool Try(Greenlet greenlet, object? state, long argument) => limiter.TryAcquire(greenlet);

        internal override bool Begin(Greenlet greenlet, object? state, long argument) => limiter.BeginFor(this, greenlet, argument);

        internal override void Cancel(Greenlet greenlet)
        {
            limiter._waiters.Remove(greenlet);
            limiter._ends.Watch();
        }

        internal override bool Take(Greenlet greenlet) => !greenlet.TakeTimedOut();

        internal override string OnlyGreenlets => $"An async method is no greenlet, and cannot hold a token of a CapacityLimiter. {Instead}";

        internal override string Describe(Greenlet greenlet) => "a token of a limiter";

        internal override Greenlet? OwnerFor(Greenlet greenlet) => limiter._holders.Count == 1 ? limiter._holders.First() : null;

        internal override void AddOwners(Greenlet greenlet, Action<Greenlet> add)
        {
            foreach (var holder in limiter._holders) add(holder);
        }
    }

    [System.Diagnostics.StackTraceHidden]
    private sealed class HoldingSource(Source source) : WaitSource<Held>
    {
        internal override bool Try(Greenlet greenlet, object? state, long argument) => source.Try(greenlet, state, argument);

        internal override bool Begin(Greenlet greenlet, object? state, long argument) => source.Limiter.BeginFor(this, greenlet, argument);

        internal override void Cancel(Greenlet greenlet) => source.Cancel(greenlet);

        internal override Held Take(Greenlet greenlet) => new(source.Limiter);

        internal override string OnlyGreenlets => source.OnlyGreenlets;

        internal override string Describe(Greenlet greenlet) => source.Describe(greenlet);

        internal override Greenlet? OwnerFor(Greenlet greenlet) => source.OwnerFor(greenlet);

        internal override void AddOwners(Greenlet greenlet, Action<Greenlet> add) => source.AddOwners(greenlet, add);
    }
}
