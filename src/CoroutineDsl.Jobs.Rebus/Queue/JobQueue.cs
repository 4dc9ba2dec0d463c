using System.Collections.Concurrent;
using Rebus.Activation;
using Rebus.Bus;
using Rebus.Config;
using Rebus.Logging;
using Rebus.Messages;
using Rebus.Serialization.Json;

namespace CoroutineDsl.Jobs;

/// <summary>
/// Where jobs are sent to, for whichever <see cref="JobWorker"/> of the same name takes them: in this process, in another, on another machine. Celery's <c>delay</c> and <c>apply_async</c>.
/// </summary>
/// <remarks>
/// For any thread; each wait is cold: nothing is sent before it is awaited. The broker is connected to at the first use. A job is run at least once: a worker that is lost with it, or a database that is
/// restarted, lets it run again.
/// </remarks>
public sealed partial class JobQueue : IDisposable, IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, TaskCompletionSource<JobReply>> _requests = new();
    private readonly SemaphoreSlim _opening = new(1);
    private readonly JobBroker _broker;
    private IBus? _sender;
    private IBus? _requester;
    private bool _isDisposed;

    /// <summary>A queue in the memory of this process, or where the options say.</summary>
    /// <param name="options">Where the jobs are kept.</param>
    public JobQueue(JobQueueOptions? options = null)
    {
        Options = options ?? new();
        _broker = JobBroker.Open(Options);
    }

    /// <summary>Where the jobs are kept.</summary>
    public JobQueueOptions Options { get; }

    /// <summary>Sends a job. The value is its id.</summary>
    /// <param name="job">The job.</param>
    /// <param name="options">When it may begin, until when it is wanted, what it is the only one of.</param>
    /// <exception cref="NotSupportedException">An argument cannot be serialised (from the wait).</exception>
    public Suspension<string> Send(Job job, SendOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(job);
        return Coroutine.Cancellable(token => SendAsync(job, options, token));
    }

    /// <summary>Sends a job that begins after a time. The value is its id.</summary>
    /// <param name="job">The job.</param>
    /// <param name="delay">How long from now, at least. On PostgreSQL in whole seconds, rounded up.</param>
    /// <exception cref="ArgumentOutOfRangeException">The delay is negative.</exception>
    public Suspension<string> Send(Job job, TimeSpan delay)
    {
        ArgumentNullException.ThrowIfNull(job);
        ArgumentOutOfRangeException.ThrowIfLessThan(delay, TimeSpan.Zero);
        return Coroutine.Cancellable(token => SendAsync(job, new() { Time = DateTimeOffset.UtcNow + delay }, token));
    }

    /// <summary>Sends a job that begins at a time. The value is its id.</summary>
    /// <param name="job">The job.</param>
    /// <param name="time">The earliest time.</param>
    public Suspension<string> Send(Job job, DateTimeOffset time) => Send(job, new SendOptions { Time = time });

    /// <summary>Sends many jobs in one transaction: all, or none where it fails. The value is how many.</summary>
    /// <param name="jobs">The jobs.</param>
    /// <param name="options">The same for all.</param>
    public Suspension<int> SendAll(IEnumerable<Job> jobs, SendOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(jobs);
        return Coroutine.Cancellable(token => SendAllAsync(jobs, options, token));
    }

    /// <summary>Sends a job and waits for its result. Where the wait times out or is killed, the job is cancelled.</summary>
    /// <typeparam name="T">The type of the result.</typeparam>
    /// <param name="job">The job.</param>
    /// <param name="deadline">How long it may take, the time in the queue and all attempts included; <see cref="JobQueueOptions.RequestTimeout"/> unless given.</param>
    /// <exception cref="TimeoutException">It has not ended by then (from the wait).</exception>
    /// <exception cref="JobFailedException">It has failed for good (from the wait).</exception>
    /// <exception cref="JobCancelledException">It was cancelled (from the wait).</exception>
    public Suspension<T> Request<T>(Job<T> job, TimeSpan? deadline = null)
    {
        ArgumentNullException.ThrowIfNull(job);
        return RequestResultCoroutine(job, Limit(deadline)).AsSuspension();
    }

    /// <inheritdoc cref="Request{T}(Job{T}, TimeSpan?)"/>
    public Suspension Request(Job job, TimeSpan? deadline = null)
    {
        ArgumentNullException.ThrowIfNull(job);
        return WaitForReplyCoroutine(job, Limit(deadline)).AsSuspension();
    }

    /// <summary>Closes the connections. What was sent stays.</summary>
    public void Dispose() => DisposeAsync().AsTask().ContinueWith(static _ => { }, TaskScheduler.Default);

    /// <summary>The same, and waits until the connections are closed.</summary>
    public ValueTask DisposeAsync()
    {
        if (_isDisposed) return default;
        _isDisposed = true;
        _sender?.Dispose();
        _requester?.Dispose();
        foreach (var request in _requests.Values) request.TrySetException(new ObjectDisposedException(nameof(JobQueue)));
        return _broker.DisposeAsync();
    }

    /// <summary>The name.</summary>
    public override string ToString() => $"JobQueue {Options.Name}";

    internal async Task<string> SendAsync(Job job, SendOptions? options, CancellationToken token)
    {
        var bus = await Sender(token);
        using var sent = JobTelemetry.Send(job.Name, Options.Name);
        var headers = Headers(job, options);
        await bus.Advanced.Routing.Send(Options.Name, JobMessage.Of(job), headers);
        return headers[JobMessage.IdHeader];
    }

    private async Task<int> SendAllAsync(IEnumerable<Job> jobs, SendOptions? options, CancellationToken token)
    {
        var bus = await Sender(token);
        var count = 0;
        using var transaction = new Rebus.Transport.RebusTransactionScope();
        foreach (var job in jobs)
        {
            token.ThrowIfCancellationRequested();
            using var sent = JobTelemetry.Send(job.Name, Options.Name);
            await bus.Advanced.Routing.Send(Options.Name, JobMessage.Of(job), Headers(job, options));
            count++;
        }

        await transaction.CompleteAsync();
        return count;
    }

    [Coroutine]
    private IEnumerator<Yield<T>> RequestResult<T>(Job<T> job, TimeSpan limit)
    {
        var reply = WaitForReply(job, limit).Await();
        Coroutine.SetResult(job.ReadResult(reply.Result));
        yield break;
    }

    /// <summary>The reply of a job that has ended well; what else there is is thrown.</summary>
    [Coroutine]
    private IEnumerator<Yield<JobReply>> WaitForReply(Job job, TimeSpan limit)
    {
        var end = Greenlet.WithTimeout(limit, Coroutine.Cancellable<JobReply?>(async token => await RequestAsync(job, limit, token)), null).Await();
        if (end is null) throw new TimeoutException($"The job {job} has not ended within {limit}.");
        if (end.State == JobState.Failed) throw new JobFailedException(end.Job ?? job.Name, end.ErrorType ?? "", end.ErrorMessage ?? "", end.ErrorText ?? "");
        if (end.State != JobState.Done) throw new JobCancelledException(job.Name);
        yield return end;
    }

    private async Task<JobReply> RequestAsync(Job job, TimeSpan limit, CancellationToken token)
    {
        var bus = await Requester(token);
        using var sent = JobTelemetry.Send(job.Name, Options.Name);
        var headers = Headers(job, new() { Deadline = DateTimeOffset.UtcNow + limit });
        var id = headers[JobMessage.IdHeader];
        var reply = _requests.GetOrAdd(id, _ => new(TaskCreationOptions.RunContinuationsAsynchronously));
        try
        {
            await bus.Advanced.Routing.Send(Options.Name, JobMessage.Of(job), headers);
            return await reply.Task.WaitAsync(token);
        }
        finally
        {
            _requests.TryRemove(id, out _);
            if (!reply.Task.IsCompleted) await _broker.Store.Cancel(id, Options.ResultTime);
        }
    }

    private TimeSpan Limit(TimeSpan? deadline)
    {
        var limit = deadline ?? Options.RequestTimeout;
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, TimeSpan.Zero, nameof(deadline));
        return limit;
    }

    private Dictionary<string, string> Headers(Job job, SendOptions? options)
    {
        var headers = new Dictionary<string, string> { [JobMessage.IdHeader] = Guid.CreateVersion7().ToString("N") };
        if ((options?.Key ?? job.UniqueKey) is { } key) headers.Add(JobMessage.KeyHeader, $"{job.Name}/{key}");
        if (options?.Deadline is { } deadline) headers.Add(JobMessage.DeadlineHeader, deadline.ToString("O"));
        if (JobTelemetry.CurrentTrace is { } trace) headers.Add(JobMessage.TraceHeader, trace);
        if (options?.Time is not { } time || time <= DateTimeOffset.UtcNow) return headers;
        if (_broker.DelaysAreWholeSeconds) time = time.AddSeconds(1); // the transport cuts off what is less
        headers.Add(Rebus.Messages.Headers.DeferredUntil, time.ToString("O"));
        headers.Add(Rebus.Messages.Headers.DeferredRecipient, Options.Name);
        return headers;
    }

    private ValueTask<IBus> Sender(CancellationToken token) => Opened(_sender, false, token);

    private ValueTask<IBus> Requester(CancellationToken token) => Opened(_requester, true, token);

    /// <exception cref="ObjectDisposedException">The queue has been disposed of.</exception>
    private async ValueTask<IBus> Opened(IBus? bus, bool takesReplies, CancellationToken token)
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        return bus ?? await Open(takesReplies, token);
    }

    private async Task<IBus> Open(bool takesReplies, CancellationToken token)
    {
        await _opening.WaitAsync(token);
        try
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            if ((takesReplies ? _requester : _sender) is { } open) return open;
            await using var prepared = await _broker.Prepare(token);
            var bus = await Task.Run(() => Configure(takesReplies).Start(), token);
            try
            {
                await _broker.Complete(token);
                ObjectDisposedException.ThrowIf(_isDisposed, this);
            }
            catch
            {
                bus.Dispose();
                throw;
            }

            return takesReplies ? _requester = bus : _sender = bus;
        }
        finally
        {
            _opening.Release();
        }
    }

    private RebusConfigurer Configure(bool takesReplies)
    {
        var activator = new BuiltinHandlerActivator();
        var replies = takesReplies ? $"{Options.Name}-replies-{Guid.CreateVersion7():N}" : null;
        if (takesReplies)
        {
            activator.Handle<JobReply>((_, context, reply) =>
            {
                if (context.Headers.TryGetValue(Rebus.Messages.Headers.InReplyTo, out var id) && _requests.TryGetValue(id, out var request)) request.TrySetResult(reply);
                return Task.CompletedTask;
            });
        }

        var rebus = Rebus.Config.Configure.With(activator)
            .Logging(logging => RebusLogging.Use(logging, Options.LoggerFactory))
            .Serialization(serialization => serialization.UseSystemTextJson())
            .Options(rebusOptions =>
            {
                rebusOptions.SetMaxParallelism(1);
                rebusOptions.SetNumberOfWorkers(takesReplies ? 1 : 0);
                rebusOptions.Register<Rebus.Workers.ThreadPoolBased.IBackoffStrategy>(_ => new PollingBackoff());
            });
        _broker.UseTransport(rebus, replies);
        return rebus;
    }
}
