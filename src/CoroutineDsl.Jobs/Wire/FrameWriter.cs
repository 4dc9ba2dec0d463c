using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace CoroutineDsl.Jobs;

/// <summary>Builds frames one behind the other: a length (4 bytes, of what follows), a kind (1 byte), a payload.</summary>
internal sealed class FrameWriter : IBufferWriter<byte>
{
    public const int HeaderSize = 5;

    private byte[] _buffer = new byte[4096];
    private int _start;

    public int Length { get; private set; }

    public ReadOnlyMemory<byte> Written => _buffer.AsMemory(0, Length);

    public void Begin(FrameKind kind)
    {
        _start = Length;
        var header = GetSpan(HeaderSize);
        header[4] = (byte)kind;
        Advance(HeaderSize);
    }

    public void End() => BinaryPrimitives.WriteInt32LittleEndian(_buffer.AsSpan(_start), Length - _start - sizeof(int));

    /// <summary>Forgets the frame that was begun.</summary>
    public void Discard() => Length = _start;

    public void Clear() => Length = 0;

    public void Truncate(int length) => Length = length;

    public void Advance(int count) => Length += count;

    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        EnsureRoom(sizeHint);
        return _buffer.AsMemory(Length);
    }

    public Span<byte> GetSpan(int sizeHint = 0)
    {
        EnsureRoom(sizeHint);
        return _buffer.AsSpan(Length);
    }

    public void WriteByte(byte value)
    {
        GetSpan(1)[0] = value;
        Length++;
    }

    public void WriteInt32(int value)
    {
        BinaryPrimitives.WriteInt32LittleEndian(GetSpan(sizeof(int)), value);
        Length += sizeof(int);
    }

    public void WriteInt64(long value)
    {
        BinaryPrimitives.WriteInt64LittleEndian(GetSpan(sizeof(long)), value);
        Length += sizeof(long);
    }

    public void WriteBytes(ReadOnlySpan<byte> value)
    {
        WriteInt32(value.Length);
        value.CopyTo(GetSpan(value.Length));
        Length += value.Length;
    }

    public void WriteText(string value)
    {
        var place = BeginBlock();
        Length += Encoding.UTF8.GetBytes(value, GetSpan(Encoding.UTF8.GetMaxByteCount(value.Length)));
        EndBlock(place);
    }

    /// <summary>Leaves room for the length of what is written next; gives its place.</summary>
    public int BeginBlock()
    {
        WriteInt32(0);
        return Length;
    }

    public void EndBlock(int place) => BinaryPrimitives.WriteInt32LittleEndian(_buffer.AsSpan(place - sizeof(int)), Length - place);

    private void EnsureRoom(int count)
    {
        var needed = (long)Length + Math.Max(count, 1);
        if (needed <= _buffer.Length) return;
        if (needed > Array.MaxLength) throw new InvalidOperationException("More than 2 GB at once cannot be sent to another process. SharedMemory passes them without a copy.");
        Array.Resize(ref _buffer, (int)Math.Min(Math.Max(needed, _buffer.Length * 2L), Array.MaxLength));
    }
}
