using System.Text;

namespace CoroutineDsl.Patching;

/// <summary>Cooperative <see cref="File"/>: on the thread pool, since the asynchronous calls open their file in the caller's thread, and that may block, on a pipe or a far file system. Nothing can stop such a call: a wait
/// that is given up waits for its end, and no file is still being written when the greenlet goes on.</summary>
public static class FilePatches
{
    /// <inheritdoc cref="File.ReadAllText(string)"/>
    [Patches(typeof(File), nameof(File.ReadAllText), Area = Patch.File)]
    public static Suspension<string> ReadAllText(string path) => Call.Of(() => File.ReadAllText(path));

    /// <inheritdoc cref="File.ReadAllText(string, Encoding)"/>
    [Patches(typeof(File), nameof(File.ReadAllText), Area = Patch.File)]
    public static Suspension<string> ReadAllText(string path, Encoding encoding) => Call.Of(() => File.ReadAllText(path, encoding));

    /// <inheritdoc cref="File.ReadAllLines(string)"/>
    [Patches(typeof(File), nameof(File.ReadAllLines), Area = Patch.File)]
    public static Suspension<string[]> ReadAllLines(string path) => Call.Of(() => File.ReadAllLines(path));

    /// <inheritdoc cref="File.ReadAllLines(string, Encoding)"/>
    [Patches(typeof(File), nameof(File.ReadAllLines), Area = Patch.File)]
    public static Suspension<string[]> ReadAllLines(string path, Encoding encoding) => Call.Of(() => File.ReadAllLines(path, encoding));

    /// <inheritdoc cref="File.ReadAllBytes(string)"/>
    [Patches(typeof(File), nameof(File.ReadAllBytes), Area = Patch.File)]
    public static Suspension<byte[]> ReadAllBytes(string path) => Call.Of(() => File.ReadAllBytes(path));

    /// <inheritdoc cref="File.WriteAllText(string, string)"/>
    [Patches(typeof(File), nameof(File.WriteAllText), Area = Patch.File)]
    public static Suspension WriteAllText(string path, string? contents) => Call.Of(() => File.WriteAllText(path, contents));

    /// <inheritdoc cref="File.WriteAllText(string, string, Encoding)"/>
    [Patches(typeof(File), nameof(File.WriteAllText), Area = Patch.File)]
    public static Suspension WriteAllText(string path, string? contents, Encoding encoding) => Call.Of(() => File.WriteAllText(path, contents, encoding));

    /// <inheritdoc cref="File.WriteAllLines(string, IEnumerable{string})"/>
    [Patches(typeof(File), nameof(File.WriteAllLines), Area = Patch.File)]
    public static Suspension WriteAllLines(string path, IEnumerable<string> contents) => Call.Of(() => File.WriteAllLines(path, contents));

    /// <inheritdoc cref="File.WriteAllLines(string, string[])"/>
    [Patches(typeof(File), nameof(File.WriteAllLines), Area = Patch.File)]
    public static Suspension WriteAllLines(string path, string[] contents) => Call.Of(() => File.WriteAllLines(path, contents));

    /// <inheritdoc cref="File.WriteAllBytes(string, byte[])"/>
    [Patches(typeof(File), nameof(File.WriteAllBytes), Area = Patch.File)]
    public static Suspension WriteAllBytes(string path, byte[] bytes) => Call.Of(() => File.WriteAllBytes(path, bytes));

    /// <inheritdoc cref="File.AppendAllText(string, string)"/>
    [Patches(typeof(File), nameof(File.AppendAllText), Area = Patch.File)]
    public static Suspension AppendAllText(string path, string? contents) => Call.Of(() => File.AppendAllText(path, contents));

    /// <inheritdoc cref="File.AppendAllLines(string, IEnumerable{string})"/>
    [Patches(typeof(File), nameof(File.AppendAllLines), Area = Patch.File)]
    public static Suspension AppendAllLines(string path, IEnumerable<string> contents) => Call.Of(() => File.AppendAllLines(path, contents));

    /// <inheritdoc cref="File.WriteAllText(string, ReadOnlySpan{char})"/>
    [Patches(typeof(File), nameof(File.WriteAllText), Area = Patch.File)]
    public static Suspension WriteAllText(string path, ReadOnlyMemory<char> contents) => Call.Of(() => File.WriteAllText(path, contents.Span));

    /// <inheritdoc cref="File.WriteAllText(string, ReadOnlySpan{char}, Encoding)"/>
    [Patches(typeof(File), nameof(File.WriteAllText), Area = Patch.File)]
    public static Suspension WriteAllText(string path, ReadOnlyMemory<char> contents, Encoding encoding) => Call.Of(() => File.WriteAllText(path, contents.Span, encoding));

    /// <inheritdoc cref="File.AppendAllText(string, ReadOnlySpan{char})"/>
    [Patches(typeof(File), nameof(File.AppendAllText), Area = Patch.File)]
    public static Suspension AppendAllText(string path, ReadOnlyMemory<char> contents) => Call.Of(() => File.AppendAllText(path, contents.Span));

    /// <inheritdoc cref="File.AppendAllText(string, ReadOnlySpan{char}, Encoding)"/>
    [Patches(typeof(File), nameof(File.AppendAllText), Area = Patch.File)]
    public static Suspension AppendAllText(string path, ReadOnlyMemory<char> contents, Encoding encoding) => Call.Of(() => File.AppendAllText(path, contents.Span, encoding));

    /// <inheritdoc cref="File.AppendAllText(string, string, Encoding)"/>
    [Patches(typeof(File), nameof(File.AppendAllText), Area = Patch.File)]
    public static Suspension AppendAllText(string path, string? contents, Encoding encoding) => Call.Of(() => File.AppendAllText(path, contents, encoding));

    /// <inheritdoc cref="File.WriteAllLines(string, string[], Encoding)"/>
    [Patches(typeof(File), nameof(File.WriteAllLines), Area = Patch.File)]
    public static Suspension WriteAllLines(string path, string[] contents, Encoding encoding) => Call.Of(() => File.WriteAllLines(path, contents, encoding));

    /// <inheritdoc cref="File.WriteAllLines(string, IEnumerable{string}, Encoding)"/>
    [Patches(typeof(File), nameof(File.WriteAllLines), Area = Patch.File)]
    public static Suspension WriteAllLines(string path, IEnumerable<string> contents, Encoding encoding) => Call.Of(() => File.WriteAllLines(path, contents, encoding));

    /// <inheritdoc cref="File.AppendAllLines(string, IEnumerable{string}, Encoding)"/>
    [Patches(typeof(File), nameof(File.AppendAllLines), Area = Patch.File)]
    public static Suspension AppendAllLines(string path, IEnumerable<string> contents, Encoding encoding) => Call.Of(() => File.AppendAllLines(path, contents, encoding));

    /// <inheritdoc cref="File.WriteAllBytes(string, ReadOnlySpan{byte})"/>
    [Patches(typeof(File), nameof(File.WriteAllBytes), Area = Patch.File)]
    public static Suspension WriteAllBytes(string path, ReadOnlyMemory<byte> bytes) => Call.Of(() => File.WriteAllBytes(path, bytes.Span));
}
