using System.Net.Sockets;
using System.Threading.Tasks.Sources;

namespace CoroutineDsl.Net;

/// <summary>
/// Where an <see cref="System.Net.Security.SslStream"/> reads and writes its records. During the handshake it asks the connection's greenlet; from <see cref="Attach"/> on it never waits: a read that would block
/// stays pending until <see cref="Pump"/> finds bytes for it, and what there is no room for is kept until <see cref="Flush"/>.
/// </summary>
internal sealed class RecordStream(HandshakePipe handshake) : ConnectionStream, IValueTaskSource<int>
{
    private RawSocket? _raw;
    private ManualResetValueTaskSourceCore<int> _arrival;
    private Memory<byte> _target;
    private bool _isWaiting;
    private byte[] _unsent = [];
    private int _start;
    private int _end;

    /// <summary>Whether records wait for room.</summary>
    public bool HasUnsent => _start < _end;

    /// <summary>The handshake is over.</summary>
    public void Attach(RawSocket raw) => _raw = raw;

    /// <summary>Something may have arrived: ends the read that is pending, if so.</summary>
    public void Pump()
    {
        if (!_isWaiting) return;
        var count = 0;
        try
        {
            // a read of nothing waits for whatever comes, and something has
            if (!_target.IsEmpty && !TryRead(_target.Span, out count)) return;
        }
        catch (IOException exception)
        {
            Fail(exception);
            return;
        }

        _isWaiting = false;
        _target = default;
        _arrival.SetResult(count);
    }

    /// <summary>Ends the read that is pending, if there is one.</summary>
    public void Fail(Exception exception)
    {
        if (!_isWaiting) return;
        _isWaiting = false;
        _target = default;
        _arrival.SetException(exception);
    }

    /// <summary>Sends what waits for room.</summary>
    public SocketError TrySend()
    {
        while (_start < _end)
        {
            var count = _raw!.Send(_unsent.AsSpan(_start, _end - _start), out var error);
            if (error != SocketError.Success) return error;
            _start += count;
        }

        _start = _end = 0;
        return SocketError.Success;
    }

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (_raw is null) return handshake.Read(buffer);
        var count = 0;
        if (buffer.IsEmpty ? _raw.IsReady(SelectorEvents.Read) : TryRead(buffer.Span, out count)) return new(count);
        _target = buffer;
        _isWaiting = true;
        _arrival.Reset();
        return new(this, _arrival.Version);
    }

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (_raw is null) return handshake.Write(buffer);
        Write(buffer.Span);
        return default;
    }

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        var error = TrySend();
        while (error == SocketError.Success && !buffer.IsEmpty)
        {
            var count = _raw!.Send(buffer, out error);
            if (error == SocketError.Success) buffer = buffer[count..];
        }

        if (error == SocketError.WouldBlock) Keep(buffer);
        else if (error != SocketError.Success) throw Broken(error);
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override int Read(byte[] buffer, int offset, int count) => throw new InvalidOperationException("A record was read before it had arrived.");

    public override void Flush()
    {
    }

    public override Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    int IValueTaskSource<int>.GetResult(short token) => _arrival.GetResult(token);

    ValueTaskSourceStatus IValueTaskSource<int>.GetStatus(short token) => _arrival.GetStatus(token);

    void IValueTaskSource<int>.OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _arrival.OnCompleted(continuation, state, token, flags);

    private static IOException Broken(SocketError error) => new("The connection is broken.", new SocketException((int)error));

    private bool TryRead(Span<byte> buffer, out int count)
    {
        count = _raw!.Receive(buffer, out var error);
        if (error == SocketError.WouldBlock) return false;
        return error == SocketError.Success ? true : throw Broken(error);
    }

    private void Keep(ReadOnlySpan<byte> rest)
    {
        if (_unsent.Length - _end < rest.Length)
        {
            var larger = _end - _start + rest.Length > _unsent.Length ? new byte[_end - _start + rest.Length] : _unsent;
            _unsent.AsSpan(_start, _end - _start).CopyTo(larger);
            (_unsent, _end, _start) = (larger, _end - _start, 0);
        }

        rest.CopyTo(_unsent.AsSpan(_end));
        _end += rest.Length;
    }
}
