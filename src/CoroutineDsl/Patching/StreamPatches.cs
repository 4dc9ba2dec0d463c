namespace CoroutineDsl.Patching;

/// <summary>Cooperative <see cref="Stream"/>: of sockets, pipes, files, TLS.</summary>
public static class StreamPatches
{
    /// <inheritdoc cref="Stream.Read(byte[], int, int)"/>
    [Patches(typeof(Stream), nameof(Stream.Read), Area = Patch.Stream)]
    public static Task<int> CoRead(this Stream stream, byte[] buffer, int offset, int count) => stream.ReadAsync(buffer, offset, count);

    /// <inheritdoc cref="Stream.Read(Span{byte})"/>
    [Patches(typeof(Stream), nameof(Stream.Read), Area = Patch.Stream)]
    public static ValueTask<int> CoRead(this Stream stream, Memory<byte> buffer) => stream.ReadAsync(buffer);

    /// <inheritdoc cref="Stream.ReadByte"/>
    [Patches(typeof(Stream), nameof(Stream.ReadByte), Area = Patch.Stream)]
    public static ValueTask<int> CoReadByte(this Stream stream) => OneByte(stream);

    /// <inheritdoc cref="Stream.ReadExactly(byte[], int, int)"/>
    [Patches(typeof(Stream), nameof(Stream.ReadExactly), Area = Patch.Stream)]
    public static ValueTask CoReadExactly(this Stream stream, byte[] buffer, int offset, int count) => stream.ReadExactlyAsync(buffer, offset, count);

    /// <inheritdoc cref="Stream.ReadExactly(Span{byte})"/>
    [Patches(typeof(Stream), nameof(Stream.ReadExactly), Area = Patch.Stream)]
    public static ValueTask CoReadExactly(this Stream stream, Memory<byte> buffer) => stream.ReadExactlyAsync(buffer);

    /// <inheritdoc cref="Stream.ReadAtLeast"/>
    [Patches(typeof(Stream), nameof(Stream.ReadAtLeast), Area = Patch.Stream)]
    public static ValueTask<int> CoReadAtLeast(this Stream stream, Memory<byte> buffer, int minimumBytes, bool throwOnEndOfStream = true) => stream.ReadAtLeastAsync(buffer, minimumBytes, throwOnEndOfStream);

    /// <inheritdoc cref="Stream.Write(byte[], int, int)"/>
    [Patches(typeof(Stream), nameof(Stream.Write), Area = Patch.Stream)]
    public static Task CoWrite(this Stream stream, byte[] buffer, int offset, int count) => stream.WriteAsync(buffer, offset, count);

    /// <inheritdoc cref="Stream.Write(ReadOnlySpan{byte})"/>
    [Patches(typeof(Stream), nameof(Stream.Write), Area = Patch.Stream)]
    public static ValueTask CoWrite(this Stream stream, ReadOnlyMemory<byte> buffer) => stream.WriteAsync(buffer);

    /// <inheritdoc cref="Stream.WriteByte"/>
    [Patches(typeof(Stream), nameof(Stream.WriteByte), Area = Patch.Stream)]
    public static ValueTask CoWriteByte(this Stream stream, byte value) => stream.WriteAsync(new[] { value });

    /// <inheritdoc cref="Stream.Flush"/>
    [Patches(typeof(Stream), nameof(Stream.Flush), Area = Patch.Stream)]
    public static Task CoFlush(this Stream stream) => stream.FlushAsync();

    /// <inheritdoc cref="Stream.CopyTo(Stream)"/>
    [Patches(typeof(Stream), nameof(Stream.CopyTo), Area = Patch.Stream)]
    public static Task CoCopyTo(this Stream stream, Stream destination) => stream.CopyToAsync(destination);

    /// <inheritdoc cref="Stream.CopyTo(Stream, int)"/>
    [Patches(typeof(Stream), nameof(Stream.CopyTo), Area = Patch.Stream)]
    public static Task CoCopyTo(this Stream stream, Stream destination, int bufferSize) => stream.CopyToAsync(destination, bufferSize);

    private static async ValueTask<int> OneByte(Stream stream)
    {
        var buffer = new byte[1];
        return await stream.ReadAsync(buffer).ConfigureAwait(false) == 0 ? -1 : buffer[0];
    }
}
