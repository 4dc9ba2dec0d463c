using System.Buffers.Binary;
using System.Text;

namespace CoroutineDsl.Jobs;

/// <summary>Reads the parts of a payload in the order in which a <see cref="FrameWriter"/> wrote them.</summary>
internal struct FrameReader(ReadOnlyMemory<byte> payload)
{
    public ReadOnlyMemory<byte> Rest { get; private set; } = payload;

    public byte ReadByte() => Take(1).Span[0];

    public int ReadInt32() => BinaryPrimitives.ReadInt32LittleEndian(Take(sizeof(int)).Span);

    public long ReadInt64() => BinaryPrimitives.ReadInt64LittleEndian(Take(sizeof(long)).Span);

    public ReadOnlyMemory<byte> ReadBytes() => Take(ReadInt32());

    public string ReadText() => Encoding.UTF8.GetString(ReadBytes().Span);

    private ReadOnlyMemory<byte> Take(int count)
    {
        if ((uint)count > Rest.Length) throw new InvalidDataException("A frame is shorter than what it says it has.");
        var taken = Rest[..count];
        Rest = Rest[count..];
        return taken;
    }
}
