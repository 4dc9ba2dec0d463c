using System.Buffers;
using System.Text;
using CoroutineDsl.Runtime;

namespace CoroutineDsl.Net;

/// <summary>
/// Lines and pieces of what a socket receives: asyncio's <c>StreamReader</c> (<c>readline</c>, <c>readuntil</c>, <c>readexactly</c>). It reads ahead into memory of a pool, which it holds only while there is something
/// in it, and never more than <see cref="MaxLength"/> of what nobody has asked for.
/// </summary>
/// <remarks>
/// For the thread of the socket's hub, one greenlet at a time. A wait that is killed or timed out takes nothing: what has come is there for the next. It does not close the socket; dispose of it to give its memory back.
/// Once it has read from a socket, what it read ahead is not there for the socket's own <c>Receive</c> any more.
/// </remarks>
public sealed partial class CoReader : IDisposable
{
    private const int MinRoom = 512;
    private const int FirstSize = 4096;

    private readonly CoSocket _socket;
    private byte[] _buffer = [];
    private int _start;
    private int _end;
    private bool _hasEnded;

    /// <summary>Reads from a socket.</summary>
    /// <param name="socket">The socket, connected; with TLS or without.</param>
    /// <param name="encoding">Of lines as text; by default UTF-8.</param>
    /// <param name="maxLength">How long a line, or what <see cref="ReadUntil"/> looks for, may be, in bytes: a peer must not fill the memory with a line that never ends.</param>
    /// <exception cref="ArgumentOutOfRangeException">The length is less than 1.</exception>
    public CoReader(CoSocket socket, Encoding? encoding = null, int maxLength = 65_536)
    {
        ArgumentNullException.ThrowIfNull(socket);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(maxLength);
        _socket = socket;
        Encoding = encoding ?? Encoding.UTF8;
        MaxLength = maxLength;
    }

    /// <summary>The encoding of lines.</summary>
    public Encoding Encoding { get; }

    /// <summary>How long a line may be, in bytes, its end included.</summary>
    public int MaxLength { get; }

    /// <summary>How many bytes it has read ahead.</summary>
    public int BufferedCount => _end - _start;

    /// <summary>Whether the peer has ended the stream, and all of it has been read.</summary>
    public bool IsAtEnd => _hasEnded && BufferedCount == 0;

    /// <summary>What it is, and its state now.</summary>
    public override string ToString() => $"reader of {_socket} ({(IsAtEnd ? "at the end" : $"{BufferedCount} bytes buffered")})";

    private ReadOnlySpan<byte> Unread => _buffer.AsSpan(_start, BufferedCount);

    /// <summary>Reads a line, which ends in LF or CR LF.</summary>
    /// <param name="timeout">How long to wait at most for each piece of it.</param>
    /// <returns>The line without its end; the last may have none. Null at the end of the stream.</returns>
    /// <exception cref="InvalidDataException">It is longer than <see cref="MaxLength"/>; nothing has been taken.</exception>
    /// <inheritdoc cref="CoSocket.Receive(Memory{byte}, TimeSpan?)" path="/exception"/>
    public Suspension<string?> ReadLine(TimeSpan? timeout = null) => Waitables.From(NextLineCoroutine(timeout));

    /// <summary>Reads up to and with a separator.</summary>
    /// <param name="separator">The bytes; at least one.</param>
    /// <param name="timeout">How long to wait at most for each piece of it.</param>
    /// <exception cref="InvalidDataException">It does not come within <see cref="MaxLength"/> bytes; nothing has been taken.</exception>
    /// <exception cref="IncompleteReadException">The stream ended before; the exception has what there was.</exception>
    /// <inheritdoc cref="CoSocket.Receive(Memory{byte}, TimeSpan?)" path="/exception"/>
    public Suspension<byte[]> ReadUntil(ReadOnlyMemory<byte> separator, TimeSpan? timeout = null)
    {
        if (separator.IsEmpty) throw new ArgumentException("A separator has at least one byte.", nameof(separator));
        return Waitables.From(NextUntilCoroutine(separator, timeout));
    }

    /// <summary>Reads so many bytes, no fewer and no more.</summary>
    /// <param name="count">How many. The memory for them grows as they arrive, whatever this says.</param>
    /// <param name="timeout">How long to wait at most for each piece of them.</param>
    /// <exception cref="IncompleteReadException">The stream ended before; the exception has what there was.</exception>
    /// <inheritdoc cref="CoSocket.Receive(Memory{byte}, TimeSpan?)" path="/exception"/>
    public Suspension<byte[]> ReadExactly(int count, TimeSpan? timeout = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        return Waitables.From(NextExactlyCoroutine(count, timeout));
    }

