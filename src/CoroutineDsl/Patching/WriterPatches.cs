namespace CoroutineDsl.Patching;

/// <summary>Cooperative <see cref="TextWriter"/>.</summary>
public static class WriterPatches
{
    /// <inheritdoc cref="TextWriter.Write(char)"/>
    [Patches(typeof(TextWriter), nameof(TextWriter.Write), Area = Patch.Stream)]
    public static Task CoWrite(this TextWriter writer, char value) => writer.WriteAsync(value);

    /// <inheritdoc cref="TextWriter.Write(string)"/>
    [Patches(typeof(TextWriter), nameof(TextWriter.Write), Area = Patch.Stream)]
    public static Task CoWrite(this TextWriter writer, string? value) => writer.WriteAsync(value);

    /// <inheritdoc cref="TextWriter.Write(char[])"/>
    [Patches(typeof(TextWriter), nameof(TextWriter.Write), Area = Patch.Stream)]
    public static Task CoWrite(this TextWriter writer, char[]? buffer) => writer.WriteAsync(buffer);

    /// <inheritdoc cref="TextWriter.Write(char[], int, int)"/>
    [Patches(typeof(TextWriter), nameof(TextWriter.Write), Area = Patch.Stream)]
    public static Task CoWrite(this TextWriter writer, char[] buffer, int index, int count) => writer.WriteAsync(buffer, index, count);

    /// <inheritdoc cref="TextWriter.Write(ReadOnlySpan{char})"/>
    [Patches(typeof(TextWriter), nameof(TextWriter.Write), Area = Patch.Stream)]
    public static Task CoWrite(this TextWriter writer, ReadOnlyMemory<char> buffer) => writer.WriteAsync(buffer);

    /// <inheritdoc cref="TextWriter.WriteLine()"/>
    [Patches(typeof(TextWriter), nameof(TextWriter.WriteLine), Area = Patch.Stream)]
    public static Task CoWriteLine(this TextWriter writer) => writer.WriteLineAsync();

    /// <inheritdoc cref="TextWriter.WriteLine(char)"/>
    [Patches(typeof(TextWriter), nameof(TextWriter.WriteLine), Area = Patch.Stream)]
    public static Task CoWriteLine(this TextWriter writer, char value) => writer.WriteLineAsync(value);

    /// <inheritdoc cref="TextWriter.WriteLine(string)"/>
    [Patches(typeof(TextWriter), nameof(TextWriter.WriteLine), Area = Patch.Stream)]
    public static Task CoWriteLine(this TextWriter writer, string? value) => writer.WriteLineAsync(value);

    /// <inheritdoc cref="TextWriter.WriteLine(char[], int, int)"/>
    [Patches(typeof(TextWriter), nameof(TextWriter.WriteLine), Area = Patch.Stream)]
    public static Task CoWriteLine(this TextWriter writer, char[] buffer, int index, int count) => writer.WriteLineAsync(buffer, index, count);

    /// <inheritdoc cref="TextWriter.WriteLine(ReadOnlySpan{char})"/>
    [Patches(typeof(TextWriter), nameof(TextWriter.WriteLine), Area = Patch.Stream)]
    public static Task CoWriteLine(this TextWriter writer, ReadOnlyMemory<char> buffer) => writer.WriteLineAsync(buffer);

    /// <inheritdoc cref="TextWriter.Flush"/>
    [Patches(typeof(TextWriter), nameof(TextWriter.Flush), Area = Patch.Stream)]
    public static Task CoFlush(this TextWriter writer) => writer.FlushAsync();
}
