using System.ComponentModel;
using CoroutineDsl.Runtime;

namespace CoroutineDsl;

/// <summary>A first in, first out queue that knows when all its items have been worked on (gevent's <c>JoinableQueue</c>).</summary>
/// <typeparam name="T">The type of the items.</typeparam>
/// <remarks>As <see cref="CoQueueBase{T}"/>.</remarks>
public sealed class CoJoinableQueue<T> : CoQueueBase<T>
{
    private readonly Queue<T> _items;
    private readonly CoEvent _done;

    /// <summary>Makes a queue.</summary>
    /// <param name="maxSize">How many items it holds at most; <c>null</c>: no bound.</param>
    /// <param name="items">What is in it from the start, and is to be worked on.</param>
    /// <exception cref="ArgumentOutOfRangeException">The size is not positive.</exception>
    public CoJoinableQueue(int? maxSize = null, IEnumerable<T>? items = null)
        : base(maxSize)
    {
        _items = items is null ? [] : new Queue<T>(items);
        UnfinishedTasks = _items.Count;
        _done = new CoEvent(isSet: UnfinishedTasks == 0);
    }

    /// <summary>How many items have been put and not been reported done.</summary>
    public int UnfinishedTasks { get; private set; }

    /// <summary>How many greenlets wait until every item has been worked on.</summary>
    public WaitStatistics JoinStatistics => _done.Statistics;

    /// <inheritdoc/>
    protected override int ItemCount => _items.Count;

    /// <summary>An item that was got has been worked on.</summary>
    /// <exception cref="InvalidOperationException">More items would be done than were put.</exception>
    public void TaskDone()
    {
        if (UnfinishedTasks == 0) throw new InvalidOperationException("TaskDone was called more often than items were put.");
        if (--UnfinishedTasks == 0) _done.Set();
    }

    /// <summary>Waits until every item that was put has been worked on: <c>true</c>, or <c>false</c> when the timeout has passed first.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The timeout is negative.</exception>
    [Begins(nameof(BeginJoin))]
    public Suspension<bool> Join(TimeSpan? timeout = null) => _done.Wait(timeout);

    /// <inheritdoc cref="Join(TimeSpan?)"/>
    [Begins(nameof(BeginJoin))]
    public Suspension<bool> Join(int milliseconds) => Join(TimeSpan.FromMilliseconds(milliseconds));

    /// <summary>The begin of <see cref="Join(TimeSpan?)"/>, for generated code.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public bool BeginJoin(Greenlet greenlet, Coroutine frame, out bool value, TimeSpan? timeout = null) => _done.BeginWait(greenlet, frame, out value, timeout);

    /// <summary>The begin of <see cref="Join(int)"/>, for generated code.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public bool BeginJoin(Greenlet greenlet, Coroutine frame, out bool value, int milliseconds) => _done.BeginWait(greenlet, frame, out value, milliseconds);

    internal override void DropItem(T item) => TaskDone();

    /// <inheritdoc/>
    protected override void AddItem(T item)
    {
        _items.Enqueue(item);
        UnfinishedTasks++;
        _done.Clear();
    }

    /// <inheritdoc/>
    protected override T TakeItem() => _items.Dequeue();

    /// <inheritdoc/>
    protected override T FirstItem() => _items.Peek();
}
