namespace CoroutineDsl;

/// <summary>What is ready to run, first in, first out. A greenlet is in a waiter list or here, never in both, so the same links serve.</summary>
internal struct RunQueue
{
    private Waiter? _first;
    private Waiter? _last;

    public readonly bool IsEmpty => _first is null;

    public void Add(Greenlet greenlet)
    {
        greenlet.Next = null;
        if (_last is null) _first = greenlet;
        else _last.Next = greenlet;
        _last = greenlet;
    }

    public void AddFirst(Greenlet greenlet)
    {
        greenlet.Next = _first;
        _first = greenlet;
        _last ??= greenlet;
    }

    public Greenlet Take()
    {
        var greenlet = _first!;
        _first = greenlet.Next;
        if (_first is null) _last = null;
        greenlet.Next = null;
        return (Greenlet)greenlet;
    }

    /// <summary>Takes everything, in order, and gives it back shuffled.</summary>
    public void Shuffle(Random random, List<Greenlet> scratch)
    {
        while (!IsEmpty) scratch.Add(Take());
        for (var i = scratch.Count - 1; i > 0; i--)
        {
            var j = random.Next(i + 1);
            (scratch[i], scratch[j]) = (scratch[j], scratch[i]);
        }

        foreach (var greenlet in scratch) Add(greenlet);
        scratch.Clear();
    }
}
