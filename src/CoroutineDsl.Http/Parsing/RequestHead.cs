using System.Text;

namespace CoroutineDsl.Http;

/// <summary>What the request line and the fields that concern the protocol itself say. All places are offsets from the first byte of the head.</summary>
internal sealed class RequestHead
{
    public FieldTable Fields { get; } = new();

    public Range Method { get; private set; }

    public Range Target { get; private set; }

    /// <summary>The minor version: HTTP/1.1 or HTTP/1.0.</summary>
    public int Minor { get; private set; }

    /// <summary>The declared size of the body, in bytes; negative: none declared.</summary>
    public long ContentLength { get; private set; }

    public bool IsChunked { get; private set; }

    public bool ExpectsContinue { get; private set; }

    public bool KeepsAlive => !_saysClose && (Minor > 0 || _saysKeepAlive);

    /// <summary>Whether <c>Connection</c> has the option "upgrade".</summary>
    public bool SaysUpgrade { get; private set; }

    private bool _saysClose;
    private bool _saysKeepAlive;
    private bool _hasHost;

    public void Clear()
    {
        Fields.Clear();
        ContentLength = -1;
        IsChunked = ExpectsContinue = SaysUpgrade = _saysClose = _saysKeepAlive = _hasHost = false;
    }

    /// <exception cref="HttpStatusException">It is not one.</exception>
    public void RequestLine(ReadOnlySpan<byte> line, int offset)
    {
        var method = line.IndexOf((byte)' ');
        if (method < 0 || !HttpSyntax.IsToken(line[..method])) throw Bad("the request line has no method");
        var rest = line[(method + 1)..];
        var target = rest.IndexOf((byte)' ');
        if (target < 0) throw Bad("the request line has no version");
        Minor = Version(rest[(target + 1)..]);
        rest = rest[..target];
        if (!HttpSyntax.IsTarget(rest)) throw Bad("the target is empty or has characters that are not allowed in one");
        Method = new(offset, offset + method);
        Target = new(offset + method + 1, offset + method + 1 + target);
        CheckForm(line[..method], rest);
        CheckPath(rest);
    }

    /// <exception cref="HttpStatusException">It is not one, or not one that may be there.</exception>
    public void Field(ReadOnlySpan<byte> line, int offset)
    {
        if (line[0] is (byte)' ' or (byte)'\t') throw Bad("a folded field line");
        var colon = line.IndexOf((byte)':');
        if (colon < 0 || !HttpSyntax.IsToken(line[..colon])) throw Bad("a field line without a proper name");
        var (start, end) = HttpSyntax.Trimmed(line, colon + 1, line.Length);
        var value = line[start..end];
        if (!HttpSyntax.IsFieldValue(value)) throw Bad("a control character in a field");
        Fields.Add(new(offset, offset + colon), new(offset + start, offset + end));
        Recognise(line[..colon], value);
    }

    /// <summary>The head is complete: what holds for it as a whole.</summary>
    /// <exception cref="HttpStatusException">It cannot be trusted.</exception>
    public void End()
    {
        if (Minor > 0 && !_hasHost) throw Bad("no Host");
        if (!IsChunked) return;
        if (ContentLength >= 0) throw Bad("both Content-Length and Transfer-Encoding");
        if (Minor == 0) throw Bad("Transfer-Encoding in HTTP/1.0");
    }

    private static HttpStatusException Bad(string why) => new(400, $"Bad request: {why}.");

    private static int Version(ReadOnlySpan<byte> version)
    {
        if (version.SequenceEqual("HTTP/1.1"u8)) return 1;
        if (version.SequenceEqual("HTTP/1.0"u8)) return 0;
        if (version.Length != 8 || !version.StartsWith("HTTP/"u8) || version[6] != '.' || !char.IsAsciiDigit((char)version[5]) || !char.IsAsciiDigit((char)version[7])) throw Bad("no HTTP version");
        return version[5] == '1' ? 1 : throw new HttpStatusException(505, "This server speaks HTTP/1.1.");
    }

