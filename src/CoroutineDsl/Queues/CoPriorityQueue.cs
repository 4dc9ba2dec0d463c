namespace CoroutineDsl;

/// <summary>A queue that gives the smallest item first (gevent's <c>PriorityQueue</c>); of equal ones, the one that was put first.</summary>
/// <typeparam name="T">The type of the items.</typeparam>
/// <remarks>As <see cref="CoQueueBase{T}"/>.</remarks>
public sealed class CoPriorityQueue<T> : CoQueueBase<T>
{
    private readonly PriorityQueue<T, (T Item, long Sequence)> _items;
    private long _sequence;

    /// <summary>Makes a queue.</summary>
    /// <param name="maxSize">How many items it holds at most; <c>null</c>: no bound.</param>
    /// <param name="items">What is in it from the start.</param>
    /// <param name="comparer">What is smaller; the type's own order unless given.</param>
    /// <exception cref="ArgumentOutOfRangeException">The size is not positive.</exception>
    public CoPriorityQueue(int? maxSize = null, IEnumerable<T>? items = null, IComparer<T>? comparer = null)
        : base(maxSize)
    {
        _items = new PriorityQueue<T, (T Item, long Sequence)>(new Order(comparer ?? Comparer<T>.Default));
        foreach (var item in items ?? []) _items.Enqueue(item, (item, _sequence++));
    }

    /// <inheritdoc/>
    protected override int ItemCount => _items.Count;

    /// <inheritdoc/>
    protected override void AddItem(T item) => _items.Enqueue(item, (item, _sequence++));

    /// <inheritdoc/>
    protected override T TakeItem() => _items.Dequeue();

    /// <inheritdoc/>
    protected override T FirstItem() => _items.Peek();

    private sealed class Order(IComparer<T> comparer) : IComparer<(T Item, long Sequence)>
    {
        public int Compare((T Item, long Sequence) one, (T Item, long Sequence) other)
        {
            var order = comparer.Compare(one.Item, other.Item);
            return order != 0 ? order : one.Sequence.CompareTo(other.Sequence);
        }
    }
}
