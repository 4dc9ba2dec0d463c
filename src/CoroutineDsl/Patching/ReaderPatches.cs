namespace CoroutineDsl.Patching;

/// <summary>
/// Cooperative <see cref="TextReader"/>. A wait that is given up cancels the call and waits for its end, so that the reader is free when it is disposed of. Text that was read all the same is the wait's, and what was
/// to end that is thrown at the next. A line that is stopped half-way may lose what was read of it, as its asynchronous form does. Nothing can stop a read of the console: it is let go, and what it reads then goes to the
/// next such read.
/// </summary>
public static class ReaderPatches
{
    /// <inheritdoc cref="TextReader.ReadLine"/>
    [Patches(typeof(TextReader), nameof(TextReader.ReadLine), Area = Patch.Stream)]
    public static Suspension<string?> CoReadLine(this TextReader reader) => IsConsole(reader)
        ? ConsoleReads<string?>.Next(reader, static r => r.ReadLine())
        : StreamTimeouts.Reading(StreamTimeouts.OfRead(reader), reader, static (r, token) => r is StringReader ? new(r.ReadLine()) : r.ReadLineAsync(token), "TextReader.ReadLine");

    /// <inheritdoc cref="TextReader.ReadToEnd"/>
    [Patches(typeof(TextReader), nameof(TextReader.ReadToEnd), Area = Patch.Stream)]
    public static Suspension<string> CoReadToEnd(this TextReader reader) => IsConsole(reader)
        ? ConsoleReads<string>.Next(reader, static r => r.ReadToEnd())
        : IsTimed(reader) ? TimedStreams.ToEnd(reader)
        : Call.Of(reader, static (r, token) => new ValueTask<string>(r.ReadToEndAsync(token)), what: "TextReader.ReadToEnd");

    /// <inheritdoc cref="TextReader.Read()"/>
    [Patches(typeof(TextReader), nameof(TextReader.Read), Area = Patch.Stream)]
    public static Suspension<int> CoRead(this TextReader reader) => IsConsole(reader)
        ? ConsoleReads<int>.Next(reader, static r => r.Read())
        : StreamTimeouts.Reading(StreamTimeouts.OfRead(reader), reader, static (r, token) => OneCharacter(r, token), "TextReader.Read");

    /// <inheritdoc cref="TextReader.Read(char[], int, int)"/>
    [Patches(typeof(TextReader), nameof(TextReader.Read), Area = Patch.Stream)]
    public static Suspension<int> CoRead(this TextReader reader, char[] buffer, int index, int count) => reader.CoRead(buffer.AsMemory(index, count));

    /// <inheritdoc cref="TextReader.Read(Span{char})"/>
    [Patches(typeof(TextReader), nameof(TextReader.Read), Area = Patch.Stream)]
    public static Suspension<int> CoRead(this TextReader reader, Memory<char> buffer) => StreamTimeouts.Reading(
        StreamTimeouts.OfRead(reader),
        (reader, buffer),
        static (s, token) => IsConsole(s.reader) ? new(Pooled.Run(() => s.reader.Read(s.buffer.Span))) : s.reader.ReadAsync(s.buffer, token),
        "TextReader.Read");

    /// <inheritdoc cref="TextReader.ReadBlock(char[], int, int)"/>
    [Patches(typeof(TextReader), nameof(TextReader.ReadBlock), Area = Patch.Stream)]
    public static Suspension<int> CoReadBlock(this TextReader reader, char[] buffer, int index, int count) => reader.CoReadBlock(buffer.AsMemory(index, count));

    /// <inheritdoc cref="TextReader.ReadBlock(Span{char})"/>
    [Patches(typeof(TextReader), nameof(TextReader.ReadBlock), Area = Patch.Stream)]
    public static Suspension<int> CoReadBlock(this TextReader reader, Memory<char> buffer) => IsTimed(reader)
        ? TimedStreams.Block(reader, buffer)
        : Call.Of(
        (reader, buffer),
        static (s, token) => IsConsole(s.reader) ? new(Pooled.Run(() => s.reader.ReadBlock(s.buffer.Span))) : s.reader.ReadBlockAsync(s.buffer, token),
        what: "TextReader.ReadBlock");

    /// <inheritdoc cref="TextReader.Peek"/>
    /// <remarks>It blocks a thread of its own meanwhile: no asynchronous form looks without taking. A wait that is given up waits for it, at most for <see cref="HubOptions.AbandonGrace"/>.</remarks>
    [Patches(typeof(TextReader), nameof(TextReader.Peek), Area = Patch.Stream)]
    public static Suspension<int> CoPeek(this TextReader reader) => Call.Of(reader, static (r, _) => new ValueTask<int>(Pooled.Run(r.Peek)), what: "TextReader.Peek");

    /// <inheritdoc cref="StreamReader.EndOfStream"/>
    /// <inheritdoc cref="CoPeek(TextReader)" path="/remarks"/>
    [Patches(typeof(StreamReader), nameof(StreamReader.EndOfStream), Area = Patch.Stream)]
    public static Suspension<bool> CoEndOfStream(this StreamReader reader) =>
        Call.Of(reader, static (r, _) => new ValueTask<bool>(Pooled.Run(() => r.EndOfStream)), what: "StreamReader.EndOfStream");

    // reads again and again, each time with the stream's timeout, which the asynchronous form ignores
    private static bool IsTimed(TextReader reader) => reader.GetType() == typeof(StreamReader) && ((StreamReader)reader).BaseStream is { } stream && StreamTimeouts.OfRead(stream) != Timeouts.None && !StreamKind.IsLocal(stream);

    private static async ValueTask<int> OneCharacter(TextReader reader, CancellationToken token)
    {
        var buffer = new char[1];
        return await reader.ReadAsync(buffer.AsMemory(), token).ConfigureAwait(false) == 0 ? -1 : buffer[0];
    }

    // the asynchronous members of the console's reader are synchronous
    private static bool IsConsole(TextReader reader) => ReferenceEquals(reader, Console.In);
}
