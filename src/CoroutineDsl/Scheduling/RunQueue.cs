using System.Runtime.CompilerServices;

namespace CoroutineDsl;

/// <summary>
/// What is ready to run, first in, first out: a ring that grows. One array store a greenlet, where linking them would write two objects.
/// The one that was taken last stays in its slot until the next is taken: so the ring also knows who runs, and no switch has to write that down.
/// </summary>
internal struct RunQueue()
{
    private Slot[] _ring = new Slot[64]; // a power of two
    private int _head;
    private int _count;
    private int _taken = 63;
    private int _firsts;

    public readonly bool IsEmpty => _count == 0;

    public readonly int Count => _count;

    /// <summary>The one that was taken last.</summary>
    public readonly Greenlet Taken => _ring[_taken].Greenlet;

    /// <summary>The one that was taken last, if it has not been let go of, and where the ring stands. For a look from another thread: what it sees may be a little old, and nothing it does can fail.</summary>
    public readonly Greenlet? Peek(out int position)
    {
        var ring = _ring;
        position = _head;
        return ring[_taken & (ring.Length - 1)].Greenlet;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(Greenlet greenlet)
    {
        var ring = _ring;
        var count = _count;
        if (count >= ring.Length - 2)
        {
            Grow();
            ring = _ring;
        }

        ring[(_head + count) & (ring.Length - 1)].Greenlet = greenlet;
        _count = count + 1;
    }

    public void AddFirst(Greenlet greenlet)
    {
        if (_count >= _ring.Length - 2) Grow();
        _head = Before(_head);
        if (_head == _taken)
        {
            _taken = Before(_taken);
            _ring[_taken] = _ring[_head];
        }

        _ring[_head].Greenlet = greenlet;
        _count++;
        _firsts++;
    }

    /// <summary>How many have been put in front since this was asked last.</summary>
    public int TakeFirsts()
    {
        var firsts = _firsts;
        _firsts = 0;
        return firsts;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Greenlet Take()
    {
        var ring = _ring;
        ring[_taken].Greenlet = null!;
        var head = _head & (ring.Length - 1);
        _taken = head;
        _head = head + 1;
        _count--;
        return ring[head].Greenlet;
    }

    /// <summary>Lets go of the one that was taken last.</summary>
    public readonly void Forget() => _ring[_taken].Greenlet = null!;

    /// <summary>Puts everything in the queue into a random order.</summary>
    public readonly void Shuffle(Random random)
    {
        for (var i = _count - 1; i > 0; i--)
        {
            ref var one = ref _ring[(_head + i) & (_ring.Length - 1)];
            ref var other = ref _ring[(_head + random.Next(i + 1)) & (_ring.Length - 1)];
            (one, other) = (other, one);
        }
    }

    private readonly int Before(int index) => (index - 1) & (_ring.Length - 1);

    private void Grow()
    {
        var bigger = new Slot[_ring.Length * 2];
        bigger[0] = _ring[_taken];
        for (var i = 0; i < _count; i++) bigger[i + 1] = _ring[(_head + i) & (_ring.Length - 1)];
        _ring = bigger;
        _taken = 0;
        _head = 1;
    }

    /// <summary>A struct around the reference: storing into an array of a class that is not sealed would check its type each time.</summary>
    private struct Slot
    {
        public Greenlet Greenlet;
    }
}
