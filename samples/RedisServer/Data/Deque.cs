namespace RedisServer.Data;

/// <summary>A list that grows and shrinks at both ends.</summary>
internal sealed class Deque
{
    private byte[][] _items = new byte[4][];
    private int _first;

    public int Count { get; private set; }

    public byte[] this[int index] => _items[(_first + index) & (_items.Length - 1)];

    public void AddFirst(byte[] item)
    {
        Grow();
        _first = (_first - 1) & (_items.Length - 1);
        _items[_first] = item;
        Count++;
    }

    public void AddLast(byte[] item)
    {
        Grow();
        _items[(_first + Count++) & (_items.Length - 1)] = item;
    }

    public byte[] RemoveFirst()
    {
        var item = this[0];
        _items[_first] = null!;
        _first = (_first + 1) & (_items.Length - 1);
        Count--;
        return item;
    }

    public byte[] RemoveLast()
    {
        var last = (_first + --Count) & (_items.Length - 1);
        var item = _items[last];
        _items[last] = null!;
        return item;
    }

    private void Grow()
    {
        if (Count < _items.Length) return;
        var larger = new byte[_items.Length * 2][];
        for (var i = 0; i < Count; i++) larger[i] = this[i];
        (_items, _first) = (larger, 0);
    }
}
