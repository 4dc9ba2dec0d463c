using System.Text;

namespace CoroutineDsl.Patching;

/// <summary>Cooperative <see cref="File"/>.</summary>
public static class FilePatches
{
    /// <inheritdoc cref="File.ReadAllText(string)"/>
    [Patches(typeof(File), nameof(File.ReadAllText), Area = Patch.File)]
    public static Task<string> ReadAllText(string path) => File.ReadAllTextAsync(path);

    /// <inheritdoc cref="File.ReadAllText(string, Encoding)"/>
    [Patches(typeof(File), nameof(File.ReadAllText), Area = Patch.File)]
    public static Task<string> ReadAllText(string path, Encoding encoding) => File.ReadAllTextAsync(path, encoding);

    /// <inheritdoc cref="File.ReadAllLines(string)"/>
    [Patches(typeof(File), nameof(File.ReadAllLines), Area = Patch.File)]
    public static Task<string[]> ReadAllLines(string path) => File.ReadAllLinesAsync(path);

    /// <inheritdoc cref="File.ReadAllLines(string, Encoding)"/>
    [Patches(typeof(File), nameof(File.ReadAllLines), Area = Patch.File)]
    public static Task<string[]> ReadAllLines(string path, Encoding encoding) => File.ReadAllLinesAsync(path, encoding);

    /// <inheritdoc cref="File.ReadAllBytes(string)"/>
    [Patches(typeof(File), nameof(File.ReadAllBytes), Area = Patch.File)]
    public static Task<byte[]> ReadAllBytes(string path) => File.ReadAllBytesAsync(path);

    /// <inheritdoc cref="File.WriteAllText(string, string)"/>
    [Patches(typeof(File), nameof(File.WriteAllText), Area = Patch.File)]
    public static Task WriteAllText(string path, string? contents) => File.WriteAllTextAsync(path, contents);

    /// <inheritdoc cref="File.WriteAllText(string, string, Encoding)"/>
    [Patches(typeof(File), nameof(File.WriteAllText), Area = Patch.File)]
    public static Task WriteAllText(string path, string? contents, Encoding encoding) => File.WriteAllTextAsync(path, contents, encoding);

    /// <inheritdoc cref="File.WriteAllLines(string, IEnumerable{string})"/>
    [Patches(typeof(File), nameof(File.WriteAllLines), Area = Patch.File)]
    public static Task WriteAllLines(string path, IEnumerable<string> contents) => File.WriteAllLinesAsync(path, contents);

    /// <inheritdoc cref="File.WriteAllLines(string, string[])"/>
    [Patches(typeof(File), nameof(File.WriteAllLines), Area = Patch.File)]
    public static Task WriteAllLines(string path, string[] contents) => File.WriteAllLinesAsync(path, contents);

    /// <inheritdoc cref="File.WriteAllBytes(string, byte[])"/>
    [Patches(typeof(File), nameof(File.WriteAllBytes), Area = Patch.File)]
    public static Task WriteAllBytes(string path, byte[] bytes) => File.WriteAllBytesAsync(path, bytes);

    /// <inheritdoc cref="File.AppendAllText(string, string)"/>
    [Patches(typeof(File), nameof(File.AppendAllText), Area = Patch.File)]
    public static Task AppendAllText(string path, string? contents) => File.AppendAllTextAsync(path, contents);

    /// <inheritdoc cref="File.AppendAllLines(string, IEnumerable{string})"/>
    [Patches(typeof(File), nameof(File.AppendAllLines), Area = Patch.File)]
    public static Task AppendAllLines(string path, IEnumerable<string> contents) => File.AppendAllLinesAsync(path, contents);
}
