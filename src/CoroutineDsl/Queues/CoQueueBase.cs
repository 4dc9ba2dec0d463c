using System.Diagnostics.CodeAnalysis;
using CoroutineDsl.Runtime;

namespace CoroutineDsl;

/// <summary>
/// What all queues between greenlets share. With a size, <see cref="Put(T, TimeSpan?)"/> waits for room. A <c>foreach</c> takes items until the queue is shut down and empty.
/// A queue of one's own says how items are kept: the protected members.
/// </summary>
/// <typeparam name="T">The type of the items.</typeparam>
/// <remarks>
/// For one hub. May be made anywhere; the hub is that whose thread touches it first. Those who wait are served first come, first served, a putter and a getter in turn.
/// A getter or putter that is killed or timed out while it waits loses no item.
/// </remarks>
[System.Diagnostics.DebuggerDisplay("{ToString(),nq}")]
[System.Diagnostics.DebuggerTypeProxy(typeof(QueueProxy<>))]
public abstract partial class CoQueueBase<T> : CoEnumerable<T>
{
    private int _capacity;
    private HubBinding _home;
    private QueueLine<T>? _line;

    /// <summary>Makes an empty queue.</summary>
    /// <param name="maxSize">How many items it holds at most; <c>null</c>: no bound.</param>
    /// <exception cref="ArgumentOutOfRangeException">The size is not positive.</exception>
    protected CoQueueBase(int? maxSize) => MaxSize = maxSize;

    /// <summary>How many items it holds at most; <c>null</c>: no bound. Setting it wakes those who wait for room, where there is some now.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The size is not positive.</exception>
    public int? MaxSize
    {
        get => _capacity == int.MaxValue ? null : _capacity;
        set
        {
            if (value is { } size) ArgumentOutOfRangeException.ThrowIfNegativeOrZero(size, nameof(MaxSize));
            _capacity = value ?? int.MaxValue;
            if (_line is { Putters.IsEmpty: false } line) line.Schedule();
        }
    }

    /// <summary>How many items are in the queue.</summary>
    public int Count => ItemCount;

    /// <summary>Whether there is nothing to get.</summary>
    public bool IsEmpty => ItemCount == 0;

    /// <summary>Whether there is no room to put.</summary>
    public bool IsFull => ItemCount >= _capacity;

    /// <summary>Whether it has been shut down.</summary>
    public bool IsShutDown { get; private set; }

    /// <summary>What it holds, and who waits.</summary>
    public QueueStatistics Statistics => new(Count, MaxSize, _line?.Getters.Count ?? 0, _line?.Putters.Count ?? 0);

    /// <summary>How many items there are.</summary>
    protected abstract int ItemCount { get; }

    /// <summary>Whether there is an item that is not promised to a getter which is about to run.</summary>
    internal bool HasItem => ItemCount > (_line?.Granted ?? 0);

    /// <summary>Puts an item in; waits for room where there is none.</summary>
    /// <exception cref="QueueFullException">There was no room within the timeout (from the wait).</exception>
    /// <exception cref="QueueShutDownException">The queue has been shut down, or was while this waited (from the wait).</exception>
    /// <exception cref="ArgumentOutOfRangeException">The timeout is negative.</exception>
    [Begins(nameof(BeginPut))]
    public Suspension Put(T item, TimeSpan? timeout = null) => new(new QueueLine<T>.PutSource(Line) { Item = item }, Timeouts.Ticks(timeout));

    /// <inheritdoc cref="Put(T, TimeSpan?)"/>
    [Begins(nameof(BeginPut))]
    public Suspension Put(T item, int milliseconds) => Put(item, TimeSpan.FromMilliseconds(milliseconds));

    /// <summary>Takes an item out; waits for one where there is none.</summary>
    /// <exception cref="QueueEmptyException">There was no item within the timeout (from the wait).</exception>
    /// <exception cref="QueueShutDownException">The queue is empty and has been shut down, or was while this waited (from the wait).</exception>
    /// <exception cref="ArgumentOutOfRangeException">The timeout is negative.</exception>
    [Begins(nameof(BeginGet))]
    public Suspension<T> Get(TimeSpan? timeout = null) => new(Line.Getting, Timeouts.Ticks(timeout));

    /// <inheritdoc cref="Get(TimeSpan?)"/>
    [Begins(nameof(BeginGet))]
    public Suspension<T> Get(int milliseconds) => Get(TimeSpan.FromMilliseconds(milliseconds));

