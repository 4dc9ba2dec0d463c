using System.Buffers.Text;
using System.Net.Sockets;
using System.Text;
using CoroutineDsl;
using CoroutineDsl.Net;
using static CoroutineDsl.Greenlet;

namespace RedisServer;

/// <summary>What goes to a client, in RESP2: the replies to its commands, and what others publish to it.</summary>
internal sealed partial class Outbox(CoSocket conn)
{
    private byte[] _bytes = new byte[256];
    private byte[] _spare = [];
    private bool _isSending;

    public int Length { get; private set; }

    public void Simple(ReadOnlySpan<byte> text) => Line((byte)'+', text);

    public void Error(string message) => Line((byte)'-', Encoding.UTF8.GetBytes(message.ReplaceLineEndings(" ")));

    public void Integer(long value) => Number((byte)':', value);

    public void Array(int count) => Number((byte)'*', count);

    public void Null() => Append("$-1\r\n"u8);

    public void NullArray() => Append("*-1\r\n"u8);

    public void Bulk(string text) => Bulk(Encoding.Latin1.GetBytes(text));

    public void Bulk(ReadOnlySpan<byte> value)
    {
        Number((byte)'$', value.Length);
        Append(value);
        Append("\r\n"u8);
    }

    public void Clear() => Length = 0;

    /// <summary>Something was written by a greenlet that has no time to wait for this client.</summary>
    public void FlushSoon()
    {
        if (!_isSending) Spawn(FlushQuietly());
    }

    /// <summary>Sends all there is. Whoever sends already goes on with what came meanwhile.</summary>
    [Coroutine]
    public IEnumerator<Yield> Flush()
    {
        if (_isSending) yield break;
        _isSending = true;
        try
        {
            while (Length > 0)
            {
                var (bytes, length) = (_bytes, Length);
                (_bytes, _spare, Length) = (_spare, [], 0);
                conn.SendAll(bytes.AsMemory(0, length)).Await();
                if (bytes.Length <= 16 * 1024) _spare = bytes;
            }
        }
        finally
        {
            _isSending = false;
        }
    }

    [Coroutine]
    private IEnumerator<Yield> FlushQuietly()
    {
        try
        {
            Flush().Await();
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            Clear(); // its own session will see that the client is gone
        }

        yield break;
    }

    private void Number(byte kind, long value)
    {
        Span<byte> digits = stackalloc byte[20];
        Utf8Formatter.TryFormat(value, digits, out var count);
        Line(kind, digits[..count]);
    }

    private void Line(byte kind, ReadOnlySpan<byte> text)
    {
        Append([kind]);
        Append(text);
        Append("\r\n"u8);
    }

    private void Append(ReadOnlySpan<byte> bytes)
    {
        if (_bytes.Length - Length < bytes.Length) System.Array.Resize(ref _bytes, Math.Max(_bytes.Length * 2, Length + bytes.Length));
        bytes.CopyTo(_bytes.AsSpan(Length));
        Length += bytes.Length;
    }
}
