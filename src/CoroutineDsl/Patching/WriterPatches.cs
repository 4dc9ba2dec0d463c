namespace CoroutineDsl.Patching;

/// <summary>Cooperative <see cref="TextWriter"/>. A wait that is given up waits for the end of the call, so that the writer is free when it is disposed of; text that was written stays written.</summary>
public static class WriterPatches
{
    /// <inheritdoc cref="TextWriter.Write(char)"/>
    [Patches(typeof(TextWriter), nameof(TextWriter.Write), Area = Patch.Stream)]
    public static Suspension CoWrite(this TextWriter writer, char value) =>
        Call.Of((writer, value), static (s, _) => s.writer.WriteAsync(s.value), what: "TextWriter.Write");

    /// <inheritdoc cref="TextWriter.Write(string)"/>
    [Patches(typeof(TextWriter), nameof(TextWriter.Write), Area = Patch.Stream)]
    public static Suspension CoWrite(this TextWriter writer, string? value) =>
        Call.Of((writer, value), static (s, _) => s.writer.WriteAsync(s.value), what: "TextWriter.Write");

    /// <inheritdoc cref="TextWriter.Write(char[])"/>
    [Patches(typeof(TextWriter), nameof(TextWriter.Write), Area = Patch.Stream)]
    public static Suspension CoWrite(this TextWriter writer, char[]? buffer) =>
        Call.Of((writer, buffer), static (s, _) => s.writer.WriteAsync(s.buffer), what: "TextWriter.Write");

    /// <inheritdoc cref="TextWriter.Write(char[], int, int)"/>
    [Patches(typeof(TextWriter), nameof(TextWriter.Write), Area = Patch.Stream)]
    public static Suspension CoWrite(this TextWriter writer, char[] buffer, int index, int count) =>
        Call.Of((writer, buffer, index, count), static (s, _) => s.writer.WriteAsync(s.buffer, s.index, s.count), what: "TextWriter.Write");

    /// <inheritdoc cref="TextWriter.Write(ReadOnlySpan{char})"/>
    [Patches(typeof(TextWriter), nameof(TextWriter.Write), Area = Patch.Stream)]
    public static Suspension CoWrite(this TextWriter writer, ReadOnlyMemory<char> buffer) =>
        Call.Of((writer, buffer), static (s, token) => s.writer.WriteAsync(s.buffer, token), what: "TextWriter.Write");

    /// <inheritdoc cref="TextWriter.WriteLine()"/>
    [Patches(typeof(TextWriter), nameof(TextWriter.WriteLine), Area = Patch.Stream)]
    public static Suspension CoWriteLine(this TextWriter writer) =>
        Call.Of(writer, static (w, _) => w.WriteLineAsync(), what: "TextWriter.WriteLine");

    /// <inheritdoc cref="TextWriter.WriteLine(char)"/>
    [Patches(typeof(TextWriter), nameof(TextWriter.WriteLine), Area = Patch.Stream)]
    public static Suspension CoWriteLine(this TextWriter writer, char value) =>
        Call.Of((writer, value), static (s, _) => s.writer.WriteLineAsync(s.value), what: "TextWriter.WriteLine");

    /// <inheritdoc cref="TextWriter.WriteLine(string)"/>
    [Patches(typeof(TextWriter), nameof(TextWriter.WriteLine), Area = Patch.Stream)]
    public static Suspension CoWriteLine(this TextWriter writer, string? value) =>
        Call.Of((writer, value), static (s, _) => s.writer.WriteLineAsync(s.value), what: "TextWriter.WriteLine");

    /// <inheritdoc cref="TextWriter.WriteLine(char[], int, int)"/>
    [Patches(typeof(TextWriter), nameof(TextWriter.WriteLine), Area = Patch.Stream)]
    public static Suspension CoWriteLine(this TextWriter writer, char[] buffer, int index, int count) =>
        Call.Of((writer, buffer, index, count), static (s, _) => s.writer.WriteLineAsync(s.buffer, s.index, s.count), what: "TextWriter.WriteLine");

    /// <inheritdoc cref="TextWriter.WriteLine(ReadOnlySpan{char})"/>
    [Patches(typeof(TextWriter), nameof(TextWriter.WriteLine), Area = Patch.Stream)]
    public static Suspension CoWriteLine(this TextWriter writer, ReadOnlyMemory<char> buffer) =>
        Call.Of((writer, buffer), static (s, token) => s.writer.WriteLineAsync(s.buffer, token), what: "TextWriter.WriteLine");

    /// <inheritdoc cref="TextWriter.Flush"/>
    [Patches(typeof(TextWriter), nameof(TextWriter.Flush), Area = Patch.Stream)]
    public static Suspension CoFlush(this TextWriter writer) =>
        Call.Of(writer, static (w, token) => w.FlushAsync(token), what: "TextWriter.Flush");
}
