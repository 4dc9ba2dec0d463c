namespace CoroutineDsl.Jobs;

/// <summary>The owner's side of something shared: takes the connections of other processes, and runs what they ask for, each in a greenlet of its own.</summary>
internal sealed partial class SharedOwner : IDisposable
{
    private readonly Hub _hub = Hub.Current;
    private readonly ISharedTarget _target;
    private readonly ProcessServer _server;
    private readonly List<Session> _sessions = [];
    private readonly long _number;
    private bool _isDisposed;

    public SharedOwner(ISharedTarget target)
    {
        _target = target;
        _server = ProcessServer.Of(_hub);
        _number = _server.Add(Connected);
        Handle = new SharedHandle(_server.Address, _server.Token, _number).ToString();
    }

    public string Handle { get; }

    public void Check()
    {
        _hub.CheckThread();
        ObjectDisposedException.ThrowIf(_isDisposed, _target);
    }

    public void Dispose()
    {
        if (_isDisposed) return;
        _isDisposed = true;
        if (_hub.IsDisposed) return;
        foreach (var session in _sessions) session.Connection.Dispose();
        _server.Remove(_number);
    }

    private void Connected(Connection connection, ProcessChannel channel, Purpose purpose)
    {
        if (purpose == Purpose.Client && !_isDisposed) Greenlet.Spawn(Serve(new(connection, _target)), "jobs share");
        else connection.Dispose();
    }

    [Coroutine]
    private IEnumerator<Yield> Serve(Session session)
    {
        _sessions.Add(session);
        try
        {
            session.Connection.Receive(session).Await();
        }
        catch (InvalidDataException)
        {
            // it does not speak as it should
        }
        finally
        {
            _sessions.Remove(session);
            session.End();
        }

        yield break;
    }

    /// <summary>One process that uses it.</summary>
    private sealed partial class Session(Connection connection, ISharedTarget target) : IFrameHandler
    {
        private readonly Dictionary<long, Greenlet> _running = [];
        private readonly Dictionary<long, Action> _unreceived = [];

        public Connection Connection => connection;

        void IFrameHandler.Handle(FrameKind kind, ReadOnlyMemory<byte> payload)
        {
            var reader = new FrameReader(payload);
            var number = reader.ReadInt64();
            switch (kind)
            {
                case FrameKind.Request:
                    _running.Add(number, Greenlet.Spawn(Run(number, reader.ReadByte(), new(reader.Rest.ToArray())), "jobs request"));
                    break;
                case FrameKind.Withdraw:
                    if (_running.Remove(number, out var greenlet)) greenlet.Kill();
                    else if (_unreceived.Remove(number, out var giveBack)) giveBack();
                    break;
                case FrameKind.Received:
                    _unreceived.Remove(number);
                    break;
            }
        }

        /// <summary>The process is gone: what it waits for is not taken, what it has not received is given back.</summary>
        public void End()
        {
            connection.Dispose();
            foreach (var greenlet in _running.Values) greenlet.Kill();
            foreach (var giveBack in _unreceived.Values) giveBack();
            _running.Clear();
            _unreceived.Clear();
        }

        [Coroutine]
        private IEnumerator<Yield> Run(long number, byte operation, FrameReader argument)
        {
            var answer = new SharedAnswer();
            var kind = AnswerKind.Done;
            var message = "";
            try
            {
                target.Serve(operation, argument, answer).Await();
            }
            catch (QueueShutDownException)
            {
                kind = AnswerKind.ShutDown;
            }
            catch (QueueEmptyException)
            {
                kind = AnswerKind.Empty;
            }
            catch (QueueFullException)
            {
                kind = AnswerKind.Full;
            }
            catch (Exception exception)
            {
                var text = FailureText.Of(exception);
                (kind, message) = (AnswerKind.Failed, $"{text.Type}: {text.Message}");
            }

            if (!_running.Remove(number) || connection.IsClosed)
            {
                answer.GiveBack?.Invoke();
                yield break;
            }

            if (answer.GiveBack is { } giveBack) _unreceived.Add(number, giveBack);
            var frame = connection.Begin(FrameKind.Answer);
            frame.WriteInt64(number);
            frame.WriteByte((byte)kind);
            if (kind == AnswerKind.Failed) frame.WriteText(message);
            else frame.WriteBytes(answer.Output.Written.Span);
            connection.End();
        }
    }
}
