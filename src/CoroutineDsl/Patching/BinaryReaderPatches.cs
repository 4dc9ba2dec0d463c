using System.Net.Sockets;

namespace CoroutineDsl.Patching;

/// <summary>
/// Cooperative <see cref="BinaryReader"/>, which has no asynchronous members. Over a network, a pipe and whatever else cannot seek the call runs on a thread of its own, and nothing can stop it: a wait that is given up waits for its end, and what it read is lost. Over what is in memory, over a
/// file, and over streams that belong to a hub it is called as it is written.
/// </summary>
public static class BinaryReaderPatches
{
    /// <inheritdoc cref="BinaryReader.ReadBoolean()"/>
    [Patches(typeof(BinaryReader), nameof(BinaryReader.ReadBoolean), Area = Patch.Stream)]
    public static Suspension<bool> CoReadBoolean(this BinaryReader reader) => Of(reader, reader, static r => r.ReadBoolean(), "BinaryReader.ReadBoolean", size: 1);

    /// <inheritdoc cref="BinaryReader.ReadByte()"/>
    [Patches(typeof(BinaryReader), nameof(BinaryReader.ReadByte), Area = Patch.Stream)]
    public static Suspension<byte> CoReadByte(this BinaryReader reader) => Of(reader, reader, static r => r.ReadByte(), "BinaryReader.ReadByte", size: 1);

    /// <inheritdoc cref="BinaryReader.ReadSByte()"/>
    [Patches(typeof(BinaryReader), nameof(BinaryReader.ReadSByte), Area = Patch.Stream)]
    public static Suspension<sbyte> CoReadSByte(this BinaryReader reader) => Of(reader, reader, static r => r.ReadSByte(), "BinaryReader.ReadSByte", size: 1);

    /// <inheritdoc cref="BinaryReader.ReadInt16()"/>
    [Patches(typeof(BinaryReader), nameof(BinaryReader.ReadInt16), Area = Patch.Stream)]
    public static Suspension<short> CoReadInt16(this BinaryReader reader) => Of(reader, reader, static r => r.ReadInt16(), "BinaryReader.ReadInt16", size: 2);

    /// <inheritdoc cref="BinaryReader.ReadUInt16()"/>
    [Patches(typeof(BinaryReader), nameof(BinaryReader.ReadUInt16), Area = Patch.Stream)]
    public static Suspension<ushort> CoReadUInt16(this BinaryReader reader) => Of(reader, reader, static r => r.ReadUInt16(), "BinaryReader.ReadUInt16", size: 2);

    /// <inheritdoc cref="BinaryReader.ReadInt32()"/>
    [Patches(typeof(BinaryReader), nameof(BinaryReader.ReadInt32), Area = Patch.Stream)]
    public static Suspension<int> CoReadInt32(this BinaryReader reader) => Of(reader, reader, static r => r.ReadInt32(), "BinaryReader.ReadInt32", size: 4);

    /// <inheritdoc cref="BinaryReader.ReadUInt32()"/>
    [Patches(typeof(BinaryReader), nameof(BinaryReader.ReadUInt32), Area = Patch.Stream)]
    public static Suspension<uint> CoReadUInt32(this BinaryReader reader) => Of(reader, reader, static r => r.ReadUInt32(), "BinaryReader.ReadUInt32", size: 4);

    /// <inheritdoc cref="BinaryReader.ReadInt64()"/>
    [Patches(typeof(BinaryReader), nameof(BinaryReader.ReadInt64), Area = Patch.Stream)]
    public static Suspension<long> CoReadInt64(this BinaryReader reader) => Of(reader, reader, static r => r.ReadInt64(), "BinaryReader.ReadInt64", size: 8);

    /// <inheritdoc cref="BinaryReader.ReadUInt64()"/>
    [Patches(typeof(BinaryReader), nameof(BinaryReader.ReadUInt64), Area = Patch.Stream)]
    public static Suspension<ulong> CoReadUInt64(this BinaryReader reader) => Of(reader, reader, static r => r.ReadUInt64(), "BinaryReader.ReadUInt64", size: 8);

    /// <inheritdoc cref="BinaryReader.ReadHalf()"/>
    [Patches(typeof(BinaryReader), nameof(BinaryReader.ReadHalf), Area = Patch.Stream)]
    public static Suspension<Half> CoReadHalf(this BinaryReader reader) => Of(reader, reader, static r => r.ReadHalf(), "BinaryReader.ReadHalf", size: 2);

    /// <inheritdoc cref="BinaryReader.ReadSingle()"/>
    [Patches(typeof(BinaryReader), nameof(BinaryReader.ReadSingle), Area = Patch.Stream)]
    public static Suspension<float> CoReadSingle(this BinaryReader reader) => Of(reader, reader, static r => r.ReadSingle(), "BinaryReader.ReadSingle", size: 4);

    /// <inheritdoc cref="BinaryReader.ReadDouble()"/>
    [Patches(typeof(BinaryReader), nameof(BinaryReader.ReadDouble), Area = Patch.Stream)]
    public static Suspension<double> CoReadDouble(this BinaryReader reader) => Of(reader, reader, static r => r.ReadDouble(), "BinaryReader.ReadDouble", size: 8);

