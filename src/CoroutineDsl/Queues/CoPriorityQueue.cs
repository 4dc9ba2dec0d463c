namespace CoroutineDsl;

/// <summary>A queue that gives the smallest item first (gevent's <c>PriorityQueue</c>); of equal ones, the one that was put first.</summary>
/// <typeparam name="T">The type of the items.</typeparam>
/// <remarks>As <see cref="CoQueueBase{T}"/>.</remarks>
public sealed class CoPriorityQueue<T> : CoQueueBase<T>
{
    private readonly ItemHeap<T> _items;

    /// <summary>Makes a queue.</summary>
    /// <param name="maxSize">How many items it holds at most; <c>null</c>: no bound.</param>
    /// <param name="items">What is in it from the start.</param>
    /// <param name="comparer">What is smaller; the type's own order unless given.</param>
    /// <exception cref="ArgumentOutOfRangeException">The size is not positive.</exception>
    public CoPriorityQueue(int? maxSize = null, IEnumerable<T>? items = null, IComparer<T>? comparer = null)
        : base(maxSize)
    {
        _items = new ItemHeap<T>(comparer ?? Comparer<T>.Default);
        foreach (var item in items ?? []) _items.Add(item);
    }

    /// <inheritdoc/>
    protected override int ItemCount => _items.Count;

    /// <inheritdoc/>
    protected override void AddItem(T item) => _items.Add(item);

    /// <inheritdoc/>
    protected override T TakeItem() => _items.Take();

    /// <inheritdoc/>
    protected override T FirstItem() => _items.First;
}
