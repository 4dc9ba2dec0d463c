namespace CoroutineDsl.Patching;

/// <summary>Cooperative <see cref="TextReader"/>.</summary>
public static class ReaderPatches
{
    /// <inheritdoc cref="TextReader.ReadLine"/>
    [Patches(typeof(TextReader), nameof(TextReader.ReadLine), Area = Patch.Stream)]
    public static Task<string?> CoReadLine(this TextReader reader) => IsConsole(reader) ? Pooled.Run(reader.ReadLine) : reader.ReadLineAsync();

    /// <inheritdoc cref="TextReader.ReadToEnd"/>
    [Patches(typeof(TextReader), nameof(TextReader.ReadToEnd), Area = Patch.Stream)]
    public static Task<string> CoReadToEnd(this TextReader reader) => IsConsole(reader) ? Pooled.Run(reader.ReadToEnd) : reader.ReadToEndAsync();

    /// <inheritdoc cref="TextReader.Read()"/>
    [Patches(typeof(TextReader), nameof(TextReader.Read), Area = Patch.Stream)]
    public static Task<int> CoRead(this TextReader reader) => Pooled.Run(reader.Read);

    /// <inheritdoc cref="TextReader.Read(char[], int, int)"/>
    [Patches(typeof(TextReader), nameof(TextReader.Read), Area = Patch.Stream)]
    public static Task<int> CoRead(this TextReader reader, char[] buffer, int index, int count) => IsConsole(reader) ? Pooled.Run(() => reader.Read(buffer, index, count)) : reader.ReadAsync(buffer, index, count);

    /// <inheritdoc cref="TextReader.Read(Span{char})"/>
    [Patches(typeof(TextReader), nameof(TextReader.Read), Area = Patch.Stream)]
    public static ValueTask<int> CoRead(this TextReader reader, Memory<char> buffer) => IsConsole(reader) ? new(Pooled.Run(() => reader.Read(buffer.Span))) : reader.ReadAsync(buffer);

    /// <inheritdoc cref="TextReader.ReadBlock(char[], int, int)"/>
    [Patches(typeof(TextReader), nameof(TextReader.ReadBlock), Area = Patch.Stream)]
    public static Task<int> CoReadBlock(this TextReader reader, char[] buffer, int index, int count) => IsConsole(reader) ? Pooled.Run(() => reader.ReadBlock(buffer, index, count)) : reader.ReadBlockAsync(buffer, index, count);

    /// <inheritdoc cref="TextReader.ReadBlock(Span{char})"/>
    [Patches(typeof(TextReader), nameof(TextReader.ReadBlock), Area = Patch.Stream)]
    public static ValueTask<int> CoReadBlock(this TextReader reader, Memory<char> buffer) => IsConsole(reader) ? new(Pooled.Run(() => reader.ReadBlock(buffer.Span))) : reader.ReadBlockAsync(buffer);

    /// <inheritdoc cref="TextReader.Peek"/>
    [Patches(typeof(TextReader), nameof(TextReader.Peek), Area = Patch.Stream)]
    public static Task<int> CoPeek(this TextReader reader) => Pooled.Run(reader.Peek);

    /// <inheritdoc cref="StreamReader.EndOfStream"/>
    [Patches(typeof(StreamReader), nameof(StreamReader.EndOfStream), Area = Patch.Stream)]
    public static Task<bool> CoEndOfStream(this StreamReader reader) => Pooled.Run(() => reader.EndOfStream);

    // the asynchronous members of the console's reader are synchronous
    private static bool IsConsole(TextReader reader) => ReferenceEquals(reader, Console.In);
}
