namespace CoroutineDsl;

/// <summary>A binary heap, the smallest item first; of equal ones, the one that came first. All comparisons come before any change: a comparer that throws leaves it as it was, which .NET's PriorityQueue does not promise.</summary>
internal sealed class ItemHeap<T>(IComparer<T> comparer)
{
    private const int MaxDepth = 32;

    private (T Item, long Sequence)[] _nodes = [];
    private long _sequence;

    public int Count { get; private set; }

    public T First => Count > 0 ? _nodes[0].Item : throw new InvalidOperationException("There is no item.");

    public void Add(T item)
    {
        var place = Count;
        while (place > 0 && comparer.Compare(item, _nodes[Parent(place)].Item) < 0) place = Parent(place);
        if (Count == _nodes.Length) Array.Resize(ref _nodes, Math.Max(4, Count * 2));
        for (var i = Count; i != place; i = Parent(i)) _nodes[i] = _nodes[Parent(i)];
        _nodes[place] = (item, _sequence++);
        Count++;
    }

    public T Take()
    {
        var first = First;
        var count = Count - 1;
        var last = _nodes[count];
        Span<int> path = stackalloc int[MaxDepth]; // down which the last one sinks
        var depth = 0;
        for (var child = 1; child < count; child = (2 * child) + 1)
        {
            if (child + 1 < count && IsBefore(_nodes[child + 1], _nodes[child])) child++;
            if (IsBefore(last, _nodes[child])) break;
            path[depth++] = child;
        }

        var place = 0;
        foreach (var child in path[..depth])
        {
            _nodes[place] = _nodes[child];
            place = child;
        }

        _nodes[place] = last;
        _nodes[count] = default;
        Count = count;
        return first;
    }

    private static int Parent(int index) => (index - 1) / 2;

    private bool IsBefore((T Item, long Sequence) one, (T Item, long Sequence) other)
    {
        var order = comparer.Compare(one.Item, other.Item);
        return order != 0 ? order < 0 : one.Sequence < other.Sequence;
    }
}
