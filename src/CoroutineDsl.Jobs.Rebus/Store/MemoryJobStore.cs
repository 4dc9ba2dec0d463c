namespace CoroutineDsl.Jobs;

/// <summary>The store of a process that has no other. What has ended is remembered up to a number.</summary>
internal sealed class MemoryJobStore(TimeProvider time) : IJobStore
{
    private const int MaxEnded = 10_000;

    private readonly Lock _gate = new();
    private readonly Dictionary<string, Entry> _jobs = [];
    private readonly Dictionary<string, string> _keys = [];
    private readonly Dictionary<string, DateTimeOffset> _turns = [];
    private readonly Dictionary<string, DateTimeOffset> _due = [];
    private readonly Queue<(string Id, DateTimeOffset Until)> _ended = new();
    private readonly HashSet<int> _workers = [];
    private int _leader;
    private int _lastWorker;

    public Task<IWorkerLease> Join(CancellationToken token)
    {
        lock (_gate)
        {
            _workers.Add(++_lastWorker);
            return Task.FromResult<IWorkerLease>(new Lease(this, _lastWorker));
        }
    }

    public Task<BeginAnswer> Begin(BeginRequest request)
    {
        lock (_gate) return Task.FromResult(BeginLocked(request));
    }

    public Task GiveBack(string id) => Change(id, entry => entry.Info = entry.Info with { State = JobState.Waiting, Attempts = entry.Info.Attempts - 1 });

    public Task Fail(string id, string error) => Change(id, entry => entry.Info = entry.Info with { State = JobState.Waiting, Error = error });

    public Task End(string id, string? key, JobState state, ReadOnlyMemory<byte> result, string? error, TimeSpan keep) => Change(id, entry =>
    {
        var now = time.GetUtcNow();
        entry.Info = entry.Info with { State = state, Result = result, Error = error, Ended = now, Progress = state == JobState.Done ? 1 : entry.Info.Progress };
        if (state is JobState.Failed or JobState.Cancelled) Free(id, key);
        if (state == JobState.Failed) return; // remembered while it is in the error queue
        _ended.Enqueue((id, now + keep));
        if (_ended.Count > MaxEnded) Forget(_ended.Dequeue().Id);
    });

    public Task Skip(BeginRequest request, JobState state, TimeSpan keep)
    {
        lock (_gate)
        {
            if (!_jobs.TryGetValue(request.Id, out var entry)) _jobs.Add(request.Id, entry = new(new(request.Id, request.Name, state)));
            entry.Info = entry.Info with { Name = request.Name, Version = request.Version };
        }

        return End(request.Id, state == JobState.Cancelled ? request.Key : null, state, default, null, keep);
    }

    public Task Report(IReadOnlyList<ProgressReport> reports)
    {
        foreach (var (id, progress, note) in reports) Change(id, entry => entry.Info = entry.Info with { Progress = progress ?? entry.Info.Progress, Note = note ?? entry.Info.Note });
        return Task.CompletedTask;
    }

    public Task<IReadOnlyList<string>> Cancelled(int worker)
    {
        lock (_gate)
            return Task.FromResult<IReadOnlyList<string>>([.. _jobs.Where(job => job.Value.IsCancelled && job.Value.Worker == worker && job.Value.Info.State == JobState.Running).Select(job => job.Key)]);
    }

    public Task<bool> Cancel(string id, TimeSpan? keep)
    {
        lock (_gate)
        {
            if (!_jobs.TryGetValue(id, out var entry))
            {
                _jobs.Add(id, entry = new(new(id, "", JobState.Waiting)));
                if (keep is { } limit) _ended.Enqueue((id, time.GetUtcNow() + limit));
            }

            entry.IsCancelled |= !entry.Info.HasEnded;
            return Task.FromResult(!entry.Info.HasEnded);
        }
    }

    public Task<JobInfo?> Find(string id)
    {
        lock (_gate) return Task.FromResult(_jobs.GetValueOrDefault(id)?.Info is { Name.Length: > 0 } info ? info : null);
    }

    public Task<IReadOnlyList<JobInfo>> List(JobState? state, int max)
    {
        lock (_gate) return Task.FromResult<IReadOnlyList<JobInfo>>([.. _jobs.Values.Select(entry => entry.Info).Where(info => info.Name.Length > 0 && (state is null || info.State == state)).Take(max)]);
    }

    public Task<IReadOnlyDictionary<JobState, int>> Count()
    {
        lock (_gate) return Task.FromResult<IReadOnlyDictionary<JobState, int>>(_jobs.Values.GroupBy(entry => entry.Info.State).ToDictionary(group => group.Key, group => group.Count()));
    }

