using System.Buffers;
using System.ComponentModel;
using System.Text;
using CoroutineDsl.Runtime;

namespace CoroutineDsl.Http;

/// <summary>The body of a request, read as it comes in. A client that asked to be told to go on (<c>Expect: 100-continue</c>) is told at the first read.</summary>
/// <remarks>What the handler does not read is dropped.</remarks>
public sealed partial class HttpRequestBody
{
    private const int DirectSize = 1024; // from here on what is not in the buffer yet goes straight into the caller's memory

    private readonly HttpConnection _connection;
    private ChunkDecoder? _decoder; // few requests need one
    private long _left; // of a body with a declared length
    private bool _isChunked;
    private bool _owesContinue;
    private bool _isChecked;

    internal HttpRequestBody(HttpConnection connection) => _connection = connection;

    /// <summary>The declared size, in bytes; null where it is not known before (a chunked body).</summary>
    public long? Length { get; private set; }

    /// <summary>How large it may be, in bytes; beyond it a read throws <see cref="HttpStatusException"/> (413). Null: no limit. By default <see cref="HttpServerOptions.MaxBodySize"/>; to be changed before the first read.</summary>
    public long? MaxSize { get; set; }

    /// <summary>The fields after a chunked body that has been read to its end; empty otherwise.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Trailers => _decoder?.Trailers ?? [];

    /// <summary>Whether it has been read to its end.</summary>
    internal bool IsComplete => _isChunked ? Chunks.IsComplete : _left == 0;

    /// <summary>Whether the connection has to be closed with what is left of it: it is too much to read, or the client may never send it.</summary>
    internal bool IsLost => !IsComplete && (_owesContinue || (!_isChunked && _left > _connection.Options.MaxDrainSize));

    private ChunkDecoder Chunks => _decoder ??= new(_connection.Options);

    /// <summary>Reads what has arrived, at least one byte; waits until there is some.</summary>
    /// <param name="buffer">Where to.</param>
    /// <returns>How many bytes; 0 at the end of the body.</returns>
    /// <exception cref="HttpStatusException">The body is malformed, too large or too slow; what is not caught becomes the answer.</exception>
    /// <exception cref="System.Net.Sockets.SocketException">The connection is broken, or ends within the body.</exception>
    [Begins(nameof(BeginRead))]
    public Suspension<int> Read(Memory<byte> buffer) => ReadSomeCoroutine(buffer).AsSuspension();

    /// <inheritdoc cref="BeginsAttribute"/>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public bool BeginRead(Greenlet greenlet, Coroutine frame, out int value, Memory<byte> buffer)
    {
        ArgumentNullException.ThrowIfNull(greenlet);
        greenlet.Enter(frame);
        return TryRead(buffer.Span, out value) || greenlet.Begin(frame, ReadMoreCoroutine(buffer), out value);
    }

    /// <summary>Reads the body to its end.</summary>
    /// <param name="maxSize">How large it may be; null: <see cref="MaxSize"/>.</param>
    /// <inheritdoc cref="Read" path="/exception"/>
    public Suspension<byte[]> ReadAll(long? maxSize = null) => ReadToEndCoroutine(maxSize).AsSuspension();

    /// <summary>Reads the body to its end, as text in UTF-8.</summary>
    /// <inheritdoc cref="ReadAll"/>
    public Suspension<string> ReadText(long? maxSize = null) => ReadTextToEndCoroutine(maxSize).AsSuspension();

    /// <summary>Writes to a stream what comes in, to the end of the body.</summary>
    /// <param name="target">The stream, written to asynchronously.</param>
    /// <returns>How many bytes.</returns>
    /// <inheritdoc cref="Read" path="/exception"/>
    public Suspension<long> CopyTo(Stream target)
    {
        ArgumentNullException.ThrowIfNull(target);
        return CopyCoroutine(target).AsSuspension();
    }

    internal void Begin(RequestHead head)
    {
        _isChunked = head.IsChunked;
        _left = Math.Max(head.ContentLength, 0);
        _owesContinue = head.ExpectsContinue && (_isChunked || _left > 0);
        _isChecked = false;
        Length = _isChunked ? null : _left;
        MaxSize = _connection.Options.MaxBodySize;
        if (_isChunked) Chunks.Begin();
    }

