namespace CoroutineDsl;

/// <summary>
/// A hub's greenlets that have been started and have not ended, in no order. Each knows its place. One that ends leaves it empty for the next that comes: to fill it with another would write to that one, which may not have been touched for long.
/// </summary>
internal struct Registry()
{
    private Entry[] _entries = new Entry[16];
    private int[] _empty = new int[16]; // the places that were left, the latest last; as long as the entries
    private int _end; // from here on no place has been taken
    private int _emptyCount;
    private long _ended;
    private GreenletNumbers _numbers;

    public readonly int Count => _end - _emptyCount;

    /// <summary>How many have ended so far.</summary>
    public readonly long Ended => _ended;

    /// <inheritdoc cref="GreenletNumbers.New"/>
    public uint NewNumber() => _numbers.New();

    public void Add(Greenlet greenlet)
    {
        int slot;
        if (_emptyCount > 0)
        {
            slot = _empty[--_emptyCount];
        }
        else
        {
            if (_end == _entries.Length) Resize(_end * 2);
            slot = _end++;
        }

        greenlet.Slot = slot;
        _entries[slot].Greenlet = greenlet;
    }

    /// <summary>Takes out one that has ended, if it is there. Gives how many have ended so far.</summary>
    public long Remove(Greenlet greenlet)
    {
        _ended++;
        var slot = greenlet.Slot;
        if (slot < 0) return _ended;
        greenlet.Slot = -1;
        _entries[slot] = default;
        _empty[_emptyCount++] = slot;
        if (_emptyCount == _end) _end = _emptyCount = 0;
        return _ended;
    }

    /// <summary>As <see cref="ToArray"/>, from another thread while the hub's own changes it: what is seen may be a little old, and nothing it does can fail.</summary>
    public readonly Greenlet[] Peek()
    {
        var entries = _entries;
        var found = new List<Greenlet>(Math.Clamp(Count, 0, entries.Length));
        foreach (var entry in entries)
        {
            if (entry.Greenlet is { } greenlet) found.Add(greenlet);
        }

        return [.. found];
    }

    public readonly Greenlet[] ToArray()
    {
        var all = new Greenlet[Count];
        var count = 0;
        foreach (var entry in _entries.AsSpan(0, _end))
        {
            if (entry.Greenlet is { } greenlet) all[count++] = greenlet;
        }

        return all;
    }

    /// <summary>Shrinks after a burst.</summary>
    public void Trim()
    {
        var length = BurstTrim.Trimmed(_entries.Length, Count);
        if (length == _entries.Length) return;
        var all = ToArray();
        (_entries, _empty, _end, _emptyCount) = (new Entry[length], new int[length], 0, 0);
        foreach (var greenlet in all) Add(greenlet);
    }

    private void Resize(int length)
    {
        Array.Resize(ref _entries, length);
        _empty = new int[length]; // nothing is in it while every place is taken
    }

    /// <summary>A struct around the reference: storing into an array of a class that is not sealed would check its type each time.</summary>
    private struct Entry
    {
        public Greenlet Greenlet;
    }
}
