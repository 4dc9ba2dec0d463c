using System.Net.Sockets;

namespace CoroutineDsl.Net;

/// <summary>
/// What an <see cref="System.Net.Security.SslStream"/> reads and writes while it shakes hands. It computes on a thread of its own kind, and the connection's greenlet does what it asks for, one request at a time: so the
/// costly arithmetic of a handshake never runs on the hub, nor does more of it at once than there are threads.
/// </summary>
internal sealed class HandshakePipe
{
    private readonly Lock _lock = new();
    private AsyncResult<Request?> _next = new();
    private Request? _pending;
    private bool _isClosed;

    /// <summary>The next request, or null: the handshake has ended.</summary>
    public AsyncResult<Request?> Next => _next;

    public ValueTask<int> Read(Memory<byte> buffer) => Ask(new(buffer, default));

    public async ValueTask Write(ReadOnlyMemory<byte> data) => await Ask(new(default, data)).ConfigureAwait(false);

    /// <summary>The handshake has ended.</summary>
    public void End() => _next.TrySet(null);

    /// <summary>The greenlet has done what was asked for: the handshake goes on, on its thread.</summary>
    public void Answer(Request request, int count)
    {
        Take(request);
        BlockingThreads.Handshakes.Post(() => request.Completion.TrySetResult(count));
    }

    /// <summary>The greenlet gives up: what is asked for, now or later, fails.</summary>
    public void Close()
    {
        Request? pending;
        lock (_lock)
        {
            _isClosed = true;
            pending = _pending;
            _pending = null;
        }

        if (pending is not null) BlockingThreads.Handshakes.Post(() => pending.Completion.TrySetException(Closed()));
    }

    private static IOException Closed() => new("The connection was closed within the handshake.", new SocketException((int)SocketError.OperationAborted));

    private ValueTask<int> Ask(Request request)
    {
        lock (_lock)
        {
            if (_isClosed) return ValueTask.FromException<int>(Closed());
            _pending = request;
        }

        _next.TrySet(request);
        return new(request.Completion.Task);
    }

    private void Take(Request request)
    {
        lock (_lock)
        {
            if (_pending == request) _pending = null;
        }

        _next = new();
    }

    /// <summary>Bytes to receive, or bytes to send.</summary>
    internal sealed record Request(Memory<byte> Buffer, ReadOnlyMemory<byte> Data)
    {
        /// <summary>What continues it runs where it is completed.</summary>
        public TaskCompletionSource<int> Completion { get; } = new();
    }
}
