using System.ComponentModel;

namespace CoroutineDsl;

public sealed partial class AsyncResult<T>
{
    /// <summary>The begin of <see cref="Get(TimeSpan?)"/>, for generated code.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public bool BeginGet(Greenlet greenlet, Coroutine frame, out T value, TimeSpan? timeout = null)
    {
        var ticks = Timeouts.Ticks(timeout);
        greenlet.Enter(frame);
        value = default!;
        if (!greenlet.Spend() || !IsSuccessful) return BeginOther(greenlet, frame, ref value, ticks);
        value = _value;
        return true;
    }

    /// <summary>The begin of <see cref="Get(int)"/>, for generated code.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public bool BeginGet(Greenlet greenlet, Coroutine frame, out T value, int milliseconds) =>
        BeginGet(greenlet, frame, out value, TimeSpan.FromMilliseconds(milliseconds));

    /// <summary>The begin of <see cref="Wait(TimeSpan?)"/>, for generated code.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public bool BeginWait(Greenlet greenlet, Coroutine frame, out bool value, TimeSpan? timeout = null)
    {
        var ticks = Timeouts.Ticks(timeout);
        greenlet.Enter(frame);
        value = true;
        return (greenlet.Spend() && _isReady) || (BeginWait(greenlet, _looker, ticks) && (!greenlet.State.IsSpent || greenlet.TakeTurnWith(frame, _looker)));
    }

    /// <summary>The begin of <see cref="Wait(int)"/>, for generated code.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public bool BeginWait(Greenlet greenlet, Coroutine frame, out bool value, int milliseconds) =>
        BeginWait(greenlet, frame, out value, TimeSpan.FromMilliseconds(milliseconds));

    private bool BeginOther(Greenlet greenlet, Coroutine frame, ref T value, long ticks)
    {
        var source = SourceFor(ticks);
        if (!BeginWait(greenlet, source, ticks)) return false;
        if (greenlet.State.IsSpent) return greenlet.TakeTurnWith(frame, source);
        value = source.Take(greenlet); // a failure, or set by another thread a moment ago
        return true;
    }
}
