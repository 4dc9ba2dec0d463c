namespace CoroutineDsl;

/// <summary>
/// The timers of a hub: a four-ary heap ordered by due time, then by creation (libuv's <c>start_id</c>), so equal deadlines fire first come, first served.
/// Each waiter knows its place, so stopping a timer leaves nothing behind.
/// </summary>
internal sealed class TimerHeap
{
    private Entry[] _entries = new Entry[16];
    private int _count;
    private long _sequence;

    public int Count => _count;

    /// <summary>When the first is due, in the hub's timestamp units; meaningless when empty.</summary>
    public long FirstDue => _entries[0].Due;

    /// <summary>When a waiter's timer is due; <c>null</c>: it has none. From any thread: what is seen may be a little old, and nothing it does can fail.</summary>
    public long? DueOf(Waiter waiter)
    {
        var (index, entries) = (waiter.TimerIndex, _entries);
        if ((uint)index >= (uint)entries.Length) return null;
        var entry = entries[index];
        return ReferenceEquals(entry.Waiter, waiter) ? entry.Due : null;
    }

    public void Add(Waiter waiter, long due)
    {
        if (_count == _entries.Length) Array.Resize(ref _entries, _count * 2);
        Up(_count++, new Entry(due, _sequence++, waiter));
    }

    public void Remove(Waiter waiter)
    {
        var index = waiter.TimerIndex;
        waiter.TimerIndex = -1;
        var last = _entries[--_count];
        _entries[_count] = default;
        if (index == _count) return;
        if (index > 0 && last.IsBefore(_entries[(index - 1) >> 2])) Up(index, last);
        else Down(index, last);
    }

    public Waiter TakeFirst()
    {
        var first = _entries[0].Waiter;
        Remove(first);
        return first;
    }

    /// <summary>Shrinks after a burst.</summary>
    public void Trim() => BurstTrim.Trim(ref _entries, _count);

    /// <summary>Those that have a timer, in no order.</summary>
    public IEnumerable<Waiter> Waiters()
    {
        for (var i = 0; i < _count; i++) yield return _entries[i].Waiter;
    }

    private void Up(int index, Entry entry)
    {
        while (index > 0)
        {
            var parent = (index - 1) >> 2;
            if (!entry.IsBefore(_entries[parent])) break;
            Put(index, _entries[parent]);
            index = parent;
        }

        Put(index, entry);
    }

    private void Down(int index, Entry entry)
    {
        while (true)
        {
            var child = (index << 2) + 1;
            if (child >= _count) break;
            var end = Math.Min(child + 4, _count);
            for (var other = child + 1; other < end; other++)
            {
                if (_entries[other].IsBefore(_entries[child])) child = other;
            }

            if (!_entries[child].IsBefore(entry)) break;
            Put(index, _entries[child]);
            index = child;
        }

        Put(index, entry);
    }

    private void Put(int index, Entry entry)
    {
        _entries[index] = entry;
        entry.Waiter.TimerIndex = index;
    }

    private readonly record struct Entry(long Due, long Sequence, Waiter Waiter)
    {
        public bool IsBefore(in Entry other) => Due < other.Due || (Due == other.Due && Sequence < other.Sequence);
    }
}
