using System.ComponentModel;
using CoroutineDsl.Runtime;

namespace CoroutineDsl;

/// <summary>A flag that greenlets wait for (gevent's <c>Event</c>): <see cref="Set"/> wakes all who wait, in the order in which they began.</summary>
/// <remarks>For one hub. May be made anywhere; the hub is that whose thread touches it first. Across threads: <see cref="AsyncResult{T}"/>.</remarks>
[System.Diagnostics.DebuggerDisplay("{ToString(),nq}")]
public sealed class CoEvent : IWaitable
{
    private Source? _source;
    private HubBinding _home;

    /// <summary>Makes one that is not set.</summary>
    public CoEvent()
    {
    }

    /// <summary>Makes one, and touches it for nobody: it belongs to the hub that does first.</summary>
    internal CoEvent(bool isSet) => IsSet = isSet;

    /// <summary>Whether the flag is set.</summary>
    public bool IsSet { get; private set; }

    /// <summary>How many wait now.</summary>
    public WaitStatistics Statistics => new(_source?.Waiters.Count ?? 0);

    bool IWaitable.HasCome => IsSet;

    private Source Waiting => _source ??= new Source(this);

    /// <summary>Sets the flag and wakes all who wait now; their waits give <c>true</c> even if it is cleared before they run.</summary>
    public void Set()
    {
        Enter();
        IsSet = true;
        _source?.WakeAll();
    }

    /// <summary>Clears the flag.</summary>
    public void Clear()
    {
        Enter();
        IsSet = false;
    }

    /// <summary>Waits until the flag is set: <c>true</c>, or <c>false</c> when the timeout has passed first. Whoever waits while others are being woken runs after them.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The timeout is negative.</exception>
    [Begins(nameof(BeginWait))]
    public Suspension<bool> Wait(TimeSpan? timeout = null) => new(Waiting, Timeouts.Ticks(timeout));

    /// <inheritdoc cref="Wait(TimeSpan?)"/>
    /// <param name="milliseconds">How long to wait at most.</param>
    [Begins(nameof(BeginWait))]
    public Suspension<bool> Wait(int milliseconds) => Wait(TimeSpan.FromMilliseconds(milliseconds));

    /// <summary>The begin of <see cref="Wait(TimeSpan?)"/>, for generated code.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public bool BeginWait(Greenlet greenlet, Coroutine frame, out bool value, TimeSpan? timeout = null)
    {
        var ticks = Timeouts.Ticks(timeout);
        greenlet.Enter(frame);
        Enter(greenlet.Hub);
        value = true;
        return (IsSet && _source is not { Waking: > 0 } && greenlet.Spend()) || Waiting.Join(greenlet, ticks);
    }

    /// <summary>The begin of <see cref="Wait(int)"/>, for generated code.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public bool BeginWait(Greenlet greenlet, Coroutine frame, out bool value, int milliseconds) =>
        BeginWait(greenlet, frame, out value, TimeSpan.FromMilliseconds(milliseconds));

    void IWaitable.Add(Waiter waiter)
    {
        Enter(Hub.Current);
        Waiting.Waiters.Add(waiter);
    }

    private void Enter(Hub here)
    {
        if (_home.Check(here)) _source?.Forget();
    }

    private void Enter()
    {
        if (_home.Check()) _source?.Forget();
    }

    void IWaitable.Remove(Waiter waiter) => _source!.Waiters.Remove(waiter);

    [System.Diagnostics.StackTraceHidden]
    private sealed class Source(CoEvent owner) : WaitSource<bool>
    {
        public WaiterList Waiters;

        /// <summary>How many have been woken and have not run yet.</summary>
        public int Waking { get; private set; }

        public void Forget() => (Waiters, Waking) = (default, 0);

        public void WakeAll()
        {
            var last = Waiters.Last;
            while (Waiters.TryTake(out var waiter))
            {
                if (waiter.AwaitedSource == this) Waking++;
                waiter.Wake();
                if (ReferenceEquals(waiter, last)) return;
            }
        }

        /// <summary>Waits for the flag, or behind those who are being woken; always <c>false</c>, as a begin that has not ended.</summary>
        public bool Join(Greenlet greenlet, long timeout)
        {
            owner.Enter(greenlet.Hub);
            if (owner.IsSet)
            {
                Waking++;
                greenlet.TakeTurn(this);
                return false;
            }

            Waiters.Add(greenlet);
            greenlet.Park(this, timeout);
            return false;
        }

        internal override bool Try(Greenlet greenlet, object? state, long argument)
        {
            owner.Enter(greenlet.Hub);
            if (!owner.IsSet || Waking > 0) return false;
            Waking++; // until it is taken, now
            return true;
        }

        internal override bool TryAtOnce(Greenlet greenlet, object? state, long argument)
        {
            if (!owner.IsSet) return false;
            Waking++; // until it is taken, now
            return true;
        }

        internal override bool Begin(Greenlet greenlet, object? state, long argument) => Try(greenlet, state, argument) || Join(greenlet, argument);

        internal override void Cancel(Greenlet greenlet) => Waiters.Remove(greenlet);

        internal override bool Take(Greenlet greenlet)
        {
            if (greenlet.TakeTimedOut()) return false;
            Waking--;
            return true;
        }

        internal override string Describe(Greenlet greenlet) => "an event";
    }

    /// <summary>What it is, and its state now.</summary>
    public override string ToString() => $"event ({(IsSet ? "set" : "not set")}{InWords.Waiting(Statistics.Waiting)})";
}
