namespace CoroutineDsl;

/// <summary>A hub's greenlets that have been started and have not ended, in no order. Each knows its place, so that leaving is as cheap as coming.</summary>
internal struct Registry()
{
    private Entry[] _entries = new Entry[16];
    private int _count;
    private long _ended;
    private GreenletNumbers _numbers;

    public readonly int Count => _count;

    /// <summary>How many have ended so far.</summary>
    public readonly long Ended => _ended;

    /// <inheritdoc cref="GreenletNumbers.New"/>
    public uint NewNumber() => _numbers.New();

    public void Add(Greenlet greenlet)
    {
        if (_count == _entries.Length) Array.Resize(ref _entries, _count * 2);
        greenlet.Slot = _count;
        _entries[_count++].Greenlet = greenlet;
    }

    /// <summary>Takes out one that has ended, if it is there. Gives how many have ended so far.</summary>
    public long Remove(Greenlet greenlet)
    {
        _ended++;
        var slot = greenlet.Slot;
        if (slot < 0) return _ended;
        greenlet.Slot = -1;
        var last = _entries[--_count].Greenlet;
        _entries[_count] = default;
        if (ReferenceEquals(last, greenlet)) return _ended;
        _entries[slot].Greenlet = last;
        last.Slot = slot;
        return _ended;
    }

    /// <summary>As <see cref="ToArray"/>, from another thread while the hub's own changes it: what is seen may be a little old, and nothing it does can fail.</summary>
    public readonly Greenlet[] Peek()
    {
        var entries = _entries;
        var found = new List<Greenlet>(Math.Min(_count, entries.Length));
        foreach (var entry in entries)
        {
            if (entry.Greenlet is { } greenlet) found.Add(greenlet);
        }

        return [.. found];
    }

    public readonly Greenlet[] ToArray() => Array.ConvertAll(_entries[.._count], entry => entry.Greenlet);

    /// <summary>Shrinks after a burst.</summary>
    public void Trim() => BurstTrim.Trim(ref _entries, _count);

    /// <summary>A struct around the reference: storing into an array of a class that is not sealed would check its type each time.</summary>
    private struct Entry
    {
        public Greenlet Greenlet;
    }
}
