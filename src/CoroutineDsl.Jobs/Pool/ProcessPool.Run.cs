namespace CoroutineDsl.Jobs;

public sealed partial class ProcessPool
{
    [Coroutine]
    private IEnumerator<Yield> RunPlain(Job job, TimeSpan? timeout)
    {
        var sink = new SingleSink<bool>();
        WaitFor(Submit(new([new PlainCall(job, sink)])), sink, job, timeout).Await();
        yield break;
    }

    [Coroutine]
    private IEnumerator<Yield<T>> RunValue<T>(Job<T> job, TimeSpan? timeout)
    {
        var sink = new SingleSink<T>();
        var result = WaitFor(Submit(new([new JobCall<T>(job, 0, sink)])), sink, job, timeout).Await();
        Coroutine.SetResult(result);
        yield break;
    }

    [Coroutine]
    private IEnumerator<Yield<T>> WaitFor<T>(Chunk chunk, SingleSink<T> sink, Job job, TimeSpan? timeout)
    {
        try
        {
            if (!sink.Result.Wait(timeout).Await()) throw new TimeoutException($"The job {job} was not done within {timeout}.");
        }
        finally
        {
            if (!chunk.IsOver) Withdraw([chunk]).Await();
        }

        Coroutine.SetResult(sink.Result.GetNoWait());
        yield break;
    }

    private Greenlet<T> SpawnWait<T>(Chunk chunk, SingleSink<T> sink, Job job, TimeSpan? timeout)
    {
        var waiting = Greenlet.Spawn(WaitFor(chunk, sink, job, timeout), job.Name);
        waiting.Link(_ =>
        {
            if (!chunk.IsOver && !chunk.IsWithdrawn) Greenlet.Spawn(Withdraw([chunk]), "jobs withdraw"); // it was killed before its first turn
        });
        return waiting;
    }

    /// <summary>Nobody waits for these any more: what has not been begun is not, what has is killed, and the wait is over when it has ended.</summary>
    [Coroutine]
    private IEnumerator<Yield> Withdraw(IReadOnlyCollection<Chunk> chunks)
    {
        var begun = new List<Chunk>();
        foreach (var chunk in chunks)
        {
            if (chunk.IsOver || chunk.IsWithdrawn) continue;
            chunk.IsWithdrawn = true;
            if (chunk.Worker is not { } worker)
            {
                _pending.Remove(chunk);
                End(chunk);
            }
            else if (worker.TryRevoke(chunk))
            {
                End(chunk);
            }
            else
            {
                chunk.Ended = new();
                worker.Cancel(chunk);
                begun.Add(chunk);
            }
        }

        Pump();
        var began = _hub.Time.GetTimestamp();
        foreach (var chunk in begun)
        {
            if (chunk.Ended!.Wait(TimeoutArgument.Left(Options.KillGrace, _hub.Time.GetElapsedTime(began))).Await()) continue;
            chunk.Worker?.Process.Kill();
            yield return chunk.Ended.Wait();
        }
    }
}
