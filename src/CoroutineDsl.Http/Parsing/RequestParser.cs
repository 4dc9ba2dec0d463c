namespace CoroutineDsl.Http;

/// <summary>Reads a head line by line as it arrives; no byte is looked at twice, however slowly they come.</summary>
internal sealed class RequestParser(HttpServerOptions limits)
{
    private const int MaxEmptyLines = 4;

    private int _line; // where the current line begins
    private int _searched; // how much of it has no end
    private int _emptyLines;
    private bool _hasRequestLine;

    /// <param name="data">All that has arrived, from the first byte of the head on.</param>
    /// <param name="head">What the lines say.</param>
    /// <param name="length">The size of the head, its empty last line included.</param>
    /// <returns>Whether the head is complete.</returns>
    /// <exception cref="HttpStatusException">It is no head, or beyond a limit.</exception>
    public bool Read(ReadOnlySpan<byte> data, RequestHead head, out int length)
    {
        while (true)
        {
            var line = data[_line..];
            var end = line[_searched..].IndexOf((byte)'\n');
            if (end < 0)
            {
                CheckSize(line.Length, data.Length);
                _searched = line.Length;
                length = 0;
                return false;
            }

            end += _searched;
            _searched = 0;
            if (end == 0 || line[end - 1] != '\r') throw new HttpStatusException(400, "Bad request: a line that does not end in CR LF.");
            CheckSize(end, _line + end);
            var offset = _line;
            _line += end + 1;
            line = line[..(end - 1)];
            if (!_hasRequestLine) RequestLine(line, offset, head);
            else if (line.IsEmpty) return End(head, out length);
            else if (head.Fields.Count == limits.MaxHeaderCount) throw TooLarge();
            else head.Field(line, offset);
        }
    }

    public void Clear()
    {
        _line = _searched = _emptyLines = 0;
        _hasRequestLine = false;
    }

    private static HttpStatusException TooLarge() => new(431, "The header is too large.");

    private void RequestLine(ReadOnlySpan<byte> line, int offset, RequestHead head)
    {
        if (line.IsEmpty)
        {
            if (++_emptyLines > MaxEmptyLines) throw new HttpStatusException(400, "Bad request: empty lines.");
            return;
        }

        head.Clear();
        head.RequestLine(line, offset);
        _hasRequestLine = true;
    }

    private bool End(RequestHead head, out int length)
    {
        length = _line;
        head.End();
        Clear();
        return true;
    }

    private void CheckSize(int line, int head)
    {
        if (!_hasRequestLine && line > limits.MaxRequestLineSize) throw new HttpStatusException(414, "The request line is too long.");
        if (head > limits.MaxRequestLineSize + limits.MaxHeadersSize || (_hasRequestLine && line > limits.MaxHeadersSize)) throw TooLarge();
    }
}
