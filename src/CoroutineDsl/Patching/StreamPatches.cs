namespace CoroutineDsl.Patching;

/// <summary>
/// Cooperative <see cref="Stream"/>: of sockets, pipes, files, TLS. A wait that is given up cancels the call and waits for its end, so that the stream is free when it is disposed of. Bytes that were read or
/// written all the same are the wait's, and what was to end that is thrown at the next. A <c>ReadExactly</c> or <c>CopyTo</c> that is stopped half-way has moved some bytes, as in every language.
/// A stream's own <see cref="Stream.ReadTimeout"/> and <see cref="Stream.WriteTimeout"/> hold, for each read and write of it. A stream in memory, or whose type has no asynchronous members of its own, is called as it is written, on the hub.
/// </summary>
public static class StreamPatches
{
    /// <inheritdoc cref="Stream.Read(byte[], int, int)"/>
    [Patches(typeof(Stream), nameof(Stream.Read), Area = Patch.Stream)]
    public static Suspension<int> CoRead(this Stream stream, byte[] buffer, int offset, int count) =>
        Reading(stream, (stream, buffer, offset, count),
            static (s, token) => StreamKind.ReadsAsWritten(s.stream) ? new(s.stream.Read(s.buffer, s.offset, s.count)) : new ValueTask<int>(s.stream.ReadAsync(s.buffer, s.offset, s.count, token)), "Stream.Read");

    /// <inheritdoc cref="Stream.Read(Span{byte})"/>
    [Patches(typeof(Stream), nameof(Stream.Read), Area = Patch.Stream)]
    public static Suspension<int> CoRead(this Stream stream, Memory<byte> buffer) =>
        Reading(stream, (stream, buffer), static (s, token) => StreamKind.ReadsAsWritten(s.stream) ? new(s.stream.Read(s.buffer.Span)) : s.stream.ReadAsync(s.buffer, token), "Stream.Read");

    /// <inheritdoc cref="Stream.ReadByte"/>
    [Patches(typeof(Stream), nameof(Stream.ReadByte), Area = Patch.Stream)]
    public static Suspension<int> CoReadByte(this Stream stream) =>
        Reading(stream, stream, static (s, token) => StreamKind.ReadsAsWritten(s) ? new(s.ReadByte()) : OneByte(s, token), "Stream.ReadByte");

    /// <inheritdoc cref="Stream.ReadExactly(byte[], int, int)"/>
    [Patches(typeof(Stream), nameof(Stream.ReadExactly), Area = Patch.Stream)]
    public static Suspension CoReadExactly(this Stream stream, byte[] buffer, int offset, int count) => StreamTimeouts.OfRead(stream) != Timeouts.None
        ? TimedStreams.Exactly(stream, new ArraySegment<byte>(buffer, offset, count))
        : Call.Of((stream, buffer, offset, count), static (s, token) => StreamKind.ReadsAsWritten(s.stream)
            ? StreamKind.Done(() => s.stream.ReadExactly(s.buffer, s.offset, s.count)) : s.stream.ReadExactlyAsync(s.buffer, s.offset, s.count, token), "Stream.ReadExactly");

    /// <inheritdoc cref="Stream.ReadExactly(Span{byte})"/>
    [Patches(typeof(Stream), nameof(Stream.ReadExactly), Area = Patch.Stream)]
    public static Suspension CoReadExactly(this Stream stream, Memory<byte> buffer) => StreamTimeouts.OfRead(stream) != Timeouts.None
        ? TimedStreams.Exactly(stream, buffer)
        : Call.Of((stream, buffer), static (s, token) => StreamKind.ReadsAsWritten(s.stream)
            ? StreamKind.Done(() => s.stream.ReadExactly(s.buffer.Span)) : s.stream.ReadExactlyAsync(s.buffer, token), "Stream.ReadExactly");

    /// <inheritdoc cref="Stream.ReadAtLeast"/>
    [Patches(typeof(Stream), nameof(Stream.ReadAtLeast), Area = Patch.Stream)]
    public static Suspension<int> CoReadAtLeast(this Stream stream, Memory<byte> buffer, int minimumBytes, bool throwOnEndOfStream = true) =>
        StreamTimeouts.OfRead(stream) != Timeouts.None && (uint)minimumBytes <= (uint)buffer.Length
        ? TimedStreams.AtLeast(stream, buffer, minimumBytes, throwOnEndOfStream)
        : Call.Of((stream, buffer, minimumBytes, throwOnEndOfStream), static (s, token) => s.stream.ReadAtLeastAsync(s.buffer, s.minimumBytes, s.throwOnEndOfStream, token), what: "Stream.ReadAtLeast");

