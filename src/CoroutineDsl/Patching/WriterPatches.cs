namespace CoroutineDsl.Patching;

/// <summary>Cooperative <see cref="TextWriter"/>. A wait that is given up waits for the end of the call, so that the writer is free when it is disposed of; text that was written stays written.</summary>
public static class WriterPatches
{
    /// <inheritdoc cref="TextWriter.Write(char)"/>
    [Patches(typeof(TextWriter), nameof(TextWriter.Write), Area = Patch.Stream)]
    public static Suspension CoWrite(this TextWriter writer, char value) =>
        WriterTurn.Of(writer, Writing(writer, (writer, value), static (s, _) => new(s.writer.WriteAsync(s.value)), "TextWriter.Write"));

    /// <inheritdoc cref="TextWriter.Write(string)"/>
    [Patches(typeof(TextWriter), nameof(TextWriter.Write), Area = Patch.Stream)]
    public static Suspension CoWrite(this TextWriter writer, string? value) =>
        WriterTurn.Of(writer, IsTimed(writer) ? TimedStreams.Text(writer, value.AsMemory(), isLine: false) : Call.Of((writer, value), static (s, _) => s.writer.WriteAsync(s.value), what: "TextWriter.Write"));

    /// <inheritdoc cref="TextWriter.Write(char[])"/>
    [Patches(typeof(TextWriter), nameof(TextWriter.Write), Area = Patch.Stream)]
    public static Suspension CoWrite(this TextWriter writer, char[]? buffer) =>
        WriterTurn.Of(writer, IsTimed(writer) ? TimedStreams.Text(writer, buffer, isLine: false) : Call.Of((writer, buffer), static (s, _) => s.writer.WriteAsync(s.buffer), what: "TextWriter.Write"));

    /// <inheritdoc cref="TextWriter.Write(char[], int, int)"/>
    [Patches(typeof(TextWriter), nameof(TextWriter.Write), Area = Patch.Stream)]
    public static Suspension CoWrite(this TextWriter writer, char[] buffer, int index, int count) =>
        WriterTurn.Of(writer, IsTimed(writer) ? TimedStreams.Text(writer, new ArraySegment<char>(buffer, index, count), isLine: false) : Call.Of((writer, buffer, index, count), static (s, _) => s.writer.WriteAsync(s.buffer, s.index, s.count), what: "TextWriter.Write"));

    /// <inheritdoc cref="TextWriter.Write(ReadOnlySpan{char})"/>
    [Patches(typeof(TextWriter), nameof(TextWriter.Write), Area = Patch.Stream)]
    public static Suspension CoWrite(this TextWriter writer, ReadOnlyMemory<char> buffer) =>
        WriterTurn.Of(writer, IsTimed(writer) ? TimedStreams.Text(writer, buffer, isLine: false) : Call.Of((writer, buffer), static (s, token) => s.writer.WriteAsync(s.buffer, token), what: "TextWriter.Write"));

    /// <inheritdoc cref="TextWriter.WriteLine()"/>
    [Patches(typeof(TextWriter), nameof(TextWriter.WriteLine), Area = Patch.Stream)]
    public static Suspension CoWriteLine(this TextWriter writer) =>
        WriterTurn.Of(writer, Writing(writer, writer, static (w, _) => new(w.WriteLineAsync()), "TextWriter.WriteLine"));

    /// <inheritdoc cref="TextWriter.WriteLine(char)"/>
    [Patches(typeof(TextWriter), nameof(TextWriter.WriteLine), Area = Patch.Stream)]
    public static Suspension CoWriteLine(this TextWriter writer, char value) =>
        WriterTurn.Of(writer, Writing(writer, (writer, value), static (s, _) => new(s.writer.WriteLineAsync(s.value)), "TextWriter.WriteLine"));

    /// <inheritdoc cref="TextWriter.WriteLine(string)"/>
    [Patches(typeof(TextWriter), nameof(TextWriter.WriteLine), Area = Patch.Stream)]
    public static Suspension CoWriteLine(this TextWriter writer, string? value) =>
        WriterTurn.Of(writer, IsTimed(writer) ? TimedStreams.Text(writer, value.AsMemory(), isLine: true) : Call.Of((writer, value), static (s, _) => s.writer.WriteLineAsync(s.value), what: "TextWriter.WriteLine"));

    /// <inheritdoc cref="TextWriter.WriteLine(char[], int, int)"/>
    [Patches(typeof(TextWriter), nameof(TextWriter.WriteLine), Area = Patch.Stream)]
    public static Suspension CoWriteLine(this TextWriter writer, char[] buffer, int index, int count) =>
        WriterTurn.Of(writer, IsTimed(writer) ? TimedStreams.Text(writer, new ArraySegment<char>(buffer, index, count), isLine: true) : Call.Of((writer, buffer, index, count), static (s, _) => s.writer.WriteLineAsync(s.buffer, s.index, s.count), what: "TextWriter.WriteLine"));

    /// <inheritdoc cref="TextWriter.WriteLine(ReadOnlySpan{char})"/>
    [Patches(typeof(TextWriter), nameof(TextWriter.WriteLine), Area = Patch.Stream)]
    public static Suspension CoWriteLine(this TextWriter writer, ReadOnlyMemory<char> buffer) =>
        WriterTurn.Of(writer, IsTimed(writer) ? TimedStreams.Text(writer, buffer, isLine: true) : Call.Of((writer, buffer), static (s, token) => s.writer.WriteLineAsync(s.buffer, token), what: "TextWriter.WriteLine"));

    /// <inheritdoc cref="TextWriter.Flush"/>
    [Patches(typeof(TextWriter), nameof(TextWriter.Flush), Area = Patch.Stream)]
    public static Suspension CoFlush(this TextWriter writer) =>
        WriterTurn.Of(writer, Writing(writer, writer, static (w, token) => new(w.FlushAsync(token)), "TextWriter.Flush"));

    /// <summary>As much text as one write of the stream takes.</summary>
    internal static Suspension Chunk(TextWriter writer, ReadOnlyMemory<char> text, bool isLine) =>
        Writing(writer, (writer, text, isLine), static (s, token) => new(s.isLine ? s.writer.WriteLineAsync(s.text, token) : s.writer.WriteAsync(s.text, token)), isLine ? "TextWriter.WriteLine" : "TextWriter.Write");

    internal static bool IsTimed(TextWriter writer) => StreamTimeouts.OfWrite(writer) != Timeouts.None;

    private static Suspension Writing<TState>(TextWriter writer, TState state, Func<TState, CancellationToken, ValueTask> start, string what) =>
        StreamTimeouts.Writing(StreamTimeouts.OfWrite(writer), state, start, what);
}
