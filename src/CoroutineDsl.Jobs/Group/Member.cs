namespace CoroutineDsl.Jobs;

/// <summary>One process of a group.</summary>
internal sealed class Member : IWorkerOwner
{
    private readonly ProcessGroup _group;
    private readonly Job _job;
    private readonly WorkerProcess _process;

    public Member(ProcessGroup group, Job job, TimeSpan startTimeout)
    {
        (_group, _job) = (group, job);
        _process = new(this, 1, startTimeout);
    }

    public int Id => _process.Id;

    public bool IsServing { get; private set; }

    public bool IsStopping { get; private set; }

    public bool HasEnded { get; private set; }

    /// <summary>Set when it serves, and when it has ended.</summary>
    public CoEvent Changed { get; } = new();

    public CoEvent HasEndedEvent { get; } = new();

    public WorkerLostException Lost => _process.Lost("A process of the group ended.");

    public void Kill() => _process.Kill();

    public void KillAndRelease() => _process.KillAndRelease();

    public void Stop()
    {
        if (IsStopping) return;
        IsStopping = true;
        if (_process.Channel is not { } channel)
        {
            Kill();
            return;
        }

        channel.Send(FrameKind.Stop);
        channel.Send(FrameKind.Close);
    }

    void IWorkerOwner.Ready(WorkerProcess worker)
    {
        new PoolWorker(worker, 1, null).Offer(new([new PlainCall(_job, new SingleSink<bool>())]));
    }

    void IWorkerOwner.Handle(WorkerProcess worker, FrameKind kind, ReadOnlyMemory<byte> payload)
    {
        if (kind == FrameKind.Ready)
        {
            IsServing = true;
            Changed.Set();
            _group.Log($"process {Id} serves");
        }
        else if (kind == FrameKind.Outcome)
        {
            LogFailure(new(payload));
            if (!IsStopping) worker.Channel!.Send(FrameKind.Close);
        }
    }

    void IWorkerOwner.Ended(WorkerProcess worker)
    {
        worker.Claims.Dispose();
        HasEnded = true;
        Changed.Set();
        HasEndedEvent.Set();
        _group.Ended(this);
    }

    private void LogFailure(FrameReader outcome)
    {
        _ = (outcome.ReadInt32(), outcome.ReadInt64());
        if ((OutcomeKind)outcome.ReadByte() == OutcomeKind.Value) return;
        var failure = new FrameReader(outcome.ReadBytes());
        _group.Log($"process {Id}: the job failed: {failure.ReadText()}: {failure.ReadText()}\n{failure.ReadText()}");
    }
}
