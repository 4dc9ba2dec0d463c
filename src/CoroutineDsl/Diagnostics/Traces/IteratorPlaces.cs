using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;
using System.Runtime.CompilerServices;

namespace CoroutineDsl;

/// <summary>
/// The line at which an iterator of C#'s own stands. It knows only the number of its <c>yield return</c>: where its method stores that number, the program's symbols have the line. Each place is looked up once, which takes some
/// milliseconds.
/// </summary>
internal static class IteratorPlaces
{
    private const string StateField = "<>1__state";
    private const int MaxPlaces = 10_000;

    private static readonly ConcurrentDictionary<(Type Iterator, int State), FrameLocation> s_places = new();

    /// <summary>The number of the <c>yield return</c> at which it stands; 0 or less where it runs, or is no iterator that C# made.</summary>
    [UnconditionalSuppressMessage("Trimming", "IL2075", Justification = "Without the field there is no line.")]
    public static int StateOf(object iterator) =>
        iterator.GetType().GetField(StateField, BindingFlags.NonPublic | BindingFlags.Instance)?.GetValue(iterator) is int state ? state : 0;

    /// <summary>The place where it has been looked up already.</summary>
    public static bool TryFind(Type iterator, int state, out FrameLocation place) => s_places.TryGetValue((iterator, state), out place);

    /// <summary>The place; without a line where that is not known.</summary>
    public static FrameLocation Of(Type iterator, int state)
    {
        if (s_places.TryGetValue((iterator, state), out var place)) return place;
        place = LookUp(iterator, state);
        if (s_places.Count < MaxPlaces) s_places[(iterator, state)] = place;
        return place;
    }

    private static FrameLocation LookUp(Type iterator, int state)
    {
        var name = IteratorName.Of(iterator);
        try
        {
            if (state > 0 && RuntimeFeature.IsDynamicCodeSupported && BodyOf(iterator) is { } body && OffsetOf(body, state) is { } offset && LineAt(body, offset) is { } line) return new FrameLocation(name, line.Number, line.File);
        }
        catch (Exception exception) when (exception is IOException or BadImageFormatException or UnauthorizedAccessException or NotSupportedException or ArgumentException or InvalidOperationException)
        {
            // symbols that cannot be read are none
        }

        return new FrameLocation(name, 0, "");
    }

    [UnconditionalSuppressMessage("Trimming", "IL2070", Justification = "Without the method there is no line.")]
    private static MethodInfo? BodyOf(Type iterator) => iterator.GetMethod("MoveNext", BindingFlags.NonPublic | BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly);

    /// <summary>Where the body stores the number: <c>ldarg.0; ldc.i4 STATE; stfld int32 ..::'&lt;&gt;1__state'</c>.</summary>
    [UnconditionalSuppressMessage("Trimming", "IL2026", Justification = "Without the body there is no line.")]
    private static int? OffsetOf(MethodInfo body, int state)
    {
        if (body.GetMethodBody()?.GetILAsByteArray() is not { } code) return null;
        Span<byte> wanted = stackalloc byte[7];
        wanted[0] = 0x02;
        var length = 1 + WriteConstant(wanted[1..], state);
        wanted[length++] = 0x7D;
        wanted = wanted[..length];
        for (var at = 0; code.AsSpan(at).IndexOf(wanted) is >= 0 and var found && at + found + length + 4 <= code.Length; at += found + 1)
        {
            if (IsStateField(body, BinaryPrimitives.ReadInt32LittleEndian(code.AsSpan(at + found + length)))) return at + found;
        }

        return null;
    }

    private static int WriteConstant(Span<byte> code, int value)
    {
        switch (value)
        {
            case <= 8:
                code[0] = (byte)(0x16 + value);
                return 1;
            case <= 127:
                (code[0], code[1]) = (0x1F, (byte)value);
                return 2;
            default:
                code[0] = 0x20;
                BinaryPrimitives.WriteInt32LittleEndian(code[1..], value);
                return 5;
        }
    }

    [UnconditionalSuppressMessage("Trimming", "IL2026", Justification = "Without the field there is no line.")]
    private static bool IsStateField(MethodInfo body, int token)
    {
        try
        {
            return body.Module.ResolveField(token, body.DeclaringType!.GetGenericArguments(), null)?.Name == StateField;
        }
        catch (ArgumentException)
        {
            return false; // other code that looks alike
        }
    }

    [UnconditionalSuppressMessage("SingleFile", "IL3000", Justification = "Where there is no file there are no symbols, and no line.")]
    private static (int Number, string File)? LineAt(MethodInfo body, int offset)
    {
        var path = body.Module.Assembly.Location;
        if (path.Length == 0 || !File.Exists(path)) return null;
        using var image = new PEReader(File.OpenRead(path));
        if (!image.TryOpenAssociatedPortablePdb(path, file => File.Exists(file) ? File.OpenRead(file) : null, out var provider, out _)) return null;
        using (provider)
        {
            var symbols = provider!.GetMetadataReader();
            var points = symbols.GetMethodDebugInformation(MetadataTokens.MethodDefinitionHandle(body.MetadataToken & 0xFFFFFF)).GetSequencePoints();
            (int, string)? line = null;
            foreach (var point in points)
            {
                if (point.Offset > offset) break;
                if (!point.IsHidden) line = (point.StartLine, symbols.GetString(symbols.GetDocument(point.Document).Name));
            }

            return line;
        }
    }
}
