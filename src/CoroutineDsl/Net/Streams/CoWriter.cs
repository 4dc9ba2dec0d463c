using System.Buffers;
using System.Text;
using CoroutineDsl.Runtime;

namespace CoroutineDsl.Net;

/// <summary>
/// Text and bytes to a socket: what is written is collected in memory of a pool and sent by <see cref="Flush"/>, or by itself where it is more than <see cref="BufferSize"/>. asyncio's <c>StreamWriter</c>, whose
/// <c>drain</c> is <see cref="Flush"/>.
/// </summary>
/// <remarks>For the thread of the socket's hub, one greenlet at a time. It does not close the socket; what was not flushed when it is disposed of is not sent.</remarks>
public sealed partial class CoWriter : IDisposable
{
    private readonly CoSocket _socket;
    private byte[] _buffer = [];
    private int _count;

    /// <summary>Writes to a socket.</summary>
    /// <param name="socket">The socket, connected; with TLS or without.</param>
    /// <param name="encoding">Of text; by default UTF-8.</param>
    /// <param name="newLine">What ends a line; by default LF.</param>
    /// <param name="bufferSize">How many bytes are collected before they are sent.</param>
    /// <exception cref="ArgumentOutOfRangeException">The size is less than 1.</exception>
    public CoWriter(CoSocket socket, Encoding? encoding = null, string newLine = "\n", int bufferSize = 16_384)
    {
        ArgumentNullException.ThrowIfNull(socket);
        ArgumentNullException.ThrowIfNull(newLine);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(bufferSize);
        _socket = socket;
        Encoding = encoding ?? new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
        NewLine = newLine;
        BufferSize = bufferSize;
    }

    /// <summary>The encoding of text.</summary>
    public Encoding Encoding { get; }

    /// <summary>What ends a line.</summary>
    public string NewLine { get; }

    /// <summary>How many bytes are collected before they are sent.</summary>
    public int BufferSize { get; }

    /// <summary>How many bytes are collected now.</summary>
    public int BufferedCount => _count;

    /// <summary>What it is, and its state now.</summary>
    public override string ToString() => $"writer to {_socket} ({_count} bytes buffered)";

    /// <summary>Writes text. Waits only where the buffer is full.</summary>
    /// <param name="text">The text.</param>
    /// <param name="timeout">How long to wait at most.</param>
    /// <inheritdoc cref="CoSocket.SendAll(ReadOnlyMemory{byte}, TimeSpan?)" path="/exception"/>
    public Suspension Write(string text, TimeSpan? timeout = null)
    {
        ArgumentNullException.ThrowIfNull(text);
        return Waitables.From(PutTextCoroutine(text, "", timeout));
    }

    /// <summary>Writes text and the end of a line.</summary>
    /// <inheritdoc cref="Write(string, TimeSpan?)"/>
    public Suspension WriteLine(string text = "", TimeSpan? timeout = null)
    {
        ArgumentNullException.ThrowIfNull(text);
        return Waitables.From(PutTextCoroutine(text, NewLine, timeout));
    }

    /// <summary>Writes bytes.</summary>
    /// <param name="bytes">The bytes; they must not change until the wait is over.</param>
    /// <param name="timeout">How long to wait at most.</param>
    /// <inheritdoc cref="CoSocket.SendAll(ReadOnlyMemory{byte}, TimeSpan?)" path="/exception"/>
    public Suspension Write(ReadOnlyMemory<byte> bytes, TimeSpan? timeout = null) => Waitables.From(PutBytesCoroutine(bytes, timeout));

    /// <summary>Sends what is collected.</summary>
    /// <param name="timeout">How long to wait at most; after a timeout or a kill a part may have been sent, and the rest is dropped.</param>
    /// <inheritdoc cref="CoSocket.SendAll(ReadOnlyMemory{byte}, TimeSpan?)" path="/exception"/>
    public Suspension Flush(TimeSpan? timeout = null) => Waitables.From(SendCollectedCoroutine(timeout));

    /// <summary>Gives the memory back; what was not flushed is lost. The socket stays open.</summary>
    public void Dispose() => Release();

    [Coroutine]
    private IEnumerator<Yield> PutText(string text, string end, TimeSpan? timeout)
    {
        Reserve(Encoding.GetMaxByteCount(text.Length) + Encoding.GetMaxByteCount(end.Length));
        _count += Encoding.GetBytes(text, _buffer.AsSpan(_count));
        _count += Encoding.GetBytes(end, _buffer.AsSpan(_count));
        if (_count >= BufferSize) SendCollected(timeout).Await();
        yield break;
    }

    [Coroutine]
    private IEnumerator<Yield> PutBytes(ReadOnlyMemory<byte> bytes, TimeSpan? timeout)
    {
        if (_count + bytes.Length < BufferSize)
        {
            Reserve(bytes.Length);
            bytes.CopyTo(_buffer.AsMemory(_count));
            _count += bytes.Length;
            yield break;
        }

        SendCollected(timeout).Await();
        _socket.SendAll(bytes, timeout).Await();
    }

    [Coroutine]
    private IEnumerator<Yield> SendCollected(TimeSpan? timeout)
    {
        if (_count == 0) yield break;
        try
        {
            _socket.SendAll(_buffer.AsMemory(0, _count), timeout).Await();
        }
        finally
        {
            Release();
        }
    }

    private void Reserve(int count)
    {
        if (_buffer.Length - _count >= count) return;
        var larger = ArrayPool<byte>.Shared.Rent(Math.Max(_count + count, Math.Min(BufferSize, 4096)));
        _buffer.AsSpan(0, _count).CopyTo(larger);
        Return();
        _buffer = larger;
    }

    private void Release()
    {
        Return();
        (_buffer, _count) = ([], 0);
    }

    private void Return()
    {
        if (_buffer.Length > 0) ArrayPool<byte>.Shared.Return(_buffer);
    }
}
