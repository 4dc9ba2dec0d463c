namespace CoroutineDsl;

/// <summary>A queue that gives the item that was put last (gevent's <c>LifoQueue</c>).</summary>
/// <typeparam name="T">The type of the items.</typeparam>
/// <remarks>As <see cref="CoQueueBase{T}"/>.</remarks>
public sealed class CoLifoQueue<T> : CoQueueBase<T>
{
    private readonly Stack<T> _items;

    /// <summary>Makes a queue.</summary>
    /// <param name="maxSize">How many items it holds at most; <c>null</c>: no bound.</param>
    /// <param name="items">What is in it from the start, as if put in this order.</param>
    /// <exception cref="ArgumentOutOfRangeException">The size is not positive.</exception>
    public CoLifoQueue(int? maxSize = null, IEnumerable<T>? items = null)
        : base(maxSize) => _items = items is null ? [] : new Stack<T>(items);

    /// <inheritdoc/>
    protected override int ItemCount => _items.Count;

    /// <inheritdoc/>
    protected override void AddItem(T item) => _items.Push(item);

    /// <inheritdoc/>
    protected override T TakeItem() => _items.Pop();

    /// <inheritdoc/>
    protected override T FirstItem() => _items.Peek();
}
