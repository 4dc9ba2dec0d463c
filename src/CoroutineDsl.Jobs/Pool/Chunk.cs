namespace CoroutineDsl.Jobs;

/// <summary>Calls that go to a worker together, are begun together and are lost together. Mostly one.</summary>
internal sealed class Chunk(JobCall[] calls)
{
    public JobCall[] Calls => calls;

    public PoolWorker? Worker { get; set; }

    public int Slot { get; set; }

    public long Sequence { get; set; }

    public int Reruns { get; set; }

    /// <summary>Nobody waits for it any more.</summary>
    public bool IsWithdrawn { get; set; }

    public bool IsOver { get; private set; }

    /// <summary>Set when it is over; made when somebody waits for that.</summary>
    public CoEvent? Ended { get; set; }

    public void End()
    {
        IsOver = true;
        Worker = null;
        Ended?.Set();
    }

    public void Fail(Exception exception)
    {
        End();
        if (IsWithdrawn) return;
        foreach (var call in calls) call.Fail(exception);
    }

    /// <summary>Takes the outcomes as the worker wrote them.</summary>
    public void Complete(FrameReader outcomes)
    {
        End();
        foreach (var call in calls)
        {
            var kind = (OutcomeKind)outcomes.ReadByte();
            var data = outcomes.ReadBytes();
            if (IsWithdrawn) continue;
            if (kind == OutcomeKind.Value) call.Succeed(data);
            else call.Fail(Failure(call, new FrameReader(data)));
        }
    }

    private static JobFailedException Failure(JobCall call, FrameReader data) => new(call.Job.ToString(), data.ReadText(), data.ReadText(), data.ReadText());
}
