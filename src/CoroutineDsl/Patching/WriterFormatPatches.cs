using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace CoroutineDsl.Patching;

/// <summary>Cooperative <see cref="TextWriter"/>, for formats and string builders. A writer over a stream makes the text first and writes it; any other is called as it is written.</summary>
public static class WriterFormatPatches
{
    /// <inheritdoc cref="TextWriter.Write(string, object)"/>
    [Patches(typeof(TextWriter), nameof(TextWriter.Write), Area = Patch.Stream)]
    public static Suspension CoWrite(this TextWriter writer, [StringSyntax(StringSyntaxAttribute.CompositeFormat)] string format, object? arg0) => Of(writer, format, [arg0]);

    /// <inheritdoc cref="TextWriter.Write(string, object, object)"/>
    [Patches(typeof(TextWriter), nameof(TextWriter.Write), Area = Patch.Stream)]
    public static Suspension CoWrite(this TextWriter writer, [StringSyntax(StringSyntaxAttribute.CompositeFormat)] string format, object? arg0, object? arg1) => Of(writer, format, [arg0, arg1]);

    /// <inheritdoc cref="TextWriter.Write(string, object, object, object)"/>
    [Patches(typeof(TextWriter), nameof(TextWriter.Write), Area = Patch.Stream)]
    public static Suspension CoWrite(this TextWriter writer, [StringSyntax(StringSyntaxAttribute.CompositeFormat)] string format, object? arg0, object? arg1, object? arg2) => Of(writer, format, [arg0, arg1, arg2]);

    /// <inheritdoc cref="TextWriter.Write(string, object[])"/>
    [Patches(typeof(TextWriter), nameof(TextWriter.Write), Area = Patch.Stream)]
    public static Suspension CoWrite(this TextWriter writer, [StringSyntax(StringSyntaxAttribute.CompositeFormat)] string format, params object?[] arg) => Of(writer, format, arg);

    /// <inheritdoc cref="TextWriter.Write(string, ReadOnlySpan{object})"/>
    [Patches(typeof(TextWriter), nameof(TextWriter.Write), Area = Patch.Stream)]
    public static Suspension CoWrite(this TextWriter writer, [StringSyntax(StringSyntaxAttribute.CompositeFormat)] string format, ReadOnlyMemory<object?> arg) => Of(writer, format, arg.ToArray());

    /// <inheritdoc cref="TextWriter.Write(StringBuilder)"/>
    [Patches(typeof(TextWriter), nameof(TextWriter.Write), Area = Patch.Stream)]
    public static Suspension CoWrite(this TextWriter writer, StringBuilder? value) => writer.CoWrite((object?)value);

    /// <inheritdoc cref="TextWriter.WriteLine(string, object)"/>
    [Patches(typeof(TextWriter), nameof(TextWriter.WriteLine), Area = Patch.Stream)]
    public static Suspension CoWriteLine(this TextWriter writer, [StringSyntax(StringSyntaxAttribute.CompositeFormat)] string format, object? arg0) => Line(writer, format, [arg0]);

    /// <inheritdoc cref="TextWriter.WriteLine(string, object, object)"/>
    [Patches(typeof(TextWriter), nameof(TextWriter.WriteLine), Area = Patch.Stream)]
    public static Suspension CoWriteLine(this TextWriter writer, [StringSyntax(StringSyntaxAttribute.CompositeFormat)] string format, object? arg0, object? arg1) => Line(writer, format, [arg0, arg1]);

    /// <inheritdoc cref="TextWriter.WriteLine(string, object, object, object)"/>
    [Patches(typeof(TextWriter), nameof(TextWriter.WriteLine), Area = Patch.Stream)]
    public static Suspension CoWriteLine(this TextWriter writer, [StringSyntax(StringSyntaxAttribute.CompositeFormat)] string format, object? arg0, object? arg1, object? arg2) => Line(writer, format, [arg0, arg1, arg2]);

    /// <inheritdoc cref="TextWriter.WriteLine(string, object[])"/>
    [Patches(typeof(TextWriter), nameof(TextWriter.WriteLine), Area = Patch.Stream)]
    public static Suspension CoWriteLine(this TextWriter writer, [StringSyntax(StringSyntaxAttribute.CompositeFormat)] string format, params object?[] arg) => Line(writer, format, arg);

    /// <inheritdoc cref="TextWriter.WriteLine(string, ReadOnlySpan{object})"/>
    [Patches(typeof(TextWriter), nameof(TextWriter.WriteLine), Area = Patch.Stream)]
    public static Suspension CoWriteLine(this TextWriter writer, [StringSyntax(StringSyntaxAttribute.CompositeFormat)] string format, ReadOnlyMemory<object?> arg) => Line(writer, format, arg.ToArray());

    /// <inheritdoc cref="TextWriter.WriteLine(StringBuilder)"/>
    [Patches(typeof(TextWriter), nameof(TextWriter.WriteLine), Area = Patch.Stream)]
    public static Suspension CoWriteLine(this TextWriter writer, StringBuilder? value) => writer.CoWriteLine((object?)value);

    private static Suspension Of(TextWriter writer, string format, object?[] arguments) => writer is StreamWriter
        ? writer.CoWrite(string.Format(writer.FormatProvider, format, arguments))
        : Call.Of((writer, format, arguments), static (s, _) => Done(() => s.writer.Write(s.format, s.arguments)), what: "TextWriter.Write");

    private static Suspension Line(TextWriter writer, string format, object?[] arguments) => writer is StreamWriter
        ? writer.CoWriteLine(string.Format(writer.FormatProvider, format, arguments))
        : Call.Of((writer, format, arguments), static (s, _) => Done(() => s.writer.WriteLine(s.format, s.arguments)), what: "TextWriter.WriteLine");

    private static Task Done(Action call)
    {
        call();
        return Task.CompletedTask;
    }
}
