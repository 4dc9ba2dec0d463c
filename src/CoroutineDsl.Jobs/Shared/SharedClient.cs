namespace CoroutineDsl.Jobs;

/// <summary>The side of a process that uses what another one owns, on one hub. It connects when it is first used.</summary>
internal sealed partial class SharedClient(SharedHandle handle) : IFrameHandler
{
    private readonly Dictionary<long, AsyncResult<ReadOnlyMemory<byte>>> _waiting = [];
    private readonly CoLock _gate = new();
    private Connection? _connection;
    private long _lastNumber;

    /// <summary>Asks the owner, and waits for its answer.</summary>
    /// <exception cref="TimeoutException">The time is over; what the owner took for it is given back.</exception>
    /// <exception cref="IOException">The owner is gone.</exception>
    [Coroutine]
    public IEnumerator<Yield<ReadOnlyMemory<byte>>> Request(byte operation, Action<FrameWriter>? write, TimeSpan? timeout)
    {
        Connect().Await();
        var number = ++_lastNumber;
        var answer = new AsyncResult<ReadOnlyMemory<byte>>();
        var isOver = false;
        Send(number, operation, write);
        _waiting.Add(number, answer);
        try
        {
            if (!answer.Wait(timeout).Await()) throw new TimeoutException($"There was no answer within {timeout}.");
            isOver = true;
        }
        finally
        {
            _waiting.Remove(number);
            Tell(isOver ? FrameKind.Received : FrameKind.Withdraw, number);
        }

        yield return answer.GetNoWait();
    }

    void IFrameHandler.Handle(FrameKind kind, ReadOnlyMemory<byte> payload)
    {
        var reader = new FrameReader(payload);
        if (kind != FrameKind.Answer || !_waiting.TryGetValue(reader.ReadInt64(), out var answer)) return; // who waited for it has withdrawn
        switch ((AnswerKind)reader.ReadByte())
        {
            case AnswerKind.Done:
                answer.TrySet(reader.ReadBytes().ToArray());
                break;
            case AnswerKind.ShutDown:
                answer.TrySetException(new QueueShutDownException());
                break;
            case AnswerKind.Empty:
                answer.TrySetException(new QueueEmptyException());
                break;
            case AnswerKind.Full:
                answer.TrySetException(new QueueFullException());
                break;
            default:
                answer.TrySetException(new InvalidOperationException($"The process that owns it could not do it: {reader.ReadText()}"));
                break;
        }
    }

    private static IOException Gone(Exception? inner = null) => new("The process that owns it has ended, or has disposed of it.", inner);

    private void Send(long number, byte operation, Action<FrameWriter>? write)
    {
        var frame = _connection!.Begin(FrameKind.Request);
        try
        {
            frame.WriteInt64(number);
            frame.WriteByte(operation);
            write?.Invoke(frame);
        }
        catch
        {
            _connection.Discard();
            throw;
        }

        _connection.End();
    }

    private void Tell(FrameKind kind, long number)
    {
        if (_connection!.IsClosed) return;
        _connection.Begin(kind).WriteInt64(number);
        _connection.End();
    }

    [Coroutine]
    private IEnumerator<Yield> Connect()
    {
        if (_connection is { IsClosed: false }) yield break;
        yield return _gate.Acquire();
        try
        {
            if (_connection is { IsClosed: false }) yield break;
            _connection = Hello.Connect(handle.Address, handle.Token, Purpose.Client, handle.Number).Await();
        }
        catch (IOException exception)
        {
            throw Gone(exception);
        }
        finally
        {
            _gate.Release();
        }

        Greenlet.Spawn(Listen(_connection), "jobs answers");
    }

    [Coroutine]
    private IEnumerator<Yield> Listen(Connection connection)
    {
        try
        {
            connection.Receive(this).Await();
        }
        finally
        {
            connection.Dispose();
            foreach (var answer in _waiting.Values) answer.TrySetException(Gone());
        }

        yield break;
    }
}