    private static void CheckForm(ReadOnlySpan<byte> method, ReadOnlySpan<byte> target)
    {
        if (target[0] == '/') return;
        if (method.SequenceEqual("CONNECT"u8)) throw new HttpStatusException(501, "This server is no proxy.");
        if (target.SequenceEqual("*"u8) && method.SequenceEqual("OPTIONS"u8)) return;
        var scheme = target.IndexOf("://"u8);
        if (scheme < 0 || !(Ascii.EqualsIgnoreCase(target[..scheme], "http"u8) || Ascii.EqualsIgnoreCase(target[..scheme], "https"u8))) throw Bad("the target is neither a path nor an address");
        var authority = target[(scheme + 3)..];
        var end = authority.IndexOfAny((byte)'/', (byte)'?');
        if (end >= 0) authority = authority[..end];
        if (authority.IsEmpty || !HostText.IsValid(authority)) throw Bad("an address without a proper host");
    }

    /// <summary>What reads the path as text may end at a NUL, and see another path than who checked it.</summary>
    private static void CheckPath(ReadOnlySpan<byte> target)
    {
        var query = target.IndexOf((byte)'?');
        if (query >= 0) target = target[..query];
        if (target.IndexOf("%00"u8) >= 0) throw Bad("a NUL in the path");
    }

    private void Recognise(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value)
    {
        switch (name.Length)
        {
            case 4 when Ascii.EqualsIgnoreCase(name, "Host"u8):
                if (_hasHost || !HostText.IsValid(value)) throw Bad("more than one Host, or no proper one");
                _hasHost = true;
                break;
            case 6 when Ascii.EqualsIgnoreCase(name, "Expect"u8) && Minor > 0:
                ExpectsContinue = Ascii.EqualsIgnoreCase(value, "100-continue"u8) ? true : throw new HttpStatusException(417, "The only expectation known here is 100-continue.");
                break;
            case 10 when Ascii.EqualsIgnoreCase(name, "Connection"u8):
                Connection(value);
                break;
            case 14 when Ascii.EqualsIgnoreCase(name, "Content-Length"u8):
                if (ContentLength >= 0) throw Bad("more than one Content-Length");
                if (HttpSyntax.TryParseDigits(value, out var length)) ContentLength = length;
                else if (!value.IsEmpty && !value.ContainsAnyExceptInRange((byte)'0', (byte)'9')) throw new HttpStatusException(413, "A body of that size is beyond all bounds.");
                else throw Bad("Content-Length is not a number");
                break;
            case 17 when Ascii.EqualsIgnoreCase(name, "Transfer-Encoding"u8):
                TransferEncoding(value);
                break;
        }
    }

    private void Connection(ReadOnlySpan<byte> value)
    {
        while (HttpSyntax.NextElement(ref value, out var option))
        {
            if (Ascii.EqualsIgnoreCase(option, "close"u8)) _saysClose = true;
            else if (Ascii.EqualsIgnoreCase(option, "keep-alive"u8)) _saysKeepAlive = true;
            else if (Ascii.EqualsIgnoreCase(option, "upgrade"u8)) SaysUpgrade = true;
        }
    }

    /// <summary>Only "chunked", and only once: everything else is where one server sees a body and another the next request.</summary>
    private void TransferEncoding(ReadOnlySpan<byte> value)
    {
        if (IsChunked) throw Bad("more than one Transfer-Encoding");
        var others = 0;
        while (HttpSyntax.NextElement(ref value, out var coding))
        {
            if (IsChunked) throw Bad("chunked is not the last transfer coding");
            if (Ascii.EqualsIgnoreCase(coding, "chunked"u8)) IsChunked = true;
            else others++;
        }

        if (!IsChunked) throw Bad("chunked is not the last transfer coding");
        if (others > 0) throw new HttpStatusException(501, "The only transfer coding known here is chunked.");
    }
}
