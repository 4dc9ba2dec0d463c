using System.Buffers.Text;
using System.Text;

namespace RedisServer.Protocol;

/// <summary>Takes requests out of what has arrived: arrays of bulk strings, or plain lines of words.</summary>
internal sealed class RequestParser
{
    private const int MaxLine = 64 * 1024;
    private const int MaxArguments = 1024 * 1024;
    private const int MaxBulk = 512 * 1024 * 1024;
    private const int Chunk = 4096;

    private byte[] _buffer = [];
    private int _start;
    private int _end;
    private List<byte[]>? _arguments; // of a request that has arrived in part: it grows with what arrives, whatever the client announces
    private int _count;

    /// <summary>Where to receive to.</summary>
    public Memory<byte> Room()
    {
        if (_start > 0 && _buffer.Length - _end < Chunk)
        {
            _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
            (_start, _end) = (0, _end - _start);
        }

        if (_buffer.Length - _end < Chunk) Array.Resize(ref _buffer, Math.Max(4 * Chunk, _buffer.Length * 2));
        return _buffer.AsMemory(_end);
    }

    public void Received(int count) => _end += count;

    /// <summary>The next request, if all of it has arrived. (An empty line is none.)</summary>
    /// <exception cref="ProtocolException">This is no request.</exception>
    public bool TryRead(out byte[][] arguments)
    {
        while (true)
        {
            arguments = [];
            if (_arguments is null)
            {
                if (!TryReadLine(out var line)) break;
                if (line.IsEmpty || line[0] != '*')
                {
                    arguments = Words(line);
                    if (arguments.Length > 0) return true;
                    continue;
                }

                var count = Number(line[1..], MaxArguments, "invalid multibulk length");
                if (count <= 0) continue;
                (_arguments, _count) = ([], count);
            }

            while (_arguments.Count < _count && TryReadBulk(out var bulk)) _arguments.Add(bulk);
            if (_arguments.Count < _count) break;
            (arguments, _arguments) = ([.. _arguments], null);
            return true;
        }

        if (_start == _end) (_buffer, _start, _end) = (_buffer.Length > 4 * Chunk ? [] : _buffer, 0, 0);
        return false;
    }

    private static byte[][] Words(ReadOnlySpan<byte> line) =>
        [.. Encoding.Latin1.GetString(line).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Select(Encoding.Latin1.GetBytes)];

    private static int Number(ReadOnlySpan<byte> text, int most, string otherwise) =>
        Utf8Parser.TryParse(text, out int number, out var used) && used == text.Length && number <= most ? number : throw new ProtocolException(otherwise);

    private bool TryReadBulk(out byte[] bulk)
    {
        bulk = [];
        var before = _start;
        if (!TryReadLine(out var line)) return false;
        if (line.IsEmpty || line[0] != '$') throw new ProtocolException($"expected '$', got '{(line.IsEmpty ? ' ' : (char)line[0])}'");
        var length = Number(line[1..], MaxBulk, "invalid bulk length");
        if (length < 0) throw new ProtocolException("invalid bulk length");
        if (_end - _start < length + 2)
        {
            _start = before; // once more, when the rest is here
            return false;
        }

        bulk = _buffer.AsSpan(_start, length).ToArray();
        _start += length + 2;
        return true;
    }

    private bool TryReadLine(out ReadOnlySpan<byte> line)
    {
        var arrived = _buffer.AsSpan(_start, _end - _start);
        var length = arrived.IndexOf((byte)'\n');
        line = default;
        if (length < 0) return arrived.Length <= MaxLine ? false : throw new ProtocolException("too big inline request");
        line = arrived[..length].TrimEnd((byte)'\r');
        _start += length + 1;
        return true;
    }
}
