namespace CoroutineDsl;

/// <summary>
/// Since when those in a line wait, in their order. Beside the greenlets, whose memory it would cost otherwise. Those who leave the line early stay here until they are passed over, or are swept out.
/// </summary>
internal sealed class WaitTimes
{
    private const int FirstSweep = 64;

    private readonly Queue<(Greenlet Who, int Since)> _entries = new();
    private int _nextSweep = FirstSweep;

    /// <summary>One more stands at the end of the line.</summary>
    public void Add(Greenlet greenlet, int now, bool isFirst)
    {
        if (isFirst) _entries.Clear();
        else if (_entries.Count >= _nextSweep) Sweep();
        _entries.Enqueue((greenlet, now));
    }

    /// <summary>Since when the first of the line waits; <c>null</c>: not known.</summary>
    public int? SinceOf(Greenlet first)
    {
        while (_entries.TryPeek(out var entry))
        {
            if (ReferenceEquals(entry.Who, first)) return entry.Since;
            _entries.Dequeue();
        }

        return null;
    }

    // a greenlet that has left waits for something else by now, or for nothing
    private void Sweep()
    {
        for (var count = _entries.Count; count > 0; count--)
        {
            var entry = _entries.Dequeue();
            if (entry.Who.State.IsParked) _entries.Enqueue(entry);
        }

        _nextSweep = Math.Max(FirstSweep, 2 * _entries.Count);
    }
}
