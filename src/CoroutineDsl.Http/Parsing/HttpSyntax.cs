using System.Buffers;

namespace CoroutineDsl.Http;

/// <summary>The character classes and small rules of RFC 9110 and RFC 9112, on bytes. The framework's vectorised searches do the work.</summary>
internal static class HttpSyntax
{
    private const string Alphanumeric = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

    private static readonly SearchValues<byte> TokenBytes = Bytes("!#$%&'*+-.^_`|~" + Alphanumeric);
    private static readonly SearchValues<char> TokenChars = SearchValues.Create("!#$%&'*+-.^_`|~" + Alphanumeric);
    private static readonly SearchValues<byte> TargetBytes = SearchValues.Create([.. Range(0x21, 0x7E).Where(b => b != '#')]);
    private static readonly SearchValues<byte> FieldBytes = SearchValues.Create([(byte)'\t', .. Range(0x20, 0x7E), .. Range(0x80, 0xFF)]);
    private static readonly SearchValues<char> FieldChars = SearchValues.Create([.. FieldLine()]);

    public static bool IsToken(ReadOnlySpan<byte> text) => !text.IsEmpty && !text.ContainsAnyExcept(TokenBytes);

    public static bool IsToken(ReadOnlySpan<char> text) => !text.IsEmpty && !text.ContainsAnyExcept(TokenChars);

    /// <summary>Visible ASCII without a fragment.</summary>
    public static bool IsTarget(ReadOnlySpan<byte> text) => !text.IsEmpty && !text.ContainsAnyExcept(TargetBytes);

    /// <summary>No control characters: neither the ends of lines nor NUL.</summary>
    public static bool IsFieldValue(ReadOnlySpan<byte> text) => !text.ContainsAnyExcept(FieldBytes);

    /// <summary>No control characters, and nothing beyond Latin-1.</summary>
    public static bool IsFieldValue(ReadOnlySpan<char> text) => !text.ContainsAnyExcept(FieldChars);

    /// <summary>Without the spaces and tabs around it.</summary>
    public static ReadOnlySpan<byte> Trim(ReadOnlySpan<byte> text)
    {
        var (start, end) = Trimmed(text, 0, text.Length);
        return text[start..end];
    }

    /// <summary>A part of a text without the spaces and tabs around it.</summary>
    public static (int Start, int End) Trimmed(ReadOnlySpan<byte> text, int start, int end)
    {
        while (start < end && text[start] is (byte)' ' or (byte)'\t') start++;
        while (start < end && text[end - 1] is (byte)' ' or (byte)'\t') end--;
        return (start, end);
    }

    /// <summary>Digits and nothing else.</summary>
    /// <returns>False also where it does not fit.</returns>
    public static bool TryParseDigits(ReadOnlySpan<byte> text, out long value)
    {
        value = 0;
        if (text.IsEmpty) return false;
        var zeros = text.IndexOfAnyExcept((byte)'0');
        text = zeros < 0 ? default : text[zeros..];
        if (text.Length > 18) return false;
        foreach (var b in text)
        {
            if (!char.IsAsciiDigit((char)b)) return false;
            value = (value * 10) + (b - '0');
        }

        return true;
    }

    /// <summary>The next element of a comma-separated list; empty elements are passed over, as the RFC asks.</summary>
    public static bool NextElement(ref ReadOnlySpan<byte> list, out ReadOnlySpan<byte> element)
    {
        while (!list.IsEmpty)
        {
            var comma = list.IndexOf((byte)',');
            element = Trim(comma < 0 ? list : list[..comma]);
            list = comma < 0 ? default : list[(comma + 1)..];
            if (!element.IsEmpty) return true;
        }

        element = default;
        return false;
    }

    private static SearchValues<byte> Bytes(string text) => SearchValues.Create([.. text.Select(c => (byte)c)]);

    private static IEnumerable<byte> Range(int first, int last) => Enumerable.Range(first, last - first + 1).Select(b => (byte)b);

    private static IEnumerable<char> FieldLine() => Range(0x20, 0x7E).Concat(Range(0x80, 0xFF)).Select(b => (char)b).Prepend('\t');
}
