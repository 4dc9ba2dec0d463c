using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace CoroutineDsl;

/// <summary>
/// What is ready to run, first in, first out: a ring that grows. One array store a greenlet, where linking them would write two objects; taking moves one end and adding the other, so that neither waits for what the other has written.
/// The one that was taken last stands just before the first: so the ring also knows who runs, and no switch has to write that down.
/// </summary>
internal struct RunQueue()
{
    private Slot[] _ring = new Slot[64]; // a power of two; at least two slots are not in the queue
    private int _first; // both ends count on for ever: their low bits are the places in the ring
    private int _end;
    private int _limit; // where the batch ends. A place and not a count, so that taking does not write it
    private int _full = 62; // where adding has to look whether there is room: at most where there is none. One comparison for most
    private int _released; // from here to the first, slots still hold who was taken
    private int _firsts;

    public readonly bool IsEmpty => _end == _first;

    public readonly int Count => _end - _first;

    /// <summary>How many more are taken in this batch; whoever goes first counts as one of them.</summary>
    public int Budget
    {
        readonly get => _limit - _first;
        set => _limit = _first + value;
    }

    /// <summary>Whether the batch goes on: somebody is ready, and the budget is not used up.</summary>
    public readonly bool HasTurn => _limit - _first > 0 && _end != _first;

    /// <summary>The one to be taken next.</summary>
    public readonly Greenlet Next => At(_ring, _first);

    /// <summary>The one that was taken last.</summary>
    public readonly Greenlet Taken => At(_ring, _first - 1);

    /// <summary>The one that was taken last, if it has not been let go of, and where the ring stands. For a look from another thread: what it sees may be a little old, and nothing it does can fail.</summary>
    public readonly Greenlet? Peek(out int position)
    {
        position = _first;
        return At(_ring, position - 1);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(Greenlet greenlet)
    {
        var end = _end;
        if (end == _full)
        {
            AddToFull(greenlet);
            return;
        }

        _end = end + 1; // before the slot, whose write barrier is a call that this would have to be kept across
        At(_ring, end) = greenlet;
    }

    public void AddFirst(Greenlet greenlet)
    {
        var ring = _ring;
        if (Count >= ring.Length - 2) ring = Grow();
        var place = --_first;
        _limit--;
        if (_full - place > ring.Length - 2) _full = place + ring.Length - 2;
        At(ring, place - 1) = At(ring, place);
        At(ring, place) = greenlet;
        if (_released - place >= 0) _released--;
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
        var first = _first;
        _first = first + 1;
        return At(_ring, first);
    }

    /// <summary>Lets go of those who were taken.</summary>
    public void ReleaseTaken()
    {
        var taken = Math.Min(_first - _released, _ring.Length - Count); // what was added since may stand in their places
        for (var place = _first - taken; place != _first; place++) At(_ring, place) = null!;
        _released = _first;
    }

    /// <summary>Shrinks after a burst. Only while the queue is empty.</summary>
    public void Trim()
    {
        if (_ring.Length < BurstTrim.Large) return;
        var small = new Slot[64];
        At(small, _first - 1) = Taken;
        _ring = small;
        _released = _first - 1;
        _full = _first + small.Length - 2;
    }

    /// <summary>Puts everything in the queue into a random order.</summary>
    public readonly void Shuffle(Random random)
    {
        for (var i = Count - 1; i > 0; i--)
        {
            ref var one = ref At(_ring, _first + i);
            ref var other = ref At(_ring, _first + random.Next(i + 1));
            (one, other) = (other, one);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ref Greenlet At(Slot[] ring, int place) =>
        ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(ring), (nint)((uint)place & (uint)(ring.Length - 1))).Greenlet; // within the ring by the mask: its length is a power of two

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void AddToFull(Greenlet greenlet)
    {
        if (Count >= _ring.Length - 2) Grow();
        _full = _first + _ring.Length - 2;
        At(_ring, _end++) = greenlet;
    }

    private Slot[] Grow()
    {
        var bigger = new Slot[_ring.Length * 2];
        for (var place = _first - 1; place != _end; place++) At(bigger, place) = At(_ring, place);
        _released = _first - 1;
        return _ring = bigger;
    }

    /// <summary>A struct around the reference: storing into an array of a class that is not sealed would check its type each time.</summary>
    private struct Slot
    {
        public Greenlet Greenlet;
    }
}
