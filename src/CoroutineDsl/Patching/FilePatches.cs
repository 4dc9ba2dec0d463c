using System.Text;

namespace CoroutineDsl.Patching;

/// <summary>Cooperative <see cref="File"/>: on the thread pool, since the asynchronous calls open their file in the caller's thread, and that may block, on a pipe or a far file system.</summary>
public static class FilePatches
{
    /// <inheritdoc cref="File.ReadAllText(string)"/>
    [Patches(typeof(File), nameof(File.ReadAllText), Area = Patch.File)]
    public static Task<string> ReadAllText(string path) => Task.Run(() => File.ReadAllText(path));

    /// <inheritdoc cref="File.ReadAllText(string, Encoding)"/>
    [Patches(typeof(File), nameof(File.ReadAllText), Area = Patch.File)]
    public static Task<string> ReadAllText(string path, Encoding encoding) => Task.Run(() => File.ReadAllText(path, encoding));

    /// <inheritdoc cref="File.ReadAllLines(string)"/>
    [Patches(typeof(File), nameof(File.ReadAllLines), Area = Patch.File)]
    public static Task<string[]> ReadAllLines(string path) => Task.Run(() => File.ReadAllLines(path));

    /// <inheritdoc cref="File.ReadAllLines(string, Encoding)"/>
    [Patches(typeof(File), nameof(File.ReadAllLines), Area = Patch.File)]
    public static Task<string[]> ReadAllLines(string path, Encoding encoding) => Task.Run(() => File.ReadAllLines(path, encoding));

    /// <inheritdoc cref="File.ReadAllBytes(string)"/>
    [Patches(typeof(File), nameof(File.ReadAllBytes), Area = Patch.File)]
    public static Task<byte[]> ReadAllBytes(string path) => Task.Run(() => File.ReadAllBytes(path));

    /// <inheritdoc cref="File.WriteAllText(string, string)"/>
    [Patches(typeof(File), nameof(File.WriteAllText), Area = Patch.File)]
    public static Task WriteAllText(string path, string? contents) => Task.Run(() => File.WriteAllText(path, contents));

    /// <inheritdoc cref="File.WriteAllText(string, string, Encoding)"/>
    [Patches(typeof(File), nameof(File.WriteAllText), Area = Patch.File)]
    public static Task WriteAllText(string path, string? contents, Encoding encoding) => Task.Run(() => File.WriteAllText(path, contents, encoding));

    /// <inheritdoc cref="File.WriteAllLines(string, IEnumerable{string})"/>
    [Patches(typeof(File), nameof(File.WriteAllLines), Area = Patch.File)]
    public static Task WriteAllLines(string path, IEnumerable<string> contents) => Task.Run(() => File.WriteAllLines(path, contents));

    /// <inheritdoc cref="File.WriteAllLines(string, string[])"/>
    [Patches(typeof(File), nameof(File.WriteAllLines), Area = Patch.File)]
    public static Task WriteAllLines(string path, string[] contents) => Task.Run(() => File.WriteAllLines(path, contents));

    /// <inheritdoc cref="File.WriteAllBytes(string, byte[])"/>
    [Patches(typeof(File), nameof(File.WriteAllBytes), Area = Patch.File)]
    public static Task WriteAllBytes(string path, byte[] bytes) => Task.Run(() => File.WriteAllBytes(path, bytes));

    /// <inheritdoc cref="File.AppendAllText(string, string)"/>
    [Patches(typeof(File), nameof(File.AppendAllText), Area = Patch.File)]
    public static Task AppendAllText(string path, string? contents) => Task.Run(() => File.AppendAllText(path, contents));

    /// <inheritdoc cref="File.AppendAllLines(string, IEnumerable{string})"/>
    [Patches(typeof(File), nameof(File.AppendAllLines), Area = Patch.File)]
    public static Task AppendAllLines(string path, IEnumerable<string> contents) => Task.Run(() => File.AppendAllLines(path, contents));

    /// <inheritdoc cref="File.WriteAllText(string, ReadOnlySpan{char})"/>
    [Patches(typeof(File), nameof(File.WriteAllText), Area = Patch.File)]
    public static Task WriteAllText(string path, ReadOnlyMemory<char> contents) => Task.Run(() => File.WriteAllText(path, contents.Span));

    /// <inheritdoc cref="File.WriteAllText(string, ReadOnlySpan{char}, Encoding)"/>
    [Patches(typeof(File), nameof(File.WriteAllText), Area = Patch.File)]
    public static Task WriteAllText(string path, ReadOnlyMemory<char> contents, Encoding encoding) => Task.Run(() => File.WriteAllText(path, contents.Span, encoding));

    /// <inheritdoc cref="File.AppendAllText(string, ReadOnlySpan{char})"/>
    [Patches(typeof(File), nameof(File.AppendAllText), Area = Patch.File)]
    public static Task AppendAllText(string path, ReadOnlyMemory<char> contents) => Task.Run(() => File.AppendAllText(path, contents.Span));

    /// <inheritdoc cref="File.AppendAllText(string, ReadOnlySpan{char}, Encoding)"/>
    [Patches(typeof(File), nameof(File.AppendAllText), Area = Patch.File)]
    public static Task AppendAllText(string path, ReadOnlyMemory<char> contents, Encoding encoding) => Task.Run(() => File.AppendAllText(path, contents.Span, encoding));

    /// <inheritdoc cref="File.AppendAllText(string, string, Encoding)"/>
    [Patches(typeof(File), nameof(File.AppendAllText), Area = Patch.File)]
    public static Task AppendAllText(string path, string? contents, Encoding encoding) => Task.Run(() => File.AppendAllText(path, contents, encoding));

    /// <inheritdoc cref="File.WriteAllLines(string, string[], Encoding)"/>
    [Patches(typeof(File), nameof(File.WriteAllLines), Area = Patch.File)]
    public static Task WriteAllLines(string path, string[] contents, Encoding encoding) => Task.Run(() => File.WriteAllLines(path, contents, encoding));

    /// <inheritdoc cref="File.WriteAllLines(string, IEnumerable{string}, Encoding)"/>
    [Patches(typeof(File), nameof(File.WriteAllLines), Area = Patch.File)]
    public static Task WriteAllLines(string path, IEnumerable<string> contents, Encoding encoding) => Task.Run(() => File.WriteAllLines(path, contents, encoding));

    /// <inheritdoc cref="File.AppendAllLines(string, IEnumerable{string}, Encoding)"/>
    [Patches(typeof(File), nameof(File.AppendAllLines), Area = Patch.File)]
    public static Task AppendAllLines(string path, IEnumerable<string> contents, Encoding encoding) => Task.Run(() => File.AppendAllLines(path, contents, encoding));

    /// <inheritdoc cref="File.WriteAllBytes(string, ReadOnlySpan{byte})"/>
    [Patches(typeof(File), nameof(File.WriteAllBytes), Area = Patch.File)]
    public static Task WriteAllBytes(string path, ReadOnlyMemory<byte> bytes) => Task.Run(() => File.WriteAllBytes(path, bytes.Span));
}
