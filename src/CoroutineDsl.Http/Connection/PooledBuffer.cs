using System.Buffers;
using System.Text;

namespace CoroutineDsl.Http;

/// <summary>Bytes on their way out, in memory of the shared pool that is held only while there are some.</summary>
internal sealed class PooledBuffer(int size) : IBufferWriter<byte>
{
    private byte[]? _bytes;

    public int Count { get; private set; }

    public ReadOnlyMemory<byte> Memory => _bytes.AsMemory(0, Count);

    public ReadOnlySpan<byte> Span => _bytes.AsSpan(0, Count);

    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        Reserve(Math.Max(sizeHint, 1));
        return _bytes.AsMemory(Count);
    }

    public Span<byte> GetSpan(int sizeHint = 0)
    {
        Reserve(Math.Max(sizeHint, 1));
        return _bytes.AsSpan(Count);
    }

    public void Advance(int count) => Count += count;

    public void Write(ReadOnlySpan<byte> bytes)
    {
        Reserve(bytes.Length);
        bytes.CopyTo(_bytes.AsSpan(Count));
        Count += bytes.Length;
    }

    /// <summary>Text of which every character is a byte.</summary>
    public void WriteLatin1(string text)
    {
        Reserve(text.Length);
        Count += Encoding.Latin1.GetBytes(text, _bytes.AsSpan(Count));
    }

    public void WriteNumber(long number, ReadOnlySpan<char> format = default)
    {
        Reserve(20);
        number.TryFormat(_bytes.AsSpan(Count), out var written, format);
        Count += written;
    }

    /// <summary>Takes away the first bytes.</summary>
    public void Consume(int count)
    {
        _bytes.AsSpan(count, Count - count).CopyTo(_bytes);
        Count -= count;
        if (Count == 0) Release();
    }

    /// <summary>Nothing is in it any more, and it holds no memory.</summary>
    public void Release()
    {
        Count = 0;
        if (_bytes is null) return;
        ArrayPool<byte>.Shared.Return(_bytes);
        _bytes = null;
    }

    private void Reserve(int count)
    {
        if (_bytes is null)
        {
            _bytes = ArrayPool<byte>.Shared.Rent(Math.Max(size, count));
        }
        else if (_bytes.Length - Count < count)
        {
            var larger = ArrayPool<byte>.Shared.Rent(Math.Max(_bytes.Length * 2, Count + count));
            _bytes.AsSpan(0, Count).CopyTo(larger);
            ArrayPool<byte>.Shared.Return(_bytes);
            _bytes = larger;
        }
    }
}