    /// <summary>The item that would be taken next, left where it is; waits for one where there is none.</summary>
    /// <exception cref="QueueEmptyException">There was no item within the timeout (from the wait).</exception>
    /// <exception cref="QueueShutDownException">The queue is empty and has been shut down, or was while this waited (from the wait).</exception>
    /// <exception cref="ArgumentOutOfRangeException">The timeout is negative.</exception>
    [Begins(nameof(BeginPeek))]
    public Suspension<T> Peek(TimeSpan? timeout = null) => new(Line.Peeking, Timeouts.Ticks(timeout));

    /// <inheritdoc cref="Peek(TimeSpan?)"/>
    [Begins(nameof(BeginPeek))]
    public Suspension<T> Peek(int milliseconds) => Peek(TimeSpan.FromMilliseconds(milliseconds));

    /// <summary>Puts an item in if there is room now and the queue has not been shut down.</summary>
    public bool TryPut(T item)
    {
        CheckHub();
        return PutNow(item);
    }

    /// <summary>Takes an item out if there is one now.</summary>
    public bool TryGet([MaybeNullWhen(false)] out T item)
    {
        CheckHub();
        if (!HasItem)
        {
            item = default;
            return false;
        }

        item = Take();
        return true;
    }

    /// <summary>Puts an item in now.</summary>
    /// <exception cref="QueueFullException">There is no room.</exception>
    /// <exception cref="QueueShutDownException">The queue has been shut down.</exception>
    public void PutNoWait(T item)
    {
        if (IsShutDown) throw new QueueShutDownException();
        if (!TryPut(item)) throw new QueueFullException();
    }

    /// <summary>Takes an item out now.</summary>
    /// <exception cref="QueueEmptyException">There is none.</exception>
    /// <exception cref="QueueShutDownException">There is none, and the queue has been shut down.</exception>
    public T GetNoWait()
    {
        if (TryGet(out var item)) return item;
        ThrowIfShutDown();
        throw new QueueEmptyException();
    }

    /// <summary>The item that would be taken next, now.</summary>
    /// <exception cref="QueueEmptyException">There is none.</exception>
    /// <exception cref="QueueShutDownException">There is none, and the queue has been shut down.</exception>
    public T PeekNoWait()
    {
        CheckHub();
        if (HasItem) return FirstItem();
        ThrowIfShutDown();
        throw new QueueEmptyException();
    }

    /// <summary>
    /// Nothing can be put any more. What is in the queue can still be got; a <c>foreach</c> ends after it. All who wait now get a <see cref="QueueShutDownException"/>, and the items of those who wait for room are dropped.
    /// </summary>
    /// <param name="immediate">Drops what is in the queue as well.</param>
    public void ShutDown(bool immediate = false)
    {
        CheckHub();
        IsShutDown = true;
        if (immediate)
        {
            while (HasItem) DropItem(TakeItem());
        }

        _line?.ShutDown();
    }

    /// <summary>Takes items until the queue has been shut down and is empty.</summary>
    public sealed override CoEnumerator<T> GetEnumerator() => new QueueEnumerator<T>(this);

    /// <summary>Keeps an item. If it throws, so does the put, and nothing has changed.</summary>
    protected abstract void AddItem(T item);

    /// <summary>Takes an item out; there is one. If it throws, so does the get, and nothing has changed.</summary>
    protected abstract T TakeItem();

    /// <summary>The item that <see cref="TakeItem"/> would take; there is one.</summary>
    protected abstract T FirstItem();

    internal virtual void DropItem(T item)
    {
    }

    /// <summary>Takes an item out, and lets in who waits for room.</summary>
    internal T Take()
    {
        var item = TakeItem();
        if (_line is { Putters.IsEmpty: false } line) line.Schedule();
        return item;
    }

    internal T First() => FirstItem();

    internal void Add(T item) => AddItem(item);

    /// <summary>Those who wait. It belongs to no hub before the first does.</summary>
    internal QueueLine<T> Line => _line ??= new QueueLine<T>(this);

    /// <exception cref="InvalidOperationException">It belongs to another hub.</exception>
    internal void CheckHub(Hub here)
    {
        if (_home.Check(here)) _line?.Forget();
    }

    private void CheckHub()
    {
        if (_home.Check()) _line?.Forget();
    }

    internal bool PutNow(T item)
    {
        if (ItemCount >= _capacity || IsShutDown) return false;
        AddItem(item);
        if (_line is { Getters.IsEmpty: false } line) line.Schedule();
        return true;
    }

    internal void ThrowIfShutDown()
    {
        if (IsShutDown) throw new QueueShutDownException();
    }

    /// <summary>What it is, and its state now.</summary>
    public override string ToString() => $"queue ({Count}{(MaxSize is { } size ? $" of {size}" : "")} items{(IsShutDown ? ", shut down" : "")}{InWords.Waiting(Statistics.WaitingGetters, "to get")}{InWords.Waiting(Statistics.WaitingPutters, "to put")})";
}
