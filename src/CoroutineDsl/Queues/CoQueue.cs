using System.Diagnostics.CodeAnalysis;

namespace CoroutineDsl;

/// <summary>A first in, first out queue between greenlets (gevent's <c>Queue</c>). With a size, <see cref="Put(T, TimeSpan?)"/> waits for room.</summary>
/// <typeparam name="T">The type of the items.</typeparam>
/// <remarks>For one hub. May be made anywhere; the hub is that of the first who waits. A getter or putter that is killed or timed out loses no item.</remarks>
public sealed class CoQueue<T>
{
    private readonly Queue<T> _items = new();
    private readonly int _capacity;
    private Getters? _getters;
    private WaiterList _putters;
    private PutSource? _sparePut;
    private int _granted; // items promised to getters that have been woken and have not run yet

    /// <summary>Makes an empty queue.</summary>
    /// <param name="maxSize">How many items it holds at most; <c>null</c>: no bound.</param>
    /// <exception cref="ArgumentOutOfRangeException">The size is not positive.</exception>
    public CoQueue(int? maxSize = null)
    {
        if (maxSize is { } size) ArgumentOutOfRangeException.ThrowIfNegativeOrZero(size, nameof(maxSize));
        _capacity = maxSize ?? int.MaxValue;
    }

    /// <summary>How many items are in the queue.</summary>
    public int Count => _items.Count;

    /// <summary>Whether there is nothing to get.</summary>
    public bool IsEmpty => _items.Count == 0;

    /// <summary>Whether there is no room to put.</summary>
    public bool IsFull => _items.Count >= _capacity;

    /// <summary>Puts an item in; waits for room where there is none.</summary>
    /// <exception cref="QueueFullException">There was no room within the timeout (from the wait).</exception>
    /// <exception cref="ArgumentOutOfRangeException">The timeout is negative.</exception>
    public Suspension Put(T item, TimeSpan? timeout = null)
    {
        var ticks = Timeouts.Ticks(timeout);
        if (TryPut(item)) return Suspension.Completed;
        var source = _sparePut ?? new PutSource(this);
        _sparePut = null;
        source.Item = item;
        return new Suspension(source, ticks);
    }

    /// <inheritdoc cref="Put(T, TimeSpan?)"/>
    public Suspension Put(T item, int milliseconds) => Put(item, TimeSpan.FromMilliseconds(milliseconds));

    /// <summary>Takes the first item out; waits for one where there is none.</summary>
    /// <exception cref="QueueEmptyException">There was no item within the timeout (from the wait).</exception>
    /// <exception cref="ArgumentOutOfRangeException">The timeout is negative.</exception>
    public Suspension<T> Get(TimeSpan? timeout = null)
    {
        var ticks = Timeouts.Ticks(timeout);
        return TryGet(out var item) ? new Suspension<T>(item) : new Suspension<T>(_getters ??= new Getters(this, Hub.Current), ticks);
    }

    /// <inheritdoc cref="Get(TimeSpan?)"/>
    public Suspension<T> Get(int milliseconds) => Get(TimeSpan.FromMilliseconds(milliseconds));

    /// <summary>Puts an item in if there is room now.</summary>
    public bool TryPut(T item)
    {
        if (_items.Count >= _capacity) return false;
        Add(item);
        return true;
    }

    /// <summary>Takes the first item out if there is one now.</summary>
    public bool TryGet([MaybeNullWhen(false)] out T item)
    {
        if (_items.Count <= _granted)
        {
            item = default;
            return false;
        }

        item = Remove();
        return true;
    }

    /// <summary>Puts an item in now.</summary>
    /// <exception cref="QueueFullException">There is no room.</exception>
    public void PutNoWait(T item)
    {
        if (!TryPut(item)) throw new QueueFullException();
    }

    /// <summary>Takes the first item out now.</summary>
    /// <exception cref="QueueEmptyException">There is none.</exception>
    public T GetNoWait() => TryGet(out var item) ? item : throw new QueueEmptyException();

    private void Add(T item)
    {
        _items.Enqueue(item);
        if (_getters is not { } getters) return;
        getters.Hub.CheckThread();
        if (!getters.Waiters.TryTake(out var getter)) return;
        _granted++;
        getter.Wake();
    }

    private T Remove()
    {
        var item = _items.Dequeue();
        if (_putters.TryTake(out var putter))
        {
            Add(((PutSource)((Greenlet)putter).Waits!).Item);
            putter.Wake();
        }

        return item;
    }

    private sealed class Getters(CoQueue<T> queue, Hub hub) : WaitSource<T>
    {
        public WaiterList Waiters;

        public Hub Hub => hub;

        internal override bool Begin(Greenlet greenlet, object? state, long argument)
        {
            hub.CheckThread();
            if (queue._items.Count > queue._granted)
            {
                greenlet.Waits = null; // nothing was promised
                return true;
            }

            Waiters.Add(greenlet);
            greenlet.Park(this, argument);
            return false;
        }

        internal override void Cancel(Greenlet greenlet) => Waiters.Remove(greenlet);

        internal override T Take(Greenlet greenlet)
        {
            if (greenlet.TakeTimedOut()) throw new QueueEmptyException();
            if (greenlet.Waits is not null) queue._granted--;
            return queue.Remove();
        }

        internal override string Describe(Greenlet greenlet) => "an item of a queue";
    }

    /// <summary>One waiting put, with its item; one at a time is kept for the next.</summary>
    private sealed class PutSource(CoQueue<T> queue) : WaitSource
    {
        public T Item = default!;

        internal override bool Begin(Greenlet greenlet, object? state, long argument)
        {
            if (queue.TryPut(Item)) return true;
            queue._putters.Add(greenlet);
            greenlet.Park(this, argument);
            return false;
        }

        internal override void Cancel(Greenlet greenlet) => queue._putters.Remove(greenlet);

        internal override void End(Greenlet greenlet)
        {
            Item = default!;
            queue._sparePut = this;
            if (greenlet.TakeTimedOut()) throw new QueueFullException();
        }

        internal override string Describe(Greenlet greenlet) => "room in a queue";
    }
}
