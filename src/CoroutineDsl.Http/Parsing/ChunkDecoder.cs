using System.Buffers.Text;
using System.Text;

namespace CoroutineDsl.Http;

/// <summary>Takes the chunks of a body apart (RFC 9112, section 7.1), strictly: what is not exactly to the letter is where two servers see different requests.</summary>
internal sealed class ChunkDecoder(HttpServerOptions limits)
{
    private const int MaxSizeLine = 1024;

    private readonly List<KeyValuePair<string, string>> _trailers = [];
    private Step _step;
    private long _total;
    private int _trailerSize;

    private enum Step
    {
        Size,
        Data,
        DataEnd,
        Trailers,
        Complete,
    }

    /// <summary>How much of the current chunk has not been read, in bytes.</summary>
    public long Left { get; private set; }

    public bool IsComplete => _step == Step.Complete;

    public IReadOnlyList<KeyValuePair<string, string>> Trailers => _trailers;

    public void Begin()
    {
        _step = Step.Size;
        _total = Left = 0;
        _trailerSize = 0;
        _trailers.Clear();
    }

    /// <summary>Reads what is in the input.</summary>
    /// <returns>Whether there was some of the body; false also at its end.</returns>
    /// <exception cref="HttpStatusException">It is malformed or too large.</exception>
    public bool Read(HttpInput input, Span<byte> buffer, long? maxSize, out int count)
    {
        count = 0;
        while (_step != Step.Complete)
        {
            if (_step == Step.Data)
            {
                count = (int)Math.Min(Math.Min(buffer.Length, input.Unread.Length), Left);
                if (count == 0) return false;
                input.Unread[..count].CopyTo(buffer);
                input.Consume(count);
                Took(count);
                return true;
            }

            if (!TakeLine(input, out var line)) return false;
            switch (_step)
            {
                case Step.Size:
                    Size(line, maxSize);
                    break;
                case Step.DataEnd when line.IsEmpty:
                    _step = Step.Size;
                    break;
                case Step.DataEnd:
                    throw Bad("a chunk is longer than its size");
                default:
                    Trailer(line);
                    break;
            }

            input.Consume(line.Length + 2);
        }

        return false;
    }

    /// <summary>So many bytes of the current chunk have been read.</summary>
    public void Took(int count)
    {
        Left -= count;
        if (Left == 0) _step = Step.DataEnd;
    }

    private static HttpStatusException Bad(string why) => new(400, $"Bad request: {why}.");

    /// <summary>The next line, without its end.</summary>
    private bool TakeLine(HttpInput input, out ReadOnlySpan<byte> line)
    {
        var unread = input.Unread;
        if (_step == Step.DataEnd && !unread.IsEmpty && !"\r\n"u8.StartsWith(unread[..Math.Min(2, unread.Length)])) throw Bad("a chunk is longer than its size");
        var end = unread.IndexOf((byte)'\n');
        var max = _step == Step.Trailers ? limits.MaxHeadersSize : MaxSizeLine;
        if ((end < 0 ? unread.Length : end) > max) throw _step == Step.Trailers ? new HttpStatusException(431, "The trailer is too large.") : Bad("a chunk extension without end");
        line = end > 0 ? unread[..(end - 1)] : default;
        if (end >= 0 && (end == 0 || unread[end - 1] != '\r')) throw Bad("a line that does not end in CR LF");
        return end >= 0;
    }

    private void Size(ReadOnlySpan<byte> line, long? maxSize)
    {
        if (!Utf8Parser.TryParse(line, out long size, out var digits, 'x') || size < 0 || digits > 16) throw Bad("a chunk without a proper size");
        ChunkExtensions.Check(line[digits..]);
        _total += size;
        if (_total > maxSize) throw new HttpStatusException(413, $"The body is larger than {maxSize} bytes.");
        Left = size;
        _step = size == 0 ? Step.Trailers : Step.Data;
    }

    private void Trailer(ReadOnlySpan<byte> line)
    {
        if (line.IsEmpty)
        {
            _step = Step.Complete;
            return;
        }

        _trailerSize += line.Length;
        if (_trailerSize > limits.MaxHeadersSize || _trailers.Count == limits.MaxHeaderCount) throw new HttpStatusException(431, "The trailer is too large.");
        var colon = line.IndexOf((byte)':');
        if (colon < 0 || !HttpSyntax.IsToken(line[..colon])) throw Bad("a trailer field without a proper name");
        var value = HttpSyntax.Trim(line[(colon + 1)..]);
        if (!HttpSyntax.IsFieldValue(value)) throw Bad("a control character in a trailer field");
        _trailers.Add(new(Encoding.ASCII.GetString(line[..colon]), Encoding.Latin1.GetString(value)));
    }
}
