using System.ComponentModel;
using CoroutineDsl.Runtime;

namespace CoroutineDsl;

/// <summary>
/// Where greenlets park until somebody unparks them, first come, first served: the base for primitives of one's own (trio's <c>ParkingLot</c>). It holds no state but the line itself.
/// </summary>
/// <remarks>For one hub: that of the first who parks.</remarks>
[System.Diagnostics.DebuggerDisplay("{ToString(),nq}")]
public class ParkingLot
{
    private Source? _source;

    /// <summary>How many are parked.</summary>
    public int Count => _source?.Waiters.Count ?? 0;

    /// <summary>Whether nobody is.</summary>
    public bool IsEmpty => _source is not { Waiters.IsEmpty: false };

    private Source Waiting => _source ??= new Source(this);

    /// <summary>Parks until unparked. Who is killed, or times out, is out of the line; who was unparked just before is not.</summary>
    /// <param name="timeout">How long to wait at most.</param>
    /// <returns><c>false</c> if the timeout passed first.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The timeout is negative.</exception>
    [Begins(nameof(BeginPark))]
    public Suspension<bool> Park(TimeSpan? timeout = null) => new(Waiting, Timeouts.Ticks(timeout));

    /// <inheritdoc cref="Park(TimeSpan?)"/>
    [Begins(nameof(BeginPark))]
    public Suspension<bool> Park(int milliseconds) => Park(TimeSpan.FromMilliseconds(milliseconds));

    /// <summary>The begin of <see cref="Park(TimeSpan?)"/>, for generated code.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public bool BeginPark(Greenlet greenlet, Coroutine frame, out bool value, TimeSpan? timeout = null)
    {
        var ticks = Timeouts.Ticks(timeout);
        greenlet.Enter(frame);
        value = true;
        return Waiting.Begin(greenlet, null, ticks);
    }

    /// <summary>The begin of <see cref="Park(int)"/>, for generated code.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public bool BeginPark(Greenlet greenlet, Coroutine frame, out bool value, int milliseconds) =>
        BeginPark(greenlet, frame, out value, TimeSpan.FromMilliseconds(milliseconds));

    /// <summary>Makes the first of those who are parked ready: how many there were of that number.</summary>
    /// <param name="count">How many at most.</param>
    public int Unpark(int count = 1)
    {
        if (_source is not { } source) return 0;
        source.CheckHub();
        var unparked = 0;
        while (unparked < count && source.Waiters.TryTake(out var waiter))
        {
            waiter.Wake();
            unparked++;
        }

        return unparked;
    }

    /// <summary>Makes all who are parked ready.</summary>
    public int UnparkAll() => Unpark(int.MaxValue);

    /// <summary>What it is, and its state now.</summary>
    public override string ToString() => $"parking lot ({Count} parked)";

    /// <summary>For reports: what those who park here wait for.</summary>
    protected virtual string Description => "a place to be unparked from";

    private sealed class Source(ParkingLot lot) : WaitSource<bool>
    {
        public WaiterList Waiters;
        private HubBinding _home;

        public void CheckHub()
        {
            if (_home.Check()) Waiters = default;
        }

        internal override bool Begin(Greenlet greenlet, object? state, long argument)
        {
            CheckHub();
            Waiters.Add(greenlet);
            greenlet.Park(this, argument);
            return false;
        }

        internal override void Cancel(Greenlet greenlet) => Waiters.Remove(greenlet);

        internal override bool Take(Greenlet greenlet) => !greenlet.TakeTimedOut();

        internal override string Describe(Greenlet greenlet) => lot.Description;
    }
}
