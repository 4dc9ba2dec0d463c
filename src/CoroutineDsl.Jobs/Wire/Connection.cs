using System.Buffers.Binary;

namespace CoroutineDsl.Jobs;

/// <summary>Takes the frames of a connection, on the hub's thread. The payload is only there during the call.</summary>
internal interface IFrameHandler
{
    void Handle(FrameKind kind, ReadOnlyMemory<byte> payload);
}

/// <summary>
/// Frames in both directions over a channel. What is written goes out after the greenlets that are ready now have had their turn, all in one piece.
/// Where the peer is gone, what is written is dropped: who reads the connection finds its end.
/// </summary>
internal sealed partial class Connection : IDisposable
{
    private const int FirstBuffer = 16 * 1024;

    private readonly ProcessChannel _channel;
    private readonly CoEvent _hasOutput = new();
    private FrameWriter _pending = new();
    private FrameWriter _sending = new();
    private byte[] _input = new byte[FirstBuffer];
    private int _inputStart;
    private int _inputEnd;

    public Connection(ProcessChannel channel)
    {
        _channel = channel;
        Greenlet.Spawn(SendPending(), "jobs send");
    }

    public bool IsClosed { get; private set; }

    public FrameWriter Begin(FrameKind kind)
    {
        _pending.Begin(kind);
        return _pending;
    }

    public void End()
    {
        _pending.End();
        if (IsClosed) _pending.Clear();
        else _hasOutput.Set();
    }

    public void Discard() => _pending.Discard();

    public void Send(FrameKind kind)
    {
        Begin(kind);
        End();
    }

    /// <summary>Takes frames until the peer is gone.</summary>
    /// <param name="handler">Who takes them.</param>
    /// <param name="longest">The longest frame that is taken; from who has not said the token yet, nothing long is.</param>
    [Coroutine]
    public IEnumerator<Yield> Receive(IFrameHandler handler, int longest = int.MaxValue)
    {
        while (!IsClosed)
        {
            while (TryTake(longest, out var kind, out var payload))
            {
                handler.Handle(kind, payload);
                if (IsClosed) yield break;
            }

            if (!ReceiveMore().Await()) break;
        }
    }

    /// <summary>The next frame; its payload is there until the next call. Null kind: the peer is gone.</summary>
    [Coroutine]
    public IEnumerator<Yield<(FrameKind? Kind, ReadOnlyMemory<byte> Payload)>> ReceiveOne(int longest)
    {
        while (true)
        {
            if (TryTake(longest, out var kind, out var payload))
            {
                yield return ((FrameKind?)kind, payload);
            }

            if (!ReceiveMore().Await()) yield return ((FrameKind?)null, ReadOnlyMemory<byte>.Empty);
        }
    }

    /// <summary>Sends what is pending, and is over when the system has it.</summary>
    [Coroutine]
    public IEnumerator<Yield> Flush()
    {
        while (!IsClosed && _pending.Length + _sending.Length > 0) yield return Greenlet.Sleep();
    }

    public void Dispose()
    {
        if (IsClosed) return;
        IsClosed = true;
        _hasOutput.Set();
        _channel.Dispose();
    }

    [Coroutine]
    private IEnumerator<Yield<bool>> ReceiveMore()
    {
        MakeRoom();
        var count = 0;
        try
        {
            count = _channel.Receive(_input.AsMemory(_inputEnd)).Await();
        }
        catch (Exception exception) when (ProcessChannel.IsEnd(exception))
        {
            // reset: the peer was killed; or closed here meanwhile
        }

        _inputEnd += count;
        yield return count > 0;
    }

    [Coroutine]
    private IEnumerator<Yield> SendPending()
    {
        while (!IsClosed)
        {
            _hasOutput.Wait().Await();
            while (_pending.Length > 0 && !IsClosed)
            {
                (_pending, _sending) = (_sending, _pending);
                try
                {
                    _channel.Send(_sending.Written).Await();
                }
                catch (Exception exception) when (ProcessChannel.IsEnd(exception))
                {
                    IsBroken = true;
                }

                _sending.Clear();
            }

            _hasOutput.Clear();
            if (IsBroken) yield break;
        }
    }

    private bool IsBroken { get; set; }

    private bool TryTake(int longest, out FrameKind kind, out ReadOnlyMemory<byte> payload)
    {
        (kind, payload) = (default, default);
        var available = _inputEnd - _inputStart;
        if (available < sizeof(int)) return false;
        var length = BinaryPrimitives.ReadInt32LittleEndian(_input.AsSpan(_inputStart));
        if (length < 1 || length > longest) throw new InvalidDataException($"A frame of {length} bytes.");
        if (available - sizeof(int) < length) return false;
        kind = (FrameKind)_input[_inputStart + sizeof(int)];
        payload = _input.AsMemory(_inputStart + FrameWriter.HeaderSize, length - 1);
        _inputStart += sizeof(int) + length;
        return true;
    }

    /// <summary>The buffer grows with what has arrived, never with what a length says.</summary>
    private void MakeRoom()
    {
        if (_inputStart == _inputEnd)
        {
            _inputStart = _inputEnd = 0;
        }
        else if (_inputEnd == _input.Length)
        {
            var count = _inputEnd - _inputStart;
            if (count == Array.MaxLength) throw new InvalidDataException("A frame is larger than 2 GB.");
            var target = count > _input.Length / 2 ? new byte[(int)Math.Min(_input.Length * 2L, Array.MaxLength)] : _input;
            _input.AsSpan(_inputStart, count).CopyTo(target);
            (_input, _inputStart, _inputEnd) = (target, 0, count);
        }
    }
}
