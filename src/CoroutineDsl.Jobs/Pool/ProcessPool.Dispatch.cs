namespace CoroutineDsl.Jobs;

public sealed partial class ProcessPool
{
    /// <exception cref="ObjectDisposedException">The pool is closed.</exception>
    private Chunk Submit(Chunk chunk)
    {
        _hub.CheckThread();
        ObjectDisposedException.ThrowIf(IsClosed, this);
        Count += chunk.Calls.Length;
        _pending.AddLast(chunk);
        Pump();
        return chunk;
    }

    /// <summary>Gives what waits to the workers that have least, starts those that are missing, and lets those go that are not needed any more.</summary>
    private void Pump()
    {
        while (_pending.First?.Value is { } chunk && LeastLoaded(chunk) is { } worker)
        {
            _pending.RemoveFirst();
            try
            {
                worker.Offer(chunk);
            }
            catch (Exception exception)
            {
                Fail(chunk, exception);
            }
        }

        if (_pending.Count == 0) Balance();
        foreach (var worker in _workers)
        {
            if (worker.IsIdle && (worker.IsSpent || (_pending.Count > 0 && !worker.CanTake(_pending.First!.Value)) || (IsClosed && Count == 0))) worker.Close();
        }

        while (!_isTerminated && _workers.Count < Size && _workers.Count < Wanted() && TryStartWorker())
        {
            // until there are enough
        }
    }

    /// <summary>One worker for each job, as long as there may be more.</summary>
    private int Wanted()
    {
        var wanted = _pending.Count;
        foreach (var worker in _workers) wanted += worker.IsClosing ? 1 : worker.Load;
        return wanted;
    }

    private PoolWorker? LeastLoaded(Chunk chunk)
    {
        PoolWorker? least = null;
        foreach (var worker in _workers)
        {
            if (worker.CanTake(chunk) && (least is null || worker.Load < least.Load)) least = worker;
        }

        return least;
    }

    /// <summary>Who has nothing to do takes what another has not begun.</summary>
    private void Balance()
    {
        foreach (var idle in _workers)
        {
            if (!idle.IsIdle || _workers.MaxBy(worker => worker.Load) is not { Load: > 1 } busiest) continue;
            if (busiest.TryTakeBack() is not { } chunk) continue;
            (idle.CanTake(chunk) ? idle : busiest).Offer(chunk);
        }
    }

    /// <summary>Where none can be started those that are there do the work; where there are none, the work fails.</summary>
    private bool TryStartWorker()
    {
        PoolWorker worker;
        try
        {
            worker = new(new(_owner, Options.Concurrency, Options.StartTimeout), Options.Concurrency, Options.MaxJobsPerWorker);
        }
        catch (Exception exception)
        {
            if (_workers.Count == 0) FailPending(exception);
            return false;
        }

        _workers.Add(worker);
        _allEnded.Clear();
        if (_hasReaper || Options.IdleTime == Timeout.InfiniteTimeSpan) return true;
        _hasReaper = true;
        Greenlet.Spawn(EndIdle(), "jobs idle");
        return true;
    }

    private PoolWorker Of(WorkerProcess process) => _workers.Find(worker => worker.Process == process)!;

    private void Complete(WorkerProcess process, ReadOnlyMemory<byte> payload)
    {
        var reader = new FrameReader(payload);
        var worker = Of(process);
        if (worker.Take(reader.ReadInt32(), reader.ReadInt64()) is not { } chunk) throw new InvalidDataException("An outcome of what was not offered.");
        worker.IdleSince = _hub.Time.GetTimestamp();
        Count -= chunk.Calls.Length;
        chunk.Complete(reader);
        Pump();
    }

    private void Ended(WorkerProcess process)
    {
        var worker = Of(process);
        _workers.Remove(worker);
        if (worker.IsReady) _startFailures = 0;
        else if ((_startFailures += process.WasKilled ? 1 : KillsOfACrash) >= MaxStartFailures * KillsOfACrash) FailPending(process.Lost("A worker could not be started."));
        foreach (var chunk in worker.TakeAll().Reverse())
        {
            chunk.Worker = null;
            var wasBegun = !process.Claims.TryRevoke(chunk.Slot, chunk.Sequence);
            if (chunk.IsWithdrawn) End(chunk);
            else if (!wasBegun || chunk.Reruns++ < Options.MaxReruns) _pending.AddFirst(chunk);
            else Fail(chunk, process.Lost($"The process of the job {chunk.Calls[0].Job} was lost before the job was over."));
        }

        process.Claims.Dispose();
        if (_workers.Count == 0) _allEnded.Set();
        Pump();
    }

    private void FailPending(Exception exception)
    {
        Chunk[] chunks = [.. _pending];
        _pending.Clear();
        foreach (var chunk in chunks) Fail(chunk, exception);
    }

    private void Fail(Chunk chunk, Exception exception)
    {
        Count -= chunk.Calls.Length;
        chunk.Fail(exception);
    }

    private void End(Chunk chunk)
    {
        Count -= chunk.Calls.Length;
        chunk.End();
    }

    [Coroutine]
    private IEnumerator<Yield> EndIdle()
    {
        while (_workers.Count > 0)
        {
            yield return Greenlet.Sleep(Options.IdleTime);
            foreach (var worker in _workers)
            {
                if (worker.IsIdle && _hub.Time.GetElapsedTime(worker.IdleSince) >= Options.IdleTime) worker.Close();
            }
        }

        _hasReaper = false;
    }

    /// <summary>What its workers tell.</summary>
    private sealed class Owner(ProcessPool pool) : IWorkerOwner
    {
        public void Ready(WorkerProcess worker)
        {
            var ready = pool.Of(worker);
            (ready.IsReady, ready.IdleSince) = (true, pool._hub.Time.GetTimestamp());
            pool.Pump();
        }

        public void Handle(WorkerProcess worker, FrameKind kind, ReadOnlyMemory<byte> payload)
        {
            if (kind == FrameKind.Outcome) pool.Complete(worker, payload);
        }

        public void Ended(WorkerProcess worker) => pool.Ended(worker);
    }
}
