using System.ComponentModel;
using System.Diagnostics.CodeAnalysis;

namespace CoroutineDsl;

public abstract partial class CoQueueBase<T>
{
    /// <summary>The begin of <see cref="Put(T, TimeSpan?)"/>, for generated code.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public bool BeginPut(Greenlet greenlet, Coroutine frame, T item, TimeSpan? timeout = null)
    {
        var ticks = Timeouts.Ticks(timeout);
        greenlet.Enter(frame);
        _line?.CheckHub(greenlet.Hub);
        return PutNow(item) || Line.ParkPutter(greenlet, item, ticks);
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
        return TryTake(greenlet, out value!) || Line.ParkGetter(greenlet, Line.Getting, ticks);
    }

    /// <summary>The begin of <see cref="Get(int)"/>, for generated code.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public bool BeginGet(Greenlet greenlet, Coroutine frame, out T value, int milliseconds) => BeginGet(greenlet, frame, out value, TimeSpan.FromMilliseconds(milliseconds));

    /// <summary>The begin of <see cref="Peek(TimeSpan?)"/>, for generated code.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public bool BeginPeek(Greenlet greenlet, Coroutine frame, out T value, TimeSpan? timeout = null)
    {
        var ticks = Timeouts.Ticks(timeout);
        greenlet.Enter(frame);
        _line?.CheckHub(greenlet.Hub);
        if (HasItem)
        {
            value = FirstItem();
            return true;
        }

        value = default!;
        return Line.ParkGetter(greenlet, Line.Peeking, ticks);
    }

    /// <summary>Takes an item for a greenlet of the current hub, if there is one now.</summary>
    internal bool TryTake(Greenlet greenlet, [MaybeNullWhen(false)] out T item)
    {
        _line?.CheckHub(greenlet.Hub);
        if (HasItem)
        {
            item = Take();
            return true;
        }

        item = default;
        return false;
    }

    /// <summary>The begin of <see cref="Peek(int)"/>, for generated code.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public bool BeginPeek(Greenlet greenlet, Coroutine frame, out T value, int milliseconds) => BeginPeek(greenlet, frame, out value, TimeSpan.FromMilliseconds(milliseconds));
}
