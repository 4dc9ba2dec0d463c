namespace CoroutineDsl;

/// <summary>A first in, first out queue between greenlets (gevent's <c>Queue</c>).</summary>
/// <typeparam name="T">The type of the items.</typeparam>
/// <remarks>As <see cref="CoQueueBase{T}"/>.</remarks>
public sealed class CoQueue<T> : CoQueueBase<T>
{
    private readonly Queue<T> _items;

    /// <summary>Makes a queue.</summary>
    /// <param name="maxSize">How many items it holds at most; <c>null</c>: no bound.</param>
    /// <param name="items">What is in it from the start.</param>
    /// <exception cref="ArgumentOutOfRangeException">The size is not positive.</exception>
    public CoQueue(int? maxSize = null, IEnumerable<T>? items = null)
        : base(maxSize) => _items = items is null ? [] : new Queue<T>(items);

    /// <inheritdoc/>
    protected override int ItemCount => _items.Count;

    /// <inheritdoc/>
    protected override void AddItem(T item) => _items.Enqueue(item);

    /// <inheritdoc/>
    protected override T TakeItem() => _items.Dequeue();

    /// <inheritdoc/>
    protected override T FirstItem() => _items.Peek();
}
