namespace CoroutineDsl.Jobs;

/// <summary>A worker of a pool: what it has been offered.</summary>
internal sealed class PoolWorker
{
    /// <summary>How many offers a worker has beside those that it runs, so that it need not wait for the next. Those that it has not begun are taken back when another has nothing to do.</summary>
    private const int Ahead = 15;

    /// <summary>When it has so many left it is given more: several offers then go out together, where one by one each would be a call of the system in both processes.</summary>
    private const int AheadAtLeast = 7;

    private readonly WorkerProcess _process;
    private readonly int _concurrency;
    private readonly int? _maxJobs;
    private readonly Chunk?[] _slots;
    private readonly Stack<int> _free;
    private readonly Dictionary<JobDefinition, int> _definitions = [];
    private long _lastSequence;
    private int _calls;
    private bool _isFilling = true;

    public PoolWorker(WorkerProcess process, int concurrency, int? maxJobs)
    {
        (_process, _concurrency, _maxJobs) = (process, concurrency, maxJobs);
        _slots = new Chunk?[WindowOf(concurrency)];
        _free = new(Enumerable.Range(0, _slots.Length));
    }

    /// <summary>How many offers a worker has at most.</summary>
    public static int WindowOf(int concurrency) => concurrency + Ahead;

    public WorkerProcess Process => _process;

    public bool IsReady { get; set; }

    /// <summary>It has been told to end.</summary>
    public bool IsClosing { get; private set; }

    /// <summary>How many offers it has.</summary>
    public int Load { get; private set; }

    /// <summary>Since when it has had none: a time stamp of the hub's clock.</summary>
    public long IdleSince { get; set; }

    public bool IsIdle => IsReady && !IsClosing && Load == 0;

    /// <summary>It has run as many jobs as it may.</summary>
    public bool IsSpent => _calls >= _maxJobs;

    public bool CanTake(Chunk chunk) => IsReady && !IsClosing && _isFilling && (_maxJobs is null || _calls == 0 || _calls + chunk.Calls.Length <= _maxJobs);

    /// <exception cref="Exception">An argument cannot be serialised; nothing has been offered.</exception>
    public void Offer(Chunk chunk)
    {
        foreach (var call in chunk.Calls) Define(call.Job.Definition);
        var slot = _free.Peek();
        var frame = _process.Channel!.Begin(FrameKind.Offer);
        try
        {
            frame.WriteInt32(slot);
            frame.WriteInt64(++_lastSequence);
            frame.WriteInt32(chunk.Calls.Length);
            foreach (var call in chunk.Calls)
            {
                frame.WriteInt32(_definitions[call.Job.Definition]);
                var place = frame.BeginBlock();
                call.Job.Write(frame);
                frame.EndBlock(place);
            }
        }
        catch
        {
            _process.Channel.Discard();
            throw;
        }

        (chunk.Worker, chunk.Slot, chunk.Sequence) = (this, slot, _lastSequence);
        _slots[_free.Pop()] = chunk;
        if (++Load == _slots.Length) _isFilling = false;
        _calls += chunk.Calls.Length;
        _process.Claims.Offer(slot, _lastSequence);
        _process.Channel.End();
    }

    /// <summary>Takes an offer back that it has not begun.</summary>
    public bool TryRevoke(Chunk chunk)
    {
        if (!_process.Claims.TryRevoke(chunk.Slot, chunk.Sequence)) return false;
        _calls -= chunk.Calls.Length;
        Forget(chunk);
        return true;
    }

    /// <summary>Takes the last offer back, if it has not begun it: those before it were begun before it.</summary>
    public Chunk? TryTakeBack() => _slots.OfType<Chunk>().MaxBy(chunk => chunk.Sequence) is { } last && TryRevoke(last) ? last : null;

    public void Cancel(Chunk chunk)
    {
        _process.Channel!.Begin(FrameKind.Cancel).WriteInt64(chunk.Sequence);
        _process.Channel.End();
    }

    public void Close()
    {
        IsClosing = true;
        _process.Channel!.Send(FrameKind.Close);
    }

    /// <summary>The chunk that an outcome is for.</summary>
    public Chunk? Take(int slot, long sequence)
    {
        if ((uint)slot >= _slots.Length || _slots[slot] is not { } chunk || chunk.Sequence != sequence) return null;
        Forget(chunk);
        return chunk;
    }

    /// <summary>All that it has been offered.</summary>
    public Chunk[] TakeAll()
    {
        Chunk[] chunks = [.. _slots.OfType<Chunk>().OrderBy(chunk => chunk.Sequence)];
        foreach (var chunk in chunks) Forget(chunk);
        return chunks;
    }

    private void Forget(Chunk chunk)
    {
        _slots[chunk.Slot] = null;
        _free.Push(chunk.Slot);
        chunk.Worker = null;
        if (--Load <= _concurrency + AheadAtLeast) _isFilling = true;
    }

    private void Define(JobDefinition definition)
    {
        if (!_definitions.TryAdd(definition, _definitions.Count)) return;
        var frame = _process.Channel!.Begin(FrameKind.Define);
        frame.WriteInt32(_definitions[definition]);
        frame.WriteText(definition.Assembly.GetName().Name!);
        frame.WriteText(definition.Name);
        frame.WriteInt32(definition.Version);
        _process.Channel.End();
    }
}
