using System.ComponentModel;

namespace CoroutineDsl;

public sealed partial class CoLock
{
    /// <summary>The begin of <see cref="Acquire(TimeSpan?)"/>, for generated code.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public bool BeginAcquire(Greenlet greenlet, Coroutine frame, out bool value, TimeSpan? timeout = null)
    {
        var ticks = Timeouts.Ticks(timeout);
        greenlet.Enter(frame);
        value = true;
        return (greenlet.Spend() && TryAcquire(greenlet)) || Waiting.BeginLate(greenlet, frame, Waiting.Taking, ticks);
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
        return (greenlet.Spend() && TryAcquire(greenlet)) || Waiting.BeginLate(greenlet, frame, Waiting.Holding, Timeouts.None);
    }
}
