using System.ComponentModel;

namespace CoroutineDsl;

public sealed partial class CoChannel<T>
{
    private Putting? _sparePutting; // those that are not in use, each knows the next; none where hubs share: a late wake-up must know what it was for
    private Getting? _spareGetting;

    /// <summary>The begin of <see cref="Put(T, TimeSpan?)"/>, for generated code.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public bool BeginPut(Greenlet greenlet, Coroutine frame, T item, TimeSpan? timeout = null)
    {
        var ticks = Timeouts.Ticks(timeout);
        greenlet.Enter(frame);
        var putting = _sparePutting ?? new Putting(this) { IsPooled = !IsShared };
        _sparePutting = putting.NextSpare;
        (putting.Item, putting.IsTaken) = (item, false);
        return putting.BeginNow(greenlet, ticks); // never over at once: the getter runs first
    }

    /// <summary>The begin of <see cref="Put(T, int)"/>, for generated code.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public bool BeginPut(Greenlet greenlet, Coroutine frame, T item, int milliseconds) => BeginPut(greenlet, frame, item, TimeSpan.FromMilliseconds(milliseconds));

    /// <summary>The begin of <see cref="Get(TimeSpan?)"/>, for generated code.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public bool BeginGet(Greenlet greenlet, Coroutine frame, out T value, TimeSpan? timeout = null)
    {
        var ticks = Timeouts.Ticks(timeout);
        greenlet.Enter(frame);
        value = default!;
        var getting = _spareGetting ?? new Getting(this) { IsPooled = !IsShared };
        _spareGetting = getting.NextSpare;
        if (!getting.BeginNow(greenlet, ticks)) return false;
        if (!greenlet.Spend()) return greenlet.TakeTurnWith(frame, getting);
        value = getting.Take(greenlet);
        return true;
    }

    /// <summary>The begin of <see cref="Get(int)"/>, for generated code.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public bool BeginGet(Greenlet greenlet, Coroutine frame, out T value, int milliseconds) => BeginGet(greenlet, frame, out value, TimeSpan.FromMilliseconds(milliseconds));
}
