namespace CoroutineDsl.Http;

/// <summary>What may follow the size of a chunk: <c>;name</c>, <c>;name=value</c>, <c>;name="quoted value"</c>. It means nothing here, but it has to be well-formed.</summary>
internal static class ChunkExtensions
{
    /// <exception cref="HttpStatusException">It is not.</exception>
    public static void Check(ReadOnlySpan<byte> text)
    {
        while (!text.IsEmpty)
        {
            text = HttpSyntax.Trim(text);
            if (text.IsEmpty || text[0] != ';') throw Bad();
            text = HttpSyntax.Trim(text[1..]);
            text = HttpSyntax.Trim(AfterToken(text));
            if (text.IsEmpty || text[0] != '=') continue;
            text = HttpSyntax.Trim(text[1..]);
            text = !text.IsEmpty && text[0] == '"' ? AfterQuoted(text) : AfterToken(text);
        }
    }

    private static ReadOnlySpan<byte> AfterToken(ReadOnlySpan<byte> text)
    {
        var length = 0;
        while (length < text.Length && HttpSyntax.IsToken(text.Slice(length, 1))) length++;
        return length > 0 ? text[length..] : throw Bad();
    }

    private static ReadOnlySpan<byte> AfterQuoted(ReadOnlySpan<byte> text)
    {
        for (var i = 1; i < text.Length; i++)
        {
            if (text[i] == '"') return text[(i + 1)..];
            if (text[i] == '\\') i++;
            if (i < text.Length && !HttpSyntax.IsFieldValue(text.Slice(i, 1))) throw Bad();
        }

        throw Bad();
    }

    private static HttpStatusException Bad() => new(400, "Bad request: a malformed chunk extension.");
}