    /// <summary>Reads what has arrived, at least one byte.</summary>
    /// <param name="buffer">Where to.</param>
    /// <param name="timeout">How long to wait at most.</param>
    /// <returns>How many bytes; 0 at the end of the stream.</returns>
    /// <inheritdoc cref="CoSocket.Receive(Memory{byte}, TimeSpan?)" path="/exception"/>
    public Suspension<int> Read(Memory<byte> buffer, TimeSpan? timeout = null) => Waitables.From(NextPieceCoroutine(buffer, timeout));

    /// <summary>Gives the memory back; what was read ahead is lost. The socket stays open.</summary>
    public void Dispose() => Release();

    [Coroutine]
    private IEnumerator<Yield<string?>> NextLine(TimeSpan? timeout)
    {
        var searched = 0;
        while (true)
        {
            var end = Unread[searched..].IndexOf((byte)'\n');
            if (end >= 0) yield return TakeLine(searched + end + 1);
            searched = BufferedCount;
            if (_hasEnded) yield return searched == 0 ? null : TakeLine(searched);
            Check(searched);
            Fill(timeout).Await();
        }
    }

    [Coroutine]
    private IEnumerator<Yield<byte[]>> NextUntil(ReadOnlyMemory<byte> separator, TimeSpan? timeout)
    {
        var searched = 0;
        while (true)
        {
            var at = Unread[searched..].IndexOf(separator.Span);
            if (at >= 0) yield return Take(searched + at + separator.Length);
            searched = Math.Max(0, BufferedCount - separator.Length + 1);
            if (_hasEnded) throw new IncompleteReadException(Take(BufferedCount), null);
            Check(BufferedCount);
            Fill(timeout).Await();
        }
    }

    [Coroutine]
    private IEnumerator<Yield<byte[]>> NextExactly(int count, TimeSpan? timeout)
    {
        while (BufferedCount < count)
        {
            if (_hasEnded) throw new IncompleteReadException(Take(BufferedCount), count);
            Fill(timeout).Await();
        }

        yield return Take(count);
    }

    [Coroutine]
    private IEnumerator<Yield<int>> NextPiece(Memory<byte> buffer, TimeSpan? timeout)
    {
        if (BufferedCount == 0 && !_hasEnded && !buffer.IsEmpty)
        {
            var received = _socket.Receive(buffer, timeout).Await();
            _hasEnded = received == 0;
            yield return received;
        }

        var count = Math.Min(buffer.Length, BufferedCount);
        Unread[..count].CopyTo(buffer.Span);
        Consume(count);
        yield return count;
    }

    /// <summary>Receives more. Where there is nothing yet, no memory is held meanwhile.</summary>
    [Coroutine]
    private IEnumerator<Yield> Fill(TimeSpan? timeout)
    {
        if (BufferedCount == 0) _socket.WaitReadable(timeout).Await();
        MakeRoom();
        var count = _socket.Receive(_buffer.AsMemory(_end), timeout).Await();
        _end += count;
        _hasEnded = count == 0;
        if (BufferedCount == 0) Release();
        yield break;
    }

    private void Check(int length)
    {
        if (length >= MaxLength) throw new InvalidDataException($"What {_socket} sends has no end within {MaxLength} bytes.");
    }

    private string TakeLine(int length)
    {
        var line = Unread[..length];
        if (line[^1] == '\n') line = line[..^1];
        if (line.Length > 0 && line.Length < length && line[^1] == '\r') line = line[..^1];
        var text = Encoding.GetString(line);
        Consume(length);
        return text;
    }

    private byte[] Take(int count)
    {
        var bytes = Unread[..count].ToArray();
        Consume(count);
        return bytes;
    }

    private void Consume(int count)
    {
        _start += count;
        if (_start == _end) Release();
    }

    private void MakeRoom()
    {
        if (_buffer.Length - _end >= MinRoom) return;
        var count = BufferedCount;
        var target = count + MinRoom <= _buffer.Length ? _buffer : ArrayPool<byte>.Shared.Rent(Math.Max(FirstSize, count * 2));
        Unread.CopyTo(target);
        if (target != _buffer) Return();
        (_buffer, _start, _end) = (target, 0, count);
    }

    private void Release()
    {
        Return();
        (_buffer, _start, _end) = ([], 0, 0);
    }

    private void Return()
    {
        if (_buffer.Length > 0) ArrayPool<byte>.Shared.Return(_buffer);
    }
}
