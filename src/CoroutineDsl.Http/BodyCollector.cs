using System.Buffers;

namespace CoroutineDsl.Http;

/// <summary>
/// A body on its way into one array. What is held follows what has arrived and not what the client declared: the buffer doubles, and takes its final size only when half of that is there.
/// </summary>
internal struct BodyCollector(long? length)
{
    private const int FirstSize = 4096;

    private byte[] _buffer = length <= FirstSize ? new byte[length.Value] : ArrayPool<byte>.Shared.Rent(FirstSize);
    private bool _isFinal = length <= FirstSize;
    private int _count;

    /// <summary>Room for more; empty where all has come that was declared.</summary>
    /// <exception cref="HttpStatusException">It is more than an array can hold.</exception>
    public Memory<byte> Room()
    {
        if (_count == _buffer.Length && !_isFinal) Grow();
        return _buffer.AsMemory(_count);
    }

    public void Advance(int count) => _count += count;

    public byte[] Take()
    {
        var all = _isFinal ? _buffer : _buffer.AsSpan(0, _count).ToArray();
        Release();
        return all;
    }

    /// <summary>Gives the memory back; what has come is lost.</summary>
    public void Release()
    {
        if (!_isFinal) ArrayPool<byte>.Shared.Return(_buffer);
        (_buffer, _isFinal, _count) = ([], true, 0);
    }

    private void Grow()
    {
        var doubled = _buffer.Length * 2L;
        if (doubled > Array.MaxLength || length > Array.MaxLength) throw new HttpStatusException(413, $"The body is larger than {Array.MaxLength} bytes.");
        var isFinal = length <= doubled;
        var larger = isFinal ? new byte[length!.Value] : ArrayPool<byte>.Shared.Rent((int)doubled);
        _buffer.AsSpan(0, _count).CopyTo(larger);
        ArrayPool<byte>.Shared.Return(_buffer);
        (_buffer, _isFinal) = (larger, isFinal);
    }
}
