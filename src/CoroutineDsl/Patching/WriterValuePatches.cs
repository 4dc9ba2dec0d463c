namespace CoroutineDsl.Patching;

/// <summary>
/// Cooperative <see cref="TextWriter"/>, for values. A writer over a stream formats the value and writes the text; any other is called as it is written: most of them write into memory.
/// A wait that is given up waits for the end of the call; text that was written stays written.
/// </summary>
public static class WriterValuePatches
{
    /// <inheritdoc cref="TextWriter.Write(bool)"/>
    [Patches(typeof(TextWriter), nameof(TextWriter.Write), Area = Patch.Stream)]
    public static Suspension CoWrite(this TextWriter writer, bool value) =>
        Of(writer, value, static (w, v) => w.Write(v));

    /// <inheritdoc cref="TextWriter.WriteLine(bool)"/>
    [Patches(typeof(TextWriter), nameof(TextWriter.WriteLine), Area = Patch.Stream)]
    public static Suspension CoWriteLine(this TextWriter writer, bool value) =>
        Line(writer, value, static (w, v) => w.WriteLine(v));

    /// <inheritdoc cref="TextWriter.Write(int)"/>
    [Patches(typeof(TextWriter), nameof(TextWriter.Write), Area = Patch.Stream)]
    public static Suspension CoWrite(this TextWriter writer, int value) =>
        Of(writer, value, static (w, v) => w.Write(v));

    /// <inheritdoc cref="TextWriter.WriteLine(int)"/>
    [Patches(typeof(TextWriter), nameof(TextWriter.WriteLine), Area = Patch.Stream)]
    public static Suspension CoWriteLine(this TextWriter writer, int value) =>
        Line(writer, value, static (w, v) => w.WriteLine(v));

    /// <inheritdoc cref="TextWriter.Write(uint)"/>
    [Patches(typeof(TextWriter), nameof(TextWriter.Write), Area = Patch.Stream)]
    public static Suspension CoWrite(this TextWriter writer, uint value) =>
        Of(writer, value, static (w, v) => w.Write(v));

    /// <inheritdoc cref="TextWriter.WriteLine(uint)"/>
    [Patches(typeof(TextWriter), nameof(TextWriter.WriteLine), Area = Patch.Stream)]
    public static Suspension CoWriteLine(this TextWriter writer, uint value) =>
        Line(writer, value, static (w, v) => w.WriteLine(v));

    /// <inheritdoc cref="TextWriter.Write(long)"/>
    [Patches(typeof(TextWriter), nameof(TextWriter.Write), Area = Patch.Stream)]
    public static Suspension CoWrite(this TextWriter writer, long value) =>
        Of(writer, value, static (w, v) => w.Write(v));

    /// <inheritdoc cref="TextWriter.WriteLine(long)"/>
    [Patches(typeof(TextWriter), nameof(TextWriter.WriteLine), Area = Patch.Stream)]
    public static Suspension CoWriteLine(this TextWriter writer, long value) =>
        Line(writer, value, static (w, v) => w.WriteLine(v));

    /// <inheritdoc cref="TextWriter.Write(ulong)"/>
    [Patches(typeof(TextWriter), nameof(TextWriter.Write), Area = Patch.Stream)]
    public static Suspension CoWrite(this TextWriter writer, ulong value) =>
        Of(writer, value, static (w, v) => w.Write(v));

    /// <inheritdoc cref="TextWriter.WriteLine(ulong)"/>
    [Patches(typeof(TextWriter), nameof(TextWriter.WriteLine), Area = Patch.Stream)]
    public static Suspension CoWriteLine(this TextWriter writer, ulong value) =>
        Line(writer, value, static (w, v) => w.WriteLine(v));

    /// <inheritdoc cref="TextWriter.Write(float)"/>
    [Patches(typeof(TextWriter), nameof(TextWriter.Write), Area = Patch.Stream)]
    public static Suspension CoWrite(this TextWriter writer, float value) =>
        Of(writer, value, static (w, v) => w.Write(v));

    /// <inheritdoc cref="TextWriter.WriteLine(float)"/>
    [Patches(typeof(TextWriter), nameof(TextWriter.WriteLine), Area = Patch.Stream)]
    public static Suspension CoWriteLine(this TextWriter writer, float value) =>
        Line(writer, value, static (w, v) => w.WriteLine(v));

    /// <inheritdoc cref="TextWriter.Write(double)"/>
    [Patches(typeof(TextWriter), nameof(TextWriter.Write), Area = Patch.Stream)]
    public static Suspension CoWrite(this TextWriter writer, double value) =>
        Of(writer, value, static (w, v) => w.Write(v));

    /// <inheritdoc cref="TextWriter.WriteLine(double)"/>
    [Patches(typeof(TextWriter), nameof(TextWriter.WriteLine), Area = Patch.Stream)]
    public static Suspension CoWriteLine(this TextWriter writer, double value) =>
        Line(writer, value, static (w, v) => w.WriteLine(v));

    /// <inheritdoc cref="TextWriter.Write(decimal)"/>
    [Patches(typeof(TextWriter), nameof(TextWriter.Write), Area = Patch.Stream)]
    public static Suspension CoWrite(this TextWriter writer, decimal value) =>
        Of(writer, value, static (w, v) => w.Write(v));

    /// <inheritdoc cref="TextWriter.WriteLine(decimal)"/>
    [Patches(typeof(TextWriter), nameof(TextWriter.WriteLine), Area = Patch.Stream)]
    public static Suspension CoWriteLine(this TextWriter writer, decimal value) =>
        Line(writer, value, static (w, v) => w.WriteLine(v));

    /// <inheritdoc cref="TextWriter.Write(object)"/>
    [Patches(typeof(TextWriter), nameof(TextWriter.Write), Area = Patch.Stream)]
    public static Suspension CoWrite(this TextWriter writer, object? value) =>
        Of(writer, value, static (w, v) => w.Write(v));

    /// <inheritdoc cref="TextWriter.WriteLine(object)"/>
    [Patches(typeof(TextWriter), nameof(TextWriter.WriteLine), Area = Patch.Stream)]
    public static Suspension CoWriteLine(this TextWriter writer, object? value) =>
        Line(writer, value, static (w, v) => w.WriteLine(v));

    private static Suspension Of<T>(TextWriter writer, T value, Action<TextWriter, T> asWritten) => writer is StreamWriter
        ? writer.CoWrite(Text(value, writer))
        : Call.Of((writer, value, asWritten), static (s, _) => Done(s.writer, s.value, s.asWritten), what: "TextWriter.Write");

    private static Suspension Line<T>(TextWriter writer, T value, Action<TextWriter, T> asWritten) => writer is StreamWriter
        ? writer.CoWriteLine(Text(value, writer))
        : Call.Of((writer, value, asWritten), static (s, _) => Done(s.writer, s.value, s.asWritten), what: "TextWriter.WriteLine");

    // now: until its turn comes, the value may change
    private static string Text<T>(T value, TextWriter writer) => value is IFormattable formattable ? formattable.ToString(null, writer.FormatProvider) : value?.ToString() ?? "";

    private static Task Done<T>(TextWriter writer, T value, Action<TextWriter, T> asWritten)
    {
        asWritten(writer, value);
        return Task.CompletedTask;
    }
}
