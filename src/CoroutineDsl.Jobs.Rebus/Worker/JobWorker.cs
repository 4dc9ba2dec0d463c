using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Rebus.Bus;

namespace CoroutineDsl.Jobs;

/// <summary>
/// Takes jobs from a queue and runs them, each in a greenlet, on a group of hubs. It begins when it is made. Celery's worker with <c>-P gevent</c>; on the engine of Rebus.
/// </summary>
/// <remarks>
/// <para>A job is run at least once. Its message is taken away when it has ended; a worker that is lost gives it to another. Its attempts are counted in the store before it runs, so that a job that
/// kills its worker ends in the error queue. One that was in two lost workers runs with nothing beside it, so that it takes no other job with it.</para>
/// <para>For any thread. The jobs are those that this program has.</para>
/// </remarks>
public sealed partial class JobWorker : IDisposable, IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, JobRun> _running = new();
    private readonly ConcurrentDictionary<string, ProgressReport> _progress = new();
    private readonly ConcurrentDictionary<string, PeriodicJob> _periodic = new();
    private readonly CancellationTokenSource _stopping = new();
    private readonly AloneGate _gate = new();
    private readonly JobBroker _broker;
    private readonly JobQueue _queue;
    private readonly HubGroup _hubs;
    private readonly ILogger _log;
    private readonly Task _life;
    private IWorkerLease? _lease;
    private IBus? _bus;
    private Task? _stopped;
    private long _stopBy = long.MaxValue;
    private int _inside;
    private volatile bool _isPaused;

    /// <summary>Begins to take jobs.</summary>
    /// <param name="concurrency">How many jobs run at a time. On PostgreSQL each holds a transaction, and so a connection.</param>
    /// <param name="options">Which queue, and how they run.</param>
    /// <exception cref="ArgumentOutOfRangeException">The concurrency is not positive, or on PostgreSQL larger than the connection pool.</exception>
    public JobWorker(int concurrency = 10, JobWorkerOptions? options = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(concurrency);
        Concurrency = concurrency;
        Options = options ?? new();
        _log = Options.LoggerFactory?.CreateLogger<JobWorker>() ?? (ILogger)NullLogger.Instance;
        _broker = JobBroker.Open(Options);
        _broker.CheckConcurrency(concurrency);
        _queue = new(Options);
        _hubs = new(Options.Hubs, Options.HubOptions);
        _life = Task.Run(Live);
    }

    /// <summary>How many jobs run at a time.</summary>
    public int Concurrency { get; }

    /// <summary>Which queue, and how they run.</summary>
    public JobWorkerOptions Options { get; }

    /// <summary>How many jobs run now.</summary>
    public int RunningCount => _running.Count;

    /// <summary>Takes no further jobs, until <see cref="Start"/>. Those that run go on.</summary>
    public void Pause()
    {
        _isPaused = true;
        _bus?.Advanced.Workers.SetNumberOfWorkers(0);
    }

    /// <summary>Takes jobs again.</summary>
    /// <exception cref="ObjectDisposedException">It has been stopped.</exception>
    public void Start()
    {
        ObjectDisposedException.ThrowIf(_stopping.IsCancellationRequested, this);
        _isPaused = false;
        _bus?.Advanced.Workers.SetNumberOfWorkers(1);
    }

    /// <summary>Takes no further jobs, lets those that run end, and kills and gives back those that have not within the time. What was given back does not count as an attempt.</summary>
    /// <param name="timeout">How long they may go on; <see cref="JobWorkerOptions.StopTimeout"/> unless given. Of several calls the one that leaves the least time holds.</param>
    /// <exception cref="ArgumentOutOfRangeException">The timeout is negative.</exception>
    public Suspension Stop(TimeSpan? timeout = null)
    {
        var limit = timeout ?? Options.StopTimeout;
        TimeoutArgument.Check(timeout);
        return Coroutine.Cancellable(_ => StopAsync(limit));
    }

    /// <summary>Sends a job again and again, as long as this worker or another that says the same is there: one of them does it.</summary>
    /// <param name="cron">When: five fields, or six with the seconds first, as Cronos reads them; in UTC.</param>
    /// <param name="job">The job.</param>
    /// <param name="name">What the schedule is called; the name of the job unless given. Where one is given again, it replaces the first.</param>
    /// <exception cref="FormatException">The expression is none.</exception>
    public void Every(string cron, Job job, string? name = null)
    {
        ArgumentNullException.ThrowIfNull(job);
        _periodic[name ?? job.Name] = new(name ?? job.Name, cron, job);
    }

    /// <summary><see cref="Stop"/> without a time for the jobs that run, and without waiting for more than <see cref="JobWorkerOptions.KillGrace"/>.</summary>
    public void Dispose() => StopAsync(TimeSpan.Zero).Wait(Options.KillGrace + TimeSpan.FromSeconds(10));

    /// <summary><see cref="Stop"/> without a time for the jobs that run, for code that is async.</summary>
    public ValueTask DisposeAsync() => new(StopAsync(TimeSpan.Zero));

    /// <summary>The queue, and how many jobs run.</summary>
    public override string ToString() => $"JobWorker {Options.Name} ({RunningCount} of {Concurrency} run)";

    internal Task StopAsync(TimeSpan timeout)
    {
        lock (_stopping)
        {
            Volatile.Write(ref _stopBy, Math.Min(_stopBy, After(timeout)));
            return _stopped ??= Task.Run(StopAll);
        }
    }

    private async Task StopAll()
    {
        _isPaused = true;
        _bus?.Advanced.Workers.SetNumberOfWorkers(0);
        if (!await IsOver(() => Volatile.Read(ref _stopBy)))
        {
            LogKilled(_running.Count);
            foreach (var run in _running.Values) run.Kill(KillReason.Stopped);
        }

        await _stopping.CancelAsync(); // who waits for the database waits no longer
        var grace = After(Options.KillGrace);
        if (!await IsOver(() => grace)) LogLeft(_running.Count);
        await _life;
        if (_lease is not null) await _lease.DisposeAsync();
        _bus?.Dispose();
        _queue.Dispose();
        _hubs.Stop();
        _hubs.Join(TimeSpan.FromSeconds(1));
        await _broker.DisposeAsync();
    }

    /// <summary>When a time will have passed, in ticks of the system; never, where it has no bound.</summary>
    private static long After(TimeSpan time) => time == Timeout.InfiniteTimeSpan ? long.MaxValue : Environment.TickCount64 + (long)time.TotalMilliseconds;

    /// <summary>Whether no message is in the worker any more, before a time that may be moved forward.</summary>
    private async Task<bool> IsOver(Func<long> by)
    {
        while (Volatile.Read(ref _inside) > 0)
        {
            if (Environment.TickCount64 >= by()) return false;
            await Task.Delay(10);
        }

        return true;
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "{Count} jobs run still: they are killed and given back")]
    private partial void LogKilled(int count);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Count} jobs do not let go: they are left, and run again elsewhere")]
    private partial void LogLeft(int count);
}
