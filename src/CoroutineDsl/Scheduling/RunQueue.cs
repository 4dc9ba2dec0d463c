using System.Runtime.CompilerServices;

namespace CoroutineDsl;

/// <summary>What is ready to run, first in, first out: a ring that grows. One array store a greenlet, where linking them would write two objects.</summary>
internal struct RunQueue()
{
    private Slot[] _ring = new Slot[64]; // a power of two
    private int _head;
    private int _count;

    public readonly bool IsEmpty => _count == 0;

    public readonly int Count => _count;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(Greenlet greenlet)
    {
        var ring = _ring;
        var count = _count;
        if (count == ring.Length)
        {
            Grow();
            ring = _ring;
        }

        ring[(_head + count) & (ring.Length - 1)].Greenlet = greenlet;
        _count = count + 1;
    }

    public void AddFirst(Greenlet greenlet)
    {
        if (_count == _ring.Length) Grow();
        _head = (_head - 1) & (_ring.Length - 1);
        _ring[_head].Greenlet = greenlet;
        _count++;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Greenlet Take()
    {
        var ring = _ring;
        var head = _head & (ring.Length - 1);
        var greenlet = ring[head].Greenlet;
        ring[head].Greenlet = null!;
        _head = head + 1;
        _count--;
        return greenlet;
    }

    /// <summary>Puts everything in the queue into a random order.</summary>
    public void Shuffle(Random random)
    {
        for (var i = _count - 1; i > 0; i--)
        {
            ref var one = ref _ring[(_head + i) & (_ring.Length - 1)];
            ref var other = ref _ring[(_head + random.Next(i + 1)) & (_ring.Length - 1)];
            (one, other) = (other, one);
        }
    }

    private void Grow()
    {
        var bigger = new Slot[_ring.Length * 2];
        for (var i = 0; i < _count; i++) bigger[i] = _ring[(_head + i) & (_ring.Length - 1)];
        _ring = bigger;
        _head = 0;
    }

    /// <summary>A struct around the reference: storing into an array of a class that is not sealed would check its type each time.</summary>
    private struct Slot
    {
        public Greenlet Greenlet;
    }
}
