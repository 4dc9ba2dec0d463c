using System.Buffers;
using System.Globalization;
using System.IO.Pipelines;
using System.Net.Sockets;
using CoroutineDsl.Net;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.Extensions.Logging;

namespace CoroutineDsl.AspNetCore;

/// <summary>
/// A connection between a socket and two pipes. Its greenlet receives into one; what the application writes into the other is sent by asynchronous code that runs on the hub only.
/// </summary>
internal sealed partial class GreenletConnection : DefaultConnectionContext, IMemoryPoolFeature, IGreenletHubFeature
{
    private const int MinBufferSize = 2048;

    private static long s_last;

    private readonly CoSocket _socket;
    private readonly HubScheduler _hub;
    private readonly ILogger _log;
    private readonly bool _waitsWithoutBuffer;
    private readonly PipeWriter _received;
    private readonly PipeReader _toSend;
    private readonly CancellationTokenSource _closed = new();
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private List<ReadOnlyMemory<byte>>? _segments;
    private ConnectionAbortedException? _abort;

    public GreenletConnection(CoSocket socket, HubScheduler hub, LateScheduler late, MemoryPool<byte> memory, GreenletTransportOptions options, ILogger log)
        : base(Interlocked.Increment(ref s_last).ToString("X", CultureInfo.InvariantCulture))
    {
        _socket = socket;
        _hub = hub;
        _log = log;
        _waitsWithoutBuffer = options.WaitForDataBeforeAllocatingBuffer;
        MemoryPool = memory;
        var application = options.RunApplicationOnHub ? PipeScheduler.Inline : PipeScheduler.ThreadPool;
        var input = new Pipe(PipeOptions(memory, application, hub, options.MaxReadBufferSize));
        var output = new Pipe(PipeOptions(memory, late, application, options.MaxWriteBufferSize));
        (_received, _toSend) = (input.Writer, output.Reader);
        Transport = new DuplexPipe(input.Reader, output.Writer);
        Application = new DuplexPipe(output.Reader, input.Writer);
        ConnectionClosed = _closed.Token;
        LocalEndPoint = socket.LocalEndPoint;
        RemoteEndPoint = socket.RemoteEndPoint;
        Features.Set<IMemoryPoolFeature>(this);
        Features.Set<IGreenletHubFeature>(this);
    }

    public MemoryPool<byte> MemoryPool { get; }

    public Hub Hub => _hub.Hub;

    public override void Abort(ConnectionAbortedException abortReason)
    {
        _abort ??= abortReason;
        _toSend.CancelPendingRead(); // who sends is on the hub, and closes the socket
        _hub.Schedule(static connection => ((GreenletConnection)connection!).Reset(), this);
    }

    public override async ValueTask DisposeAsync()
    {
        await Transport.Input.CompleteAsync().ConfigureAwait(false);
        await Transport.Output.CompleteAsync().ConfigureAwait(false);
        await _ended.Task.ConfigureAwait(false);
        _closed.Dispose();
    }

    /// <summary>The connection's greenlet.</summary>
    [Coroutine]
    public IEnumerator<Yield> Run()
    {
        var sending = Send();
        Exception? failure = null;
        try
        {
            while (true)
            {
                if (_waitsWithoutBuffer) _socket.WaitReadable().Await();
                var count = _socket.Receive(_received.GetMemory(MinBufferSize)).Await();
                if (count == 0) break;
                _received.Advance(count);
                var flushing = _received.FlushAsync();
                var flushed = flushing.IsCompletedSuccessfully ? flushing.Result : flushing.Await();
                if (flushed.IsCompleted || flushed.IsCanceled) break;
            }
        }
        catch (SocketException exception) when (exception.SocketErrorCode == SocketError.OperationAborted)
        {
            failure = _abort; // the own side closed
        }
        catch (SocketException exception)
        {
            Log.Broken(_log, ConnectionId, exception);
            failure = new ConnectionResetException(exception.Message, exception);
        }
        catch (ObjectDisposedException)
        {
            failure = _abort;
        }
        finally
        {
            _received.Complete(failure);
            ThreadPool.UnsafeQueueUserWorkItem(static connection => connection.TellClosed(), this, preferLocal: false);
            sending.Await();
            _ended.TrySetResult();
        }

        yield break;
    }

    /// <summary>Sends what the application writes; at its end, or when it cannot go on, closes the socket.</summary>
    private async Task Send()
    {
        Exception? failure = null;
        try
        {
            while (true)
            {
                var read = await _toSend.ReadAsync();
                if (read.IsCanceled) break;
                var bytes = read.Buffer;
                int sent;
                if (bytes.IsSingleSegment) _socket.TrySend(bytes.FirstSpan, out sent);
                else _socket.TrySend(Segments(bytes), out sent);
                var rest = bytes.Slice(sent);
                if (!rest.IsEmpty) await _socket.SendAll(Segments(rest)); // what there was no room for: rare
                _toSend.AdvanceTo(bytes.End);
                if (read.IsCompleted) break;
            }
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
        {
            Log.Broken(_log, ConnectionId, exception);
            failure = new ConnectionResetException(exception.Message, exception);
        }

        Close();
        _toSend.Complete(failure);
        _received.CancelPendingFlush();
    }

    private List<ReadOnlyMemory<byte>> Segments(in ReadOnlySequence<byte> bytes)
    {
        _segments ??= [];
        _segments.Clear();
        foreach (var segment in bytes) _segments.Add(segment);
        return _segments;
    }

    private void Close()
    {
        if (_socket.IsClosed) return;
        if (_abort is not null)
        {
            Reset();
            return;
        }

        try
        {
            _socket.Shutdown(SocketShutdown.Both);
        }
        catch (SocketException)
        {
            // it is broken already
        }

        _socket.Close();
    }

    /// <summary>The peer is to know that this was no orderly end.</summary>
    private void Reset()
    {
        if (_socket.IsClosed) return;
        _socket.LingerState = new(true, 0);
        _socket.Close();
    }

    private void TellClosed()
    {
        try
        {
            _closed.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // nobody asks any more
        }
    }

    private static PipeOptions PipeOptions(MemoryPool<byte> memory, PipeScheduler reader, PipeScheduler writer, long? bound) => new(
        memory,
        reader,
        writer,
        pauseWriterThreshold: bound ?? 0,
        resumeWriterThreshold: (bound ?? 0) / 2,
        useSynchronizationContext: false);

    private sealed record DuplexPipe(PipeReader Input, PipeWriter Output) : IDuplexPipe;

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Debug, "Connection {ConnectionId} is broken.")]
        public static partial void Broken(ILogger log, string connectionId, Exception exception);
    }
}
