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
        CheckHub(greenlet.Hub);
        return greenlet.Spend() ? PutNow(item) || Line.ParkPutter(greenlet, item, ticks) : BeginSpentPut(greenlet, frame, item, ticks);
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
        if (greenlet.Spend()) return TryTake(greenlet, out value!) || Line.ParkGetter(greenlet, Line.Getting, ticks);
        value = default!;
        return BeginSpentGet(greenlet, frame, Line.Getting, ticks);
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
        CheckHub(greenlet.Hub);
        value = default!;
        if (!greenlet.Spend()) return BeginSpentGet(greenlet, frame, Line.Peeking, ticks);
        if (!HasItem) return Line.ParkGetter(greenlet, Line.Peeking, ticks);
        value = FirstItem();
        return true;
    }

    // The others' turn, after many waits that were over at once: in line, where those who stand there already go first. One that may not wait takes what it gets, and goes on behind the others.
    private bool BeginSpentPut(Greenlet greenlet, Coroutine frame, T item, long ticks) =>
        ticks == 0 && PutNow(item) ? greenlet.BeginTurn(frame) : Line.ParkPutter(greenlet, item, ticks);

    private bool BeginSpentGet(Greenlet greenlet, Coroutine frame, WaitSource source, long ticks) =>
        Line.MayGetSpent(ticks) && Line.TryPromise(greenlet) ? greenlet.TakeTurnWith(frame, source) : Line.ParkGetter(greenlet, source, ticks);

    /// <summary>Takes an item for a greenlet of the current hub, if there is one now.</summary>
    internal bool TryTake(Greenlet greenlet, [MaybeNullWhen(false)] out T item)
    {
        CheckHub(greenlet.Hub);
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