    /// <inheritdoc cref="BinaryReader.ReadDecimal()"/>
    [Patches(typeof(BinaryReader), nameof(BinaryReader.ReadDecimal), Area = Patch.Stream)]
    public static Suspension<decimal> CoReadDecimal(this BinaryReader reader) => Of(reader, reader, static r => r.ReadDecimal(), "BinaryReader.ReadDecimal", size: 16);

    /// <inheritdoc cref="BinaryReader.ReadChar()"/>
    [Patches(typeof(BinaryReader), nameof(BinaryReader.ReadChar), Area = Patch.Stream)]
    public static Suspension<char> CoReadChar(this BinaryReader reader) => Of(reader, reader, static r => r.ReadChar(), "BinaryReader.ReadChar");

    /// <inheritdoc cref="BinaryReader.ReadString()"/>
    [Patches(typeof(BinaryReader), nameof(BinaryReader.ReadString), Area = Patch.Stream)]
    public static Suspension<string> CoReadString(this BinaryReader reader) => Of(reader, reader, static r => r.ReadString(), "BinaryReader.ReadString");

    /// <inheritdoc cref="BinaryReader.Read7BitEncodedInt()"/>
    [Patches(typeof(BinaryReader), nameof(BinaryReader.Read7BitEncodedInt), Area = Patch.Stream)]
    public static Suspension<int> CoRead7BitEncodedInt(this BinaryReader reader) => Of(reader, reader, static r => r.Read7BitEncodedInt(), "BinaryReader.Read7BitEncodedInt");

    /// <inheritdoc cref="BinaryReader.Read7BitEncodedInt64()"/>
    [Patches(typeof(BinaryReader), nameof(BinaryReader.Read7BitEncodedInt64), Area = Patch.Stream)]
    public static Suspension<long> CoRead7BitEncodedInt64(this BinaryReader reader) => Of(reader, reader, static r => r.Read7BitEncodedInt64(), "BinaryReader.Read7BitEncodedInt64");

    /// <inheritdoc cref="BinaryReader.PeekChar()"/>
    [Patches(typeof(BinaryReader), nameof(BinaryReader.PeekChar), Area = Patch.Stream)]
    public static Suspension<int> CoPeekChar(this BinaryReader reader) => Of(reader, reader, static r => r.PeekChar(), "BinaryReader.PeekChar");

    /// <inheritdoc cref="BinaryReader.Read()"/>
    [Patches(typeof(BinaryReader), nameof(BinaryReader.Read), Area = Patch.Stream)]
    public static Suspension<int> CoRead(this BinaryReader reader) => Of(reader, reader, static r => r.Read(), "BinaryReader.Read");

    /// <inheritdoc cref="BinaryReader.Read(byte[], int, int)"/>
    [Patches(typeof(BinaryReader), nameof(BinaryReader.Read), Area = Patch.Stream)]
    public static Suspension<int> CoRead(this BinaryReader reader, byte[] buffer, int index, int count) =>
        Of(reader, (reader, buffer, index, count), static s => s.reader.Read(s.buffer, s.index, s.count), "BinaryReader.Read");

    /// <inheritdoc cref="BinaryReader.Read(char[], int, int)"/>
    [Patches(typeof(BinaryReader), nameof(BinaryReader.Read), Area = Patch.Stream)]
    public static Suspension<int> CoRead(this BinaryReader reader, char[] buffer, int index, int count) =>
        Of(reader, (reader, buffer, index, count), static s => s.reader.Read(s.buffer, s.index, s.count), "BinaryReader.Read");

    /// <inheritdoc cref="BinaryReader.ReadBytes(int)"/>
    [Patches(typeof(BinaryReader), nameof(BinaryReader.ReadBytes), Area = Patch.Stream)]
    public static Suspension<byte[]> CoReadBytes(this BinaryReader reader, int count) => Of(reader, (reader, count), static s => s.reader.ReadBytes(s.count), "BinaryReader.ReadBytes");

    /// <inheritdoc cref="BinaryReader.ReadChars(int)"/>
    [Patches(typeof(BinaryReader), nameof(BinaryReader.ReadChars), Area = Patch.Stream)]
    public static Suspension<char[]> CoReadChars(this BinaryReader reader, int count) => Of(reader, (reader, count), static s => s.reader.ReadChars(s.count), "BinaryReader.ReadChars");

    /// <param name="reader">The reader.</param>
    /// <param name="state">What the call needs.</param>
    /// <param name="call">The call.</param>
    /// <param name="what">For reports.</param>
    /// <param name="size">How many bytes it reads, where that is known: what has arrived is read at once.</param>
    private static Suspension<T> Of<TState, T>(BinaryReader reader, TState state, Func<TState, T> call, string what, int size = int.MaxValue) => Call.Of(
        (reader, state, call, size),
        static (s, _) => StreamKind.IsLocal(s.reader.BaseStream) || s.reader.BaseStream is NetworkStream network && network.Socket.Available >= s.size ? new ValueTask<T>(s.call(s.state)) : new(Pooled.Run(() => s.call(s.state))),
        what: what);
}