    internal void End()
    {
        _isChunked = false;
        _left = 0;
        _decoder?.Begin();
    }

    /// <returns>False: it depends on what comes in.</returns>
    private bool TryRead(Span<byte> buffer, out int count)
    {
        count = 0;
        if (buffer.IsEmpty) return true;
        CheckSize();
        if (_isChunked) return Chunks.Read(_connection.Input, buffer, MaxSize, out count) || IsComplete;
        var unread = _connection.Input.Unread;
        count = (int)Math.Min(Math.Min(buffer.Length, unread.Length), _left);
        if (count == 0) return _left == 0;
        unread[..count].CopyTo(buffer);
        _connection.Input.Consume(count);
        _left -= count;
        return true;
    }

    private void CheckSize()
    {
        if (_isChecked) return;
        if (_left > MaxSize) throw new HttpStatusException(413, $"The body is larger than {MaxSize} bytes.");
        _isChecked = true;
    }

    [Coroutine]
    private IEnumerator<Yield<int>> ReadMore(Memory<byte> buffer)
    {
        if (_owesContinue && _connection.Input.IsEmpty && !_connection.Response.HasStarted) _connection.Output.Write("HTTP/1.1 100 Continue\r\n\r\n"u8);
        _owesContinue = false;
        if (!_connection.TryFlush()) _connection.FlushRest().Await(); // who waits for an answer may not send more before it
        while (true)
        {
            var direct = _connection.Input.IsEmpty && buffer.Length >= DirectSize ? (int)Math.Min(buffer.Length, _isChunked ? Chunks.Left : _left) : 0;
            if (direct > 0)
            {
                var received = _connection.ReceiveBody(buffer[..direct]).Await();
                if (_isChunked) Chunks.Took(received);
                else _left -= received;
                yield return received;
            }

            _connection.ReceiveBody(default).Await();
            if (TryRead(buffer.Span, out var count)) yield return count;
        }
    }

    [Coroutine]
    private IEnumerator<Yield<int>> ReadSome(Memory<byte> buffer)
    {
        if (!TryRead(buffer.Span, out var count)) count = ReadMore(buffer).Await();
        yield return count;
    }

    [Coroutine]
    private IEnumerator<Yield<byte[]>> ReadToEnd(long? maxSize)
    {
        MaxSize = maxSize ?? MaxSize;
        CheckSize();
        var collected = new BodyCollector(Length);
        try
        {
            while (collected.Room() is { IsEmpty: false } room)
            {
                var count = Read(room).Await();
                if (count == 0) break;
                collected.Advance(count);
            }

            yield return collected.Take();
        }
        finally
        {
            collected.Release();
        }
    }

    [Coroutine]
    private IEnumerator<Yield<string>> ReadTextToEnd(long? maxSize)
    {
        yield return Encoding.UTF8.GetString(ReadToEnd(maxSize).Await());
    }

    [Coroutine]
    private IEnumerator<Yield<long>> Copy(Stream target)
    {
        var total = 0L;
        var buffer = ArrayPool<byte>.Shared.Rent(16_384);
        try
        {
            while (true)
            {
                var count = Read(buffer).Await();
                if (count == 0) break;
                target.WriteAsync(buffer.AsMemory(0, count)).Await();
                total += count;
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }

        yield return total;
    }

    /// <summary>Reads and drops the rest, if it is not too much.</summary>
    /// <returns>Whether the end was reached.</returns>
    [Coroutine]
    internal IEnumerator<Yield<bool>> Drain()
    {
        if (IsComplete || IsLost) yield return IsComplete;
        var buffer = ArrayPool<byte>.Shared.Rent(4096);
        try
        {
            for (var left = _connection.Options.MaxDrainSize; left > 0;)
            {
                var count = Read(buffer).Await();
                if (count == 0) break;
                left -= count;
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }

        yield return IsComplete;
    }
}
