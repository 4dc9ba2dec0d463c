using System.ComponentModel;
using System.Text;
using CoroutineDsl.Runtime;

namespace CoroutineDsl.Http;

/// <summary>
/// The answer to a request. What is written is collected; where it fits into the buffer it is sent in one piece when the handler ends, with its length. Where it does not, or at <see cref="Flush"/>, the answer
/// begins: from then on status and headers are fixed, and what follows is chunked, unless <see cref="ContentLength"/> was set before.
/// </summary>
/// <remarks>For the greenlet of the handler, until the handler ends.</remarks>
public sealed partial class HttpResponse
{
    private const string PlainText = "text/plain; charset=utf-8";

    private readonly HttpConnection _connection;
    private readonly PooledBuffer _body;
    private readonly int _bufferSize;
    private ResponseHeaders? _trailers;
    private Framing _framing;
    private long _written;
    private bool _isOpen;

    internal HttpResponse(HttpConnection connection)
    {
        _connection = connection;
        _bufferSize = connection.Options.ResponseBufferSize;
        _body = new(_bufferSize);
    }

    private enum Framing
    {
        None, // not begun
        Length,
        Chunked,
        UntilClose,
    }

    /// <summary>The status; 200 by default.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not between 200 and 999.</exception>
    /// <exception cref="InvalidOperationException">The answer has begun.</exception>
    public int Status
    {
        get;
        set
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 200);
            ArgumentOutOfRangeException.ThrowIfGreaterThan(value, 999);
            CheckNotStarted();
            field = value;
        }
    }

    /// <summary>The header fields.</summary>
    public ResponseHeaders Headers { get; } = new();

    /// <summary>Fields that follow a chunked body; names that the client should expect belong into the header <c>Trailer</c>. They are dropped where the answer is not chunked.</summary>
    public ResponseHeaders Trailers => _trailers ??= new();

    /// <summary>The size of the body, in bytes, where it is known before: then it is not chunked. To write more or less than this is an error.</summary>
    public long? ContentLength
    {
        get => Headers.ContentLength < 0 ? null : Headers.ContentLength;
        set
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value ?? 0, nameof(ContentLength));
            CheckNotStarted();
            Headers.ContentLength = value ?? -1;
        }
    }

    /// <summary>The field <c>Content-Type</c>.</summary>
    public string? ContentType
    {
        get => Headers["Content-Type"];
        set => Headers["Content-Type"] = value;
    }

    /// <summary>Whether status and headers are on their way, and cannot be changed any more.</summary>
    public bool HasStarted => _framing != Framing.None;

    /// <summary>How many bytes of body were written.</summary>
    internal long WrittenCount => _written;

    /// <summary>Whether its end is the connection's end, as HTTP/1.0 has it for a body of unknown size.</summary>
    internal bool EndsWithConnection => _framing == Framing.UntilClose;

    private bool IsHead => _connection.Request.IsHead;

    /// <summary>Adds to the body. Waits where the client is slower than the handler.</summary>
    /// <param name="data">The bytes; they must not change until the wait is over.</param>
    /// <exception cref="InvalidOperationException">The handler has ended; the status has no body; or it is more than <see cref="ContentLength"/>.</exception>
    /// <exception cref="System.Net.Sockets.SocketException">The connection is broken, or the client is too slow: <see cref="HttpServerOptions.BodyTimeout"/>.</exception>
    [Begins(nameof(BeginWrite))]
    public Suspension Write(ReadOnlyMemory<byte> data) => WriteDataCoroutine(data).AsSuspension();

    /// <inheritdoc cref="BeginsAttribute"/>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public bool BeginWrite(Greenlet greenlet, Coroutine frame, ReadOnlyMemory<byte> data)
    {
        ArgumentNullException.ThrowIfNull(greenlet);
        greenlet.Enter(frame);
        return TryWrite(data.Span) || greenlet.Begin(frame, WriteLargeCoroutine(data));
    }

    /// <summary>Adds text in UTF-8 to the body. Without a <see cref="ContentType"/> it becomes plain text.</summary>
    /// <inheritdoc cref="Write" path="/exception"/>
    [Begins(nameof(BeginWriteText))]
    public Suspension WriteText(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return WriteStringCoroutine(text).AsSuspension();
    }

    /// <inheritdoc cref="BeginsAttribute"/>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public bool BeginWriteText(Greenlet greenlet, Coroutine frame, string text)
    {
        ArgumentNullException.ThrowIfNull(greenlet);
        ArgumentNullException.ThrowIfNull(text);
        greenlet.Enter(frame);
        return TryWriteText(text, out var rest) || greenlet.Begin(frame, WriteLargeCoroutine(rest));
    }

    /// <summary>Sends what has been written so far; the answer begins, if it has not.</summary>
    /// <inheritdoc cref="Write" path="/exception"/>
    [Begins(nameof(BeginFlush))]
    public Suspension Flush() => FlushAllCoroutine().AsSuspension();

    /// <inheritdoc cref="BeginsAttribute"/>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public bool BeginFlush(Greenlet greenlet, Coroutine frame)
    {
        ArgumentNullException.ThrowIfNull(greenlet);
        greenlet.Enter(frame);
        return TryFlush() || greenlet.Begin(frame, _connection.FlushRestCoroutine());
    }

    /// <summary>Begins an answer that is a stream of Server-Sent Events.</summary>
    /// <exception cref="InvalidOperationException">The answer has begun.</exception>
    public HttpEventStream StartEvents()
    {
        CheckNotStarted();
        ContentType = "text/event-stream";
        Headers["Cache-Control"] = "no-store";
        return new(this);
    }

    internal void Begin()
    {
        _framing = Framing.None;
        _written = 0;
        _isOpen = true;
        Headers.Clear();
        _trailers?.Clear();
        Status = 200;
    }

    /// <summary>Nothing of it is sent: something else will be.</summary>
    internal void Discard()
    {
        _body.Release();
        Begin();
    }

    /// <summary>Answers with what went wrong.</summary>
    internal void SetError(HttpStatusException? reason)
    {
        Discard();
        Status = reason?.Status ?? 500;
        foreach (var (name, value) in reason?.Headers ?? []) Headers[name] = value;
        ContentType ??= PlainText;
        var text = Encoding.UTF8.GetBytes((reason?.Message ?? HttpStatus.Reason(500)) + "\n");
        Count(text.Length);
        if (!IsHead) _body.Write(text);
    }

    /// <summary>The handler has ended: what is left goes to the connection's output.</summary>
    /// <exception cref="InvalidOperationException">It is not as long as it was declared.</exception>
    internal void Finish()
    {
        if (Headers.ContentLength >= 0 && Headers.ContentLength != _written && !(IsHead && _written == 0) && !HttpStatus.IsBodiless(Status))
        {
            throw new InvalidOperationException($"The answer to {_connection.Request} was declared as {Headers.ContentLength} bytes and has {_written}.");
        }

        if (!HasStarted) Start(Headers.ContentLength >= 0 ? Headers.ContentLength : _written);
        EmitBody();
        if (_framing == Framing.Chunked && !IsHead) EmitEnd();
        _isOpen = false;
    }

    internal void CheckNotStarted()
    {
        if (HasStarted) throw new InvalidOperationException("The answer has begun: its header is on its way.");
    }

    internal void Abandon()
    {
        _isOpen = false;
        _body.Release();
    }

    /// <summary>Adds to the body what fits into the buffer.</summary>
    /// <returns>False where it does not: then <see cref="WriteLarge"/> has to follow.</returns>
    private bool TryWrite(ReadOnlySpan<byte> data)
    {
        Count(data.Length);
        if (IsHead) return true;
        if (_body.Count + data.Length > _bufferSize) return false;
        _body.Write(data);
        return true;
    }

    private bool TryWriteText(string text, out ReadOnlyMemory<byte> rest)
    {
        rest = default;
        if (!HasStarted && Headers.Count == 0) ContentType = PlainText;
        else if (!HasStarted) ContentType ??= PlainText;
        var size = Encoding.UTF8.GetMaxByteCount(text.Length);
        if (IsHead || _body.Count + size > _bufferSize)
        {
            rest = Encoding.UTF8.GetBytes(text);
            return TryWrite(rest.Span);
        }

        var count = Encoding.UTF8.GetBytes(text, _body.GetSpan(size));
        Count(count);
        _body.Advance(count);
        return true;
    }

    private bool TryFlush()
    {
        CheckOpen();
        if (!HasStarted) Start(Headers.ContentLength);
        EmitBody();
        return _connection.TryFlush();
    }

    [Coroutine]
    private IEnumerator<Yield> WriteData(ReadOnlyMemory<byte> data)
    {
        if (!TryWrite(data.Span)) WriteLarge(data).Await();
        yield break;
    }

    [Coroutine]
    private IEnumerator<Yield> WriteString(string text)
    {
        if (!TryWriteText(text, out var rest)) WriteLarge(rest).Await();
        yield break;
    }

    [Coroutine]
    private IEnumerator<Yield> FlushAll()
    {
        if (!TryFlush()) _connection.FlushRest().Await();
        yield break;
    }

    [Coroutine]
    private IEnumerator<Yield> WriteLarge(ReadOnlyMemory<byte> data)
    {
        if (!HasStarted) Start(Headers.ContentLength);
        EmitBody();
        if (data.Length <= _bufferSize)
        {
            if (!_connection.TryFlush()) _connection.FlushRest().Await();
            _body.Write(data.Span);
            yield break;
        }

        if (_framing == Framing.Chunked) EmitChunkSize(data.Length);
        _connection.Send(data, _framing == Framing.Chunked ? ChunkEnd : default).Await();
    }

    private void Count(long count)
    {
        CheckOpen();
        if (count > 0 && HttpStatus.IsBodiless(Status)) throw new InvalidOperationException($"An answer with the status {Status} has no body.");
        if (Headers.ContentLength >= 0 && _written + count > Headers.ContentLength) throw new InvalidOperationException($"More than the declared {Headers.ContentLength} bytes are written.");
        _written += count;
    }

    private void CheckOpen()
    {
        if (!_isOpen) throw new InvalidOperationException("The answer is complete: its handler has ended.");
    }
}