    /// <inheritdoc cref="Stream.Write(byte[], int, int)"/>
    [Patches(typeof(Stream), nameof(Stream.Write), Area = Patch.Stream)]
    public static Suspension CoWrite(this Stream stream, byte[] buffer, int offset, int count) =>
        Writing(stream, (stream, buffer, offset, count),
            static (s, token) => StreamKind.WritesAsWritten(s.stream) ? StreamKind.Done(() => s.stream.Write(s.buffer, s.offset, s.count)) : new(s.stream.WriteAsync(s.buffer, s.offset, s.count, token)), "Stream.Write");

    /// <inheritdoc cref="Stream.Write(ReadOnlySpan{byte})"/>
    [Patches(typeof(Stream), nameof(Stream.Write), Area = Patch.Stream)]
    public static Suspension CoWrite(this Stream stream, ReadOnlyMemory<byte> buffer) =>
        Writing(stream, (stream, buffer),
            static (s, token) => StreamKind.WritesAsWritten(s.stream) ? StreamKind.Done(() => s.stream.Write(s.buffer.Span)) : s.stream.WriteAsync(s.buffer, token), "Stream.Write");

    /// <inheritdoc cref="Stream.WriteByte"/>
    [Patches(typeof(Stream), nameof(Stream.WriteByte), Area = Patch.Stream)]
    public static Suspension CoWriteByte(this Stream stream, byte value) =>
        Writing(stream, (stream, value),
            static (s, token) => StreamKind.WritesAsWritten(s.stream) ? StreamKind.Done(() => s.stream.WriteByte(s.value)) : s.stream.WriteAsync(new[] { s.value }, token), "Stream.WriteByte");

    /// <inheritdoc cref="Stream.Flush"/>
    [Patches(typeof(Stream), nameof(Stream.Flush), Area = Patch.Stream)]
    public static Suspension CoFlush(this Stream stream) =>
        Call.Of(stream, static (s, token) => StreamKind.FlushesAsWritten(s) ? StreamKind.Done(s.Flush) : new(s.FlushAsync(token)), "Stream.Flush");

    /// <inheritdoc cref="Stream.CopyTo(Stream)"/>
    [Patches(typeof(Stream), nameof(Stream.CopyTo), Area = Patch.Stream)]
    public static Suspension CoCopyTo(this Stream stream, Stream destination) => IsTimedCopy(stream, destination)
        ? TimedStreams.Copied(stream, destination, DefaultCopySize)
        : Call.Of((stream, destination), static (s, token) => s.stream.CopyToAsync(s.destination, token), what: "Stream.CopyTo");

    /// <inheritdoc cref="Stream.CopyTo(Stream, int)"/>
    [Patches(typeof(Stream), nameof(Stream.CopyTo), Area = Patch.Stream)]
    public static Suspension CoCopyTo(this Stream stream, Stream destination, int bufferSize) => bufferSize > 0 && IsTimedCopy(stream, destination)
        ? TimedStreams.Copied(stream, destination, bufferSize)
        : Call.Of((stream, destination, bufferSize), static (s, token) => s.stream.CopyToAsync(s.destination, s.bufferSize, token), what: "Stream.CopyTo");

    private const int DefaultCopySize = 81920; // as in .NET

    // what cannot be copied fails as in .NET
    private static bool IsTimedCopy(Stream stream, Stream destination) => stream.CanRead && destination is { CanWrite: true }
        && (StreamTimeouts.OfRead(stream) != Timeouts.None || StreamTimeouts.OfWrite(destination) != Timeouts.None);

    private static Suspension<int> Reading<TState>(Stream stream, TState state, Func<TState, CancellationToken, ValueTask<int>> start, string what) =>
        StreamTimeouts.Reading(StreamTimeouts.OfRead(stream), state, start, what);

    private static Suspension Writing<TState>(Stream stream, TState state, Func<TState, CancellationToken, ValueTask> start, string what) =>
        StreamTimeouts.Writing(StreamTimeouts.OfWrite(stream), state, start, what);

    private static async ValueTask<int> OneByte(Stream stream, CancellationToken token)
    {
        var buffer = new byte[1];
        return await stream.ReadAsync(buffer, token).ConfigureAwait(false) == 0 ? -1 : buffer[0];
    }
}
