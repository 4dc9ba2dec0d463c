namespace CoroutineDsl;

/// <summary>A hub's greenlets that have been started and have not ended, in no order. Each knows its place, so that leaving is as cheap as coming.</summary>
internal struct Registry()
{
    private Entry[] _entries = new Entry[16];
    private int _count;

    public readonly int Count => _count;

    public void Add(Greenlet greenlet)
    {
        if (_count == _entries.Length) Array.Resize(ref _entries, _count * 2);
        greenlet.Slot = _count;
        _entries[_count++].Greenlet = greenlet;
    }

    /// <summary>Nothing happens if it is not there.</summary>
    public void Remove(Greenlet greenlet)
    {
        var slot = greenlet.Slot;
        if (slot < 0) return;
        greenlet.Slot = -1;
        var last = _entries[--_count].Greenlet;
        _entries[_count] = default;
        if (ReferenceEquals(last, greenlet)) return;
        _entries[slot].Greenlet = last;
        last.Slot = slot;
    }

    public readonly Greenlet[] ToArray() => Array.ConvertAll(_entries[.._count], entry => entry.Greenlet);

    /// <summary>Gives back the room of a burst that is over.</summary>
    public void Trim() => Room.Trim(ref _entries, _count);

    /// <summary>A struct around the reference: storing into an array of a class that is not sealed would check its type each time.</summary>
    private struct Entry
    {
        public Greenlet Greenlet;
    }
}
