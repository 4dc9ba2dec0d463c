using System.Buffers;

namespace CoroutineDsl.Http;

/// <summary>
/// What has come in on a connection: the head of the request that is being read or served, which stays while it is served, then what nobody has read yet. Between requests there is no buffer.
/// </summary>
internal sealed class HttpInput : ILateBuffer
{
    private const int Size = 4096;
    private const int MinRoom = 512;

    private byte[]? _buffer;
    private int _start; // of the head
    private int _position; // of what is unread; the end of the head until some of the body is read
    private int _end;
    private int _headLength;

    public bool IsEmpty => _position == _end;

    public ReadOnlySpan<byte> Unread => _buffer.AsSpan(_position, _end - _position);

    public ReadOnlySpan<byte> Head => _buffer.AsSpan(_start, _headLength);

    public Span<byte> Open()
    {
        if (_buffer is null) _buffer = ArrayPool<byte>.Shared.Rent(Size);
        else if (_buffer.Length - _end < MinRoom) MakeRoom();
        return _buffer.AsSpan(_end);
    }

    public void Received(int count)
    {
        _end += count;
        if (_end == 0) Release();
    }

    /// <summary>So many of the unread bytes are a head.</summary>
    public void TakeHead(int length)
    {
        _headLength = length;
        _position = _start + length;
    }

    public void Consume(int count)
    {
        _position += count;
        if (_position == _end) _position = _end = _start + _headLength;
    }

    /// <summary>The head is not needed any more, and what is unread begins the next.</summary>
    public void EndRequest()
    {
        _start = _position;
        _headLength = 0;
        if (_start == _end) Release();
    }

    public void Release()
    {
        if (_buffer is null) return;
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = null;
        _start = _position = _end = _headLength = 0;
    }

    private void MakeRoom()
    {
        var (old, unread) = (_buffer!, _end - _position);
        var target = _headLength + unread + MinRoom > old.Length ? ArrayPool<byte>.Shared.Rent(old.Length * 2) : old;
        old.AsSpan(_start, _headLength).CopyTo(target);
        old.AsSpan(_position, unread).CopyTo(target.AsSpan(_headLength));
        if (target != old) ArrayPool<byte>.Shared.Return(old);
        _buffer = target;
        _start = 0;
        _position = _headLength;
        _end = _headLength + unread;
    }
}
