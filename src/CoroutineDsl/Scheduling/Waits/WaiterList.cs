namespace CoroutineDsl;

/// <summary>The one waiter list under every primitive: first in, first out, doubly linked through the waiters themselves.</summary>
internal struct WaiterList
{
    private Waiter? _first;
    private Waiter? _last;

    public readonly bool IsEmpty => _first is null;

    public readonly Waiter? First => _first;

    public readonly Waiter? Last => _last;

    public readonly int Count
    {
        get
        {
            var count = 0;
            for (var waiter = _first; waiter is not null; waiter = waiter.Next) count++;
            return count;
        }
    }

    public void Add(Waiter waiter)
    {
        waiter.Previous = _last;
        waiter.Next = null;
        if (_last is null) _first = waiter;
        else _last.Next = waiter;
        _last = waiter;
    }

    public void Remove(Waiter waiter)
    {
        if (waiter.Previous is null) _first = waiter.Next;
        else waiter.Previous.Next = waiter.Next;
        if (waiter.Next is null) _last = waiter.Previous;
        else waiter.Next.Previous = waiter.Previous;
        waiter.Next = waiter.Previous = null;
    }

    public bool TryTake([System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out Waiter? waiter)
    {
        for (waiter = _first; waiter is not null; waiter = waiter.Next)
        {
            if (!Claims.Take(waiter)) continue; // another branch of its choice has won, and it is about to leave
            Remove(waiter);
            return true;
        }

        return false;
    }

    /// <summary>As <see cref="TryTake"/>, by any thread, where nothing is given but the news: a branch of a choice is claimed on its own hub.</summary>
    public bool TryTakeUnclaimed([System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out Waiter? waiter)
    {
        waiter = _first;
        if (waiter is null) return false;
        Remove(waiter);
        return true;
    }

    /// <summary>Wakes those that are in the list now, in order; one that joins while they are woken waits for the next time.</summary>
    public void WakeAll()
    {
        var last = _last;
        if (last is null) return;
        while (TryTake(out var waiter))
        {
            waiter.Wake();
            if (ReferenceEquals(waiter, last)) return;
        }
    }
}