    public Task<int> Forget(JobState state)
    {
        lock (_gate)
        {
            string[] all = [.. _jobs.Where(job => job.Value.Info.State == state).Select(job => job.Key)];
            foreach (var id in all) Forget(id);
            return Task.FromResult(all.Length);
        }
    }

    public Task ForgetWaiting(IReadOnlyList<string> ids)
    {
        lock (_gate)
        {
            foreach (var id in ids)
            {
                if (_jobs.GetValueOrDefault(id)?.Info.State == JobState.Waiting) Forget(id);
            }
        }

        return Task.CompletedTask;
    }

    public Task ForgetOld()
    {
        lock (_gate)
        {
            while (_ended.TryPeek(out var oldest) && oldest.Until < time.GetUtcNow()) Forget(_ended.Dequeue().Id);
        }

        return Task.CompletedTask;
    }

    public Task<DateTimeOffset?> LastDue(string name)
    {
        lock (_gate) return Task.FromResult(_due.TryGetValue(name, out var last) ? (DateTimeOffset?)last : null);
    }

    public Task SetLastDue(string name, DateTimeOffset time)
    {
        lock (_gate) _due[name] = time;
        return Task.CompletedTask;
    }

    /// <summary>A job leaves the error queue to be tried again.</summary>
    public void Reset(string id) => Change(id, entry =>
    {
        entry.Info = entry.Info with { State = JobState.Waiting, Attempts = 0, Lost = 0, Ended = null };
        entry.IsCancelled = false;
    });

    public ValueTask DisposeAsync() => default;

    private BeginAnswer BeginLocked(BeginRequest request)
    {
        var entry = _jobs.GetValueOrDefault(request.Id);
        var answer = Attempts.Decide(entry?.Info, entry is not null && _workers.Contains(entry.Worker), entry?.IsCancelled == true, request.IsAlone);
        if (answer.Kind == BeginKind.Lost) entry!.Info = entry.Info with { State = JobState.Waiting, Lost = answer.Lost };
        if (answer.Kind != BeginKind.Run) return answer;
        if (request.Key is { } key && _keys.TryGetValue(key, out var other) && other != request.Id && _jobs.TryGetValue(other, out var first))
            return new(BeginKind.Duplicate) { Info = first.Info };
        if (request.MaxConcurrency is { } most && _jobs.Values.Count(job => job.Info.State == JobState.Running && job.Info.Name == request.Name && _workers.Contains(job.Worker)) >= most)
            return new(BeginKind.Full);
        if (request is { MaxRate: { } rate, HasTurn: false } && Turn(request.Name, rate) is { } wait && wait > TimeSpan.Zero) return new(BeginKind.Later) { Wait = wait };
        if (request.Key is not null) _keys[request.Key] = request.Id;
        if (entry is null) _jobs.Add(request.Id, entry = new(new(request.Id, request.Name, JobState.Running)));
        entry.Worker = request.Worker;
        entry.Info = entry.Info with
        {
            Name = request.Name, Version = request.Version, State = JobState.Running, Attempts = answer.Attempts, Key = request.Key, Begun = time.GetUtcNow(),
        };
        return answer;
    }

    /// <summary>Takes the next place in the rate: how long until then.</summary>
    private TimeSpan Turn(string name, double rate)
    {
        var now = time.GetUtcNow();
        var turn = _turns.TryGetValue(name, out var next) && next > now ? next : now;
        _turns[name] = turn + TimeSpan.FromSeconds(1 / rate);
        return turn - now;
    }

    private Task Change(string id, Action<Entry> change)
    {
        lock (_gate)
        {
            if (_jobs.TryGetValue(id, out var entry)) change(entry);
        }

        return Task.CompletedTask;
    }

    private void Forget(string id)
    {
        if (_jobs.Remove(id, out var entry)) Free(id, entry.Info.Key);
    }

    private void Free(string id, string? key)
    {
        if (key is not null && _keys.GetValueOrDefault(key) == id) _keys.Remove(key);
    }

    private sealed class Entry(JobInfo info)
    {
        public JobInfo Info { get; set; } = info;

        public int Worker { get; set; }

        public bool IsCancelled { get; set; }
    }

    private sealed class Lease(MemoryJobStore store, int number) : IWorkerLease
    {
        public int Number => number;

        public Task Keep(CancellationToken token) => Task.CompletedTask;

        public Task<bool> TryLead(CancellationToken token)
        {
            lock (store._gate)
            {
                if (store._leader == 0) store._leader = number;
                return Task.FromResult(store._leader == number);
            }
        }

        public ValueTask DisposeAsync()
        {
            lock (store._gate)
            {
                store._workers.Remove(number);
                if (store._leader == number) store._leader = 0;
            }

            return default;
        }
    }
}
