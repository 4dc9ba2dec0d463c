namespace CoroutineDsl.Jobs;

/// <summary>The worker's side of its channel: takes offers, runs them one after the other (or as many at a time as it was told), sends the outcomes.</summary>
internal sealed partial class WorkerSession(WorkerSettings settings) : IFrameHandler
{
    private readonly CoQueue<Offer> _offers = new();
    private readonly List<Offer> _running = [];
    private readonly Dictionary<int, KnownJob> _jobs = [];
    private readonly ClaimTable _claims = ClaimTable.Open(settings.ClaimsPath);
    private Connection? _channel;

    /// <summary>Whether the parent was there.</summary>
    public bool HasConnected => _channel is not null;

    /// <exception cref="IOException">The parent is gone.</exception>
    [Coroutine]
    public IEnumerator<Yield> Serve()
    {
        _channel = Hello.Connect(settings.Address, settings.Token, Purpose.Worker, settings.Number).Await();
        GroupMember.Attach(_channel);
        var runners = new Greenlet[settings.Concurrency];
        for (var i = 0; i < runners.Length; i++) runners[i] = Greenlet.Spawn(RunOffers(), "jobs");
        Greenlet.Spawn(Listen(), "jobs receive");
        Greenlet.JoinAll(runners).Await();
        _channel.Flush().Await();
        _channel.Dispose();
        yield break;
    }

    void IFrameHandler.Handle(FrameKind kind, ReadOnlyMemory<byte> payload)
    {
        var reader = new FrameReader(payload);
        switch (kind)
        {
            case FrameKind.Define:
                _jobs.Add(reader.ReadInt32(), new(reader.ReadText(), reader.ReadText(), reader.ReadInt32()));
                break;
            case FrameKind.Offer:
                _offers.PutNoWait(new(reader.ReadInt32(), reader.ReadInt64(), reader.ReadInt32(), reader.Rest.ToArray()));
                break;
            case FrameKind.Cancel:
                var sequence = reader.ReadInt64();
                _running.Find(offer => offer.Sequence == sequence)?.Cancel();
                break;
            case FrameKind.Stop:
                GroupMember.RequestStop();
                break;
            case FrameKind.Close:
                _offers.ShutDown();
                break;
        }
    }

    [Coroutine]
    private IEnumerator<Yield> Listen()
    {
        _channel!.Receive(this).Await();

        // the parent is gone: what is being done ends, nothing is begun
        _offers.ShutDown(immediate: true);
        GroupMember.RequestStop();
        foreach (var offer in _running) offer.Cancel();
        yield break;
    }

    [Coroutine]
    private IEnumerator<Yield> RunOffers()
    {
        var outcomes = new FrameWriter();
        while (true)
        {
            Offer offer;
            try
            {
                offer = _offers.Get().Await();
            }
            catch (QueueShutDownException)
            {
                yield break;
            }

            if (!_claims.TryClaim(offer.Slot, offer.Sequence)) continue;
            _running.Add(offer);
            outcomes.Clear();
            var calls = new FrameReader(offer.Calls);
            for (var i = 0; i < offer.Count; i++)
            {
                var number = calls.ReadInt32();
                var arguments = calls.ReadBytes();
                RunCall(offer, number, arguments, outcomes).Await();
            }

            _running.Remove(offer);
            var frame = _channel!.Begin(FrameKind.Outcome);
            frame.WriteInt32(offer.Slot);
            frame.WriteInt64(offer.Sequence);
            outcomes.Written.Span.CopyTo(frame.GetSpan(outcomes.Length));
            frame.Advance(outcomes.Length);
            _channel.End();
        }
    }

    [Coroutine]
    private IEnumerator<Yield> RunCall(Offer offer, int number, ReadOnlyMemory<byte> arguments, FrameWriter outcomes)
    {
        var start = outcomes.Length;
        outcomes.WriteByte((byte)OutcomeKind.Value);
        var place = outcomes.BeginBlock();
        var call = new Call(_jobs[number], arguments, outcomes);
        if (!offer.IsCancelled)
        {
            offer.Current = Greenlet.Spawn(call.Run(), "job");
            offer.Current.Join().Await();
        }

        if (call.IsDone)
        {
            outcomes.EndBlock(place);
            yield break;
        }

        outcomes.Truncate(start);
        Write(outcomes, call.Failure, offer.IsCancelled);
    }

    private static void Write(FrameWriter outcomes, Exception? failure, bool isCancelled)
    {
        outcomes.WriteByte((byte)(isCancelled ? OutcomeKind.Killed : OutcomeKind.Failure));
        var place = outcomes.BeginBlock();
        var text = failure is null ? new(typeof(GreenletExit).FullName!, "The job was killed in its worker.", "") : FailureText.Of(failure);
        outcomes.WriteText(text.Type);
        outcomes.WriteText(text.Message);
        outcomes.WriteText(text.Stack);
        outcomes.EndBlock(place);
    }

    /// <summary>Calls that were offered together.</summary>
    private sealed record Offer(int Slot, long Sequence, int Count, byte[] Calls)
    {
        public Greenlet? Current { get; set; }

        public bool IsCancelled { get; private set; }

        public void Cancel()
        {
            IsCancelled = true;
            Current?.Kill();
        }
    }

    /// <summary>A job that the parent has given a number.</summary>
    private sealed record KnownJob(string Assembly, string Name, int Version)
    {
        private JobDefinition? _definition;

        public JobDefinition Definition
        {
            get
            {
                if (_definition is not null) return _definition;
                JobRegistry.Load(Assembly);
                return _definition = JobRegistry.Get(Name, Version);
            }
        }
    }

    /// <summary>One call, in a greenlet of its own.</summary>
    private sealed partial class Call(KnownJob job, ReadOnlyMemory<byte> arguments, FrameWriter output)
    {
        public bool IsDone { get; private set; }

        public Exception? Failure { get; private set; }

        [Coroutine]
        public IEnumerator<Yield> Run()
        {
            try
            {
                var definition = job.Definition;
                definition.Execute(arguments, new JobWriter(output, definition.Serializer)).Await();
                IsDone = true;
            }
            catch (Exception exception)
            {
                Failure = exception;
            }

            yield break;
        }
    }
}
