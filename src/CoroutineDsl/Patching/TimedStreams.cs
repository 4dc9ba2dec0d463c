namespace CoroutineDsl.Patching;

/// <summary>
/// What reads or writes a stream several times, where the stream has a timeout for its blocking calls: each of the reads and writes has it, as in the blocking form, and not the whole.
/// </summary>
internal static partial class TimedStreams
{
    private const int TextChunk = 1024;

    /// <summary>So few characters are in the smallest buffer of a <see cref="StreamReader"/>, of any encoding: to read them takes one read of the stream, or none.</summary>
    private const int OneRead = 32;

    public static Suspension<int> AtLeast(Stream stream, Memory<byte> buffer, int minimum, bool throwOnEnd) => Runtime.Waitables.From(ReadAtLeastCoroutine(stream, buffer, minimum, throwOnEnd));

    public static Suspension Exactly(Stream stream, Memory<byte> buffer) => Runtime.Waitables.From((Coroutine)ReadAtLeastCoroutine(stream, buffer, buffer.Length, true));

    public static Suspension Copied(Stream stream, Stream destination, int size) => Runtime.Waitables.From(CopyCoroutine(stream, destination, size));

    public static Suspension Text(TextWriter writer, ReadOnlyMemory<char> text, bool isLine) => Runtime.Waitables.From(WriteCoroutine(writer, text, isLine));

    public static Suspension<string> ToEnd(TextReader reader) => Runtime.Waitables.From(ReadToEndCoroutine(reader));

    public static Suspension<int> Block(TextReader reader, Memory<char> buffer) => Runtime.Waitables.From(ReadBlockCoroutine(reader, buffer));

    [Coroutine]
    private static IEnumerator<Yield<string>> ReadToEnd(TextReader reader)
    {
        var text = new System.Text.StringBuilder();
        var buffer = new char[OneRead];
        while (reader.CoRead(buffer.AsMemory()).Await() is var count and not 0) text.Append(buffer, 0, count);
        yield return text.ToString();
    }

    [Coroutine]
    private static IEnumerator<Yield<int>> ReadBlock(TextReader reader, Memory<char> buffer)
    {
        var total = 0;
        while (total < buffer.Length)
        {
            var count = reader.CoRead(buffer[total..Math.Min(total + OneRead, buffer.Length)]).Await();
            if (count == 0) break;
            total += count;
        }

        yield return total;
    }

    [Coroutine]
    private static IEnumerator<Yield<int>> ReadAtLeast(Stream stream, Memory<byte> buffer, int minimum, bool throwOnEnd)
    {
        var total = 0;
        while (total < minimum)
        {
            var count = stream.CoRead(buffer[total..]).Await();
            if (count == 0 && throwOnEnd) throw new EndOfStreamException();
            if (count == 0) break;
            total += count;
        }

        yield return total;
    }

    [Coroutine]
    private static IEnumerator<Yield> Copy(Stream stream, Stream destination, int size)
    {
        var buffer = new byte[size];
        while (stream.CoRead(buffer.AsMemory()).Await() is var count and not 0) destination.CoWrite(buffer.AsMemory(0, count)).Await();
        yield break;
    }

    [Coroutine]
    private static IEnumerator<Yield> Write(TextWriter writer, ReadOnlyMemory<char> text, bool isLine)
    {
        for (; text.Length > TextChunk; text = text[TextChunk..]) WriterPatches.Chunk(writer, text[..TextChunk], isLine: false).Await();
        WriterPatches.Chunk(writer, text, isLine).Await();
        yield break;
    }
}
