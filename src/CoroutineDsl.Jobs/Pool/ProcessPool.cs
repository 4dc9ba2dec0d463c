namespace CoroutineDsl.Jobs;

/// <summary>
/// Worker processes of the same program that run jobs (<c>multiprocessing.Pool</c>, <c>concurrent.futures.ProcessPoolExecutor</c>). They start when there is work for them: each knows what it is before
/// Main, which it never enters. Their standard output is the program's own; their standard input is empty.
/// </summary>
/// <remarks>
/// <para>For the thread of the hub that made it. It works while that hub runs: while the main program or a greenlet waits.</para>
/// <para>A worker runs one job at a time unless the options say more. It gets further jobs before it is done with the first, so that it need not wait for them; those that it has not begun go to another
/// worker that has nothing to do. So a job is begun once: where its process is lost, it fails with a <see cref="WorkerLostException"/>, and those that were not begun yet go on elsewhere.</para>
/// <para>Where the wait for a job is killed or times out, the job is killed in its worker, and the wait is over when that has ended. If it has not within <see cref="ProcessPoolOptions.KillGrace"/>, its
/// process is killed.</para>
/// </remarks>
public sealed partial class ProcessPool : IDisposable
{
    /// <summary>So many processes in a row that end before they take jobs: the next would, too.</summary>
    private const int MaxStartFailures = 3;

    /// <summary>One that somebody killed says less than one that ended by itself.</summary>
    private const int KillsOfACrash = 4;

    private readonly Hub _hub = Hub.Current;
    private readonly List<PoolWorker> _workers = [];
    private readonly LinkedList<Chunk> _pending = [];
    private readonly CoEvent _allEnded = new();
    private readonly Owner _owner;
    private int _startFailures;
    private bool _hasReaper;
    private bool _isTerminated;

    /// <summary>Makes a pool without processes.</summary>
    /// <param name="size">How many processes it has at most; one a core unless given.</param>
    /// <param name="options">How it works.</param>
    /// <exception cref="ArgumentOutOfRangeException">The size or a number of the options is not positive.</exception>
    public ProcessPool(int? size = null, ProcessPoolOptions? options = null)
    {
        Size = size ?? Environment.ProcessorCount;
        Options = options ?? new();
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(Size, nameof(size));
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(Options.Concurrency, nameof(options));
        ArgumentOutOfRangeException.ThrowIfNegative(Options.MaxReruns, nameof(options));
        if (Options.MaxJobsPerWorker is { } max) ArgumentOutOfRangeException.ThrowIfNegativeOrZero(max, nameof(options));
        if (Options.IdleTime != Timeout.InfiniteTimeSpan) ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(Options.IdleTime, TimeSpan.Zero, nameof(options));
        _owner = new(this);
        _allEnded.Set();
    }

    /// <summary>How many processes it has at most.</summary>
    public int Size { get; }

    /// <summary>How it works.</summary>
    public ProcessPoolOptions Options { get; }

    /// <summary>Whether it takes no more jobs.</summary>
    public bool IsClosed { get; private set; }

    /// <summary>How many jobs have been given to it and are not over.</summary>
    public int Count { get; private set; }

    /// <summary>The processes that it has now.</summary>
    public IReadOnlyList<int> ProcessIds => [.. _workers.Select(worker => worker.Process.Id)];

    /// <summary>Runs a job in a worker and waits for its end.</summary>
    /// <param name="job">The call: <c>MJob(args)</c>.</param>
    /// <param name="timeout">How long to wait at most.</param>
    /// <exception cref="JobFailedException">It failed there (from the wait).</exception>
    /// <exception cref="WorkerLostException">Its process ended first (from the wait).</exception>
    /// <exception cref="TimeoutException">The time is over; the job has been ended (from the wait).</exception>
    /// <exception cref="ObjectDisposedException">The pool is closed (from the wait).</exception>
    /// <exception cref="ArgumentOutOfRangeException">The timeout is negative.</exception>
    public Suspension Run(Job job, TimeSpan? timeout = null)
    {
        ArgumentNullException.ThrowIfNull(job);
        TimeoutArgument.Check(timeout);
        return RunPlainCoroutine(job, timeout).AsSuspension();
    }

    /// <summary>Runs a job in a worker and waits for its result.</summary>
    /// <inheritdoc cref="Run(Job, TimeSpan?)"/>
    public Suspension<T> Run<T>(Job<T> job, TimeSpan? timeout = null)
    {
        ArgumentNullException.ThrowIfNull(job);
        TimeoutArgument.Check(timeout);
        return RunValueCoroutine(job, timeout).AsSuspension();
    }

    /// <summary>Gives a job to the workers, for a greenlet that waits for it (<c>apply_async</c>, <c>submit</c>): killing that kills the job.</summary>
    /// <inheritdoc cref="Run(Job, TimeSpan?)" path="/param"/>
    /// <exception cref="ObjectDisposedException">The pool is closed.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The timeout is negative.</exception>
    public Greenlet Start(Job job, TimeSpan? timeout = null)
    {
        ArgumentNullException.ThrowIfNull(job);
        TimeoutArgument.Check(timeout);
        var sink = new SingleSink<bool>();
        return SpawnWait(Submit(new([new PlainCall(job, sink)])), sink, job, timeout);
    }

    /// <inheritdoc cref="Start(Job, TimeSpan?)"/>
    public Greenlet<T> Start<T>(Job<T> job, TimeSpan? timeout = null)
    {
        ArgumentNullException.ThrowIfNull(job);
        TimeoutArgument.Check(timeout);
        var sink = new SingleSink<T>();
        return SpawnWait(Submit(new([new JobCall<T>(job, 0, sink)])), sink, job, timeout);
    }

    /// <summary>Takes no more jobs; what has been given is done, and then the processes end.</summary>
    public void Close()
    {
        _hub.CheckThread();
        IsClosed = true;
        Pump();
    }

    /// <summary>Waits until all jobs are done and all processes have ended: <c>true</c>, or <c>false</c> when the timeout has passed first.</summary>
    /// <param name="timeout">How long to wait at most.</param>
    /// <exception cref="InvalidOperationException">The pool has not been closed: it would not end.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The timeout is negative.</exception>
    public Suspension<bool> Join(TimeSpan? timeout = null)
    {
        if (!IsClosed) throw new InvalidOperationException("Close the pool, or terminate it, before joining it: its processes wait for jobs.");
        return _allEnded.Wait(timeout);
    }

    /// <summary>Kills all processes, and returns when they are gone. What is not over fails with a <see cref="WorkerLostException"/>.</summary>
    public void Terminate()
    {
        if (_isTerminated) return;
        if (!_hub.IsDisposed) _hub.CheckThread();
        _isTerminated = IsClosed = true;
        foreach (var worker in _workers) worker.Process.Kill();
        foreach (var worker in _workers) worker.Process.KillAndRelease();
        Chunk[] left = [.. _workers.SelectMany(worker => worker.TakeAll()), .. _pending];
        _workers.Clear();
        _pending.Clear();
        foreach (var chunk in left) Fail(chunk, new WorkerLostException("The pool was terminated before the job was over."));
        _allEnded.Set();
    }

    /// <summary>The same as <see cref="Terminate"/>.</summary>
    public void Dispose() => Terminate();

    /// <summary>How many processes and jobs it has.</summary>
    public override string ToString() => $"ProcessPool ({_workers.Count} of {Size} processes, {Count} jobs)";
}
