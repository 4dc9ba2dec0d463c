using System.Runtime.CompilerServices;

namespace CoroutineDsl;

/// <summary>
/// The ids of greenlets, unique in the process. A hub reserves a block of them at a time, so that a new greenlet costs no interlocked operation. An id is part of the greenlet from its beginning: a list of all greenlets then
/// has nothing to write.
/// </summary>
internal struct GreenletNumbers
{
    private const uint BlockSize = 4096;

    private static long s_reserved = 1;
    private static long s_large = uint.MaxValue;

    private uint _next;
    private uint _left;

    /// <summary>A new id; 0 after four thousand million: then <see cref="NewLarge"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public uint New()
    {
        if (_left == 0) return NewBlock();
        _left--;
        return _next++;
    }

    /// <summary>A new id that needs more than 32 bits.</summary>
    public static long NewLarge() => Interlocked.Increment(ref s_large);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private uint NewBlock()
    {
        if (Volatile.Read(ref s_reserved) > uint.MaxValue - 2 * BlockSize) return 0;
        _next = (uint)(Interlocked.Add(ref s_reserved, BlockSize) - BlockSize);
        _left = BlockSize - 1;
        return _next++;
    }
}
