using System.Text;
using System.Text.Json;

namespace CoroutineDsl.Jobs;

public sealed partial class JobQueue
{
    /// <summary>What is known of a job; null: it was never sent, or ended longer ago than <see cref="JobQueueOptions.ResultTime"/>.</summary>
    /// <param name="id">What <c>Send</c> gave.</param>
    public Suspension<JobInfo?> Find(string id)
    {
        ArgumentNullException.ThrowIfNull(id);
        return Coroutine.Cancellable(_ => FindAsync(id));
    }

    /// <summary>The result of a job that has ended.</summary>
    /// <typeparam name="T">Its type.</typeparam>
    /// <param name="id">What <c>Send</c> gave.</param>
    /// <exception cref="InvalidOperationException">It has not ended well, or is not known any more (from the wait).</exception>
    public Suspension<T> Result<T>(string id)
    {
        ArgumentNullException.ThrowIfNull(id);
        return Coroutine.Cancellable(_ => ResultAsync<T>(id));
    }

    /// <summary>Waits until a job has ended: what is known of it then. It is looked at every 100 ms.</summary>
    /// <param name="id">What <c>Send</c> gave.</param>
    /// <param name="timeout">How long to wait at most.</param>
    /// <exception cref="TimeoutException">It has not ended by then (from the wait).</exception>
    public Suspension<JobInfo> WaitEnd(string id, TimeSpan? timeout = null)
    {
        ArgumentNullException.ThrowIfNull(id);
        TimeoutArgument.Check(timeout);
        return WaitForEndCoroutine(id, timeout).AsSuspension();
    }

    /// <summary>Says that a job is not wanted any more: it is not begun, or killed where it runs (within a second), and does not run again. <c>false</c>: it has ended.</summary>
    /// <param name="id">What <c>Send</c> gave.</param>
    public Suspension<bool> Cancel(string id)
    {
        ArgumentNullException.ThrowIfNull(id);
        return Coroutine.Cancellable(_ => Prepared(() => CancelAsync(id)));
    }

    /// <summary>The jobs that are known, those that wait for their first attempt included.</summary>
    /// <param name="state">Only those that are so far; null: all.</param>
    /// <param name="max">How many at most.</param>
    public Suspension<IReadOnlyList<JobInfo>> List(JobState? state = null, int max = 100)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(max);
        return Coroutine.Cancellable(_ => Prepared(() => ListAsync(state, max)));
    }

    /// <summary>How many jobs are how far.</summary>
    public Suspension<IReadOnlyDictionary<JobState, int>> Count() => Coroutine.Cancellable(_ => Prepared(CountAsync));

    /// <summary>Takes a job out of the error queue and lets it run again, as if it had never been begun. <c>false</c>: it is not there.</summary>
    /// <param name="id">What <c>Send</c> gave.</param>
    public Suspension<bool> Retry(string id)
    {
        ArgumentNullException.ThrowIfNull(id);
        return Coroutine.Cancellable(_ => Prepared(() => _broker.Requeue(id)));
    }

    /// <summary>Throws away the jobs in the error queue, or those that wait (those that run do not), or forgets those that have ended like this. The value is how many.</summary>
    /// <param name="state">Which.</param>
    /// <exception cref="ArgumentException">Jobs that run cannot be thrown away: cancel them.</exception>
    public Suspension<int> Purge(JobState state)
    {
        if (state == JobState.Running) throw new ArgumentException("Jobs that run cannot be thrown away: cancel them.", nameof(state));
        return Coroutine.Cancellable(_ => Prepared(() => PurgeAsync(state)));
    }

    [Coroutine]
    private IEnumerator<Yield<JobInfo>> WaitForEnd(string id, TimeSpan? timeout)
    {
        if (timeout is not { } limit) yield return WaitUntilEnded(id).Await();
        else yield return Greenlet.WithTimeout(limit, WaitUntilEnded(id), null!).Await() ?? throw new TimeoutException($"The job {id} has not ended within {limit}.");
    }

    [Coroutine]
    private IEnumerator<Yield<JobInfo>> WaitUntilEnded(string id)
    {
        while (true)
        {
            if (Coroutine.Cancellable(_ => Prepared(() => _broker.Store.Find(id))).Await() is { HasEnded: true } info) yield return info;
            yield return Greenlet.Sleep(TimeSpan.FromMilliseconds(100));
        }
    }

    private async Task<T> Prepared<T>(Func<Task<T>> look)
    {
        await Sender(default);
        return await look();
    }

    /// <summary>Of what lies in the queue it is remembered until that is taken, however long that is.</summary>
    private async Task<bool> CancelAsync(string id)
    {
        var isWaiting = Options.Transport is null && await _broker.Message(id) is not null;
        return await _broker.Store.Cancel(id, isWaiting ? null : Options.ResultTime);
    }

    private async Task<JobInfo?> FindAsync(string id)
    {
        await Sender(default);
        if (await _broker.Store.Find(id) is { } known) return known;
        return Options.Transport is null && await _broker.Message(id) is { } waiting ? Info(waiting) : null;
    }

    private async Task<T> ResultAsync<T>(string id)
    {
        await Sender(default);
        var info = await _broker.Store.Find(id) ?? throw new InvalidOperationException($"Nothing is known of a job {id}.");
        if (info.State != JobState.Done) throw new InvalidOperationException($"The job {id} has no result: it is {info.State}.");
        return new JobData(info.Name, info.Version, default).ToDefinition().ReadResult<T>(info.Result);
    }

    private async Task<IReadOnlyList<JobInfo>> ListAsync(JobState? state, int max)
    {
        var known = await _broker.Store.List(state, max);
        if (Options.Transport is not null || state is not (null or JobState.Waiting) || known.Count >= max) return known;
        var ids = known.Select(job => job.Id).ToHashSet();
        return [.. known, .. (await Waiting(max)).Where(job => !ids.Contains(job.Id)).Take(max - known.Count)];
    }

    private async Task<IReadOnlyDictionary<JobState, int>> CountAsync()
    {
        var counts = Enum.GetValues<JobState>().ToDictionary(state => state, _ => 0);
        foreach (var (state, count) in await _broker.Store.Count()) counts[state] = count;
        if (Options.Transport is not null) return counts;
        counts[JobState.Waiting] = await _broker.Count(Options.Name); // those between two attempts are among them
        counts[JobState.Failed] = await _broker.Count(Options.ErrorQueue);
        return counts;
    }

    private async Task<int> PurgeAsync(JobState state) => state switch
    {
        JobState.Failed => await PurgeErrors(),
        JobState.Waiting => await PurgeWaiting(),
        _ => await _broker.Store.Forget(state),
    };

    /// <summary>Those between two attempts are known, and may have a key.</summary>
    private async Task<int> PurgeWaiting()
    {
        var ids = await _broker.Purge(Options.Name);
        await _broker.Store.ForgetWaiting(ids);
        return ids.Count;
    }

    private async Task<int> PurgeErrors()
    {
        var ids = await _broker.Purge(Options.ErrorQueue);
        await _broker.Store.Forget(JobState.Failed);
        return ids.Count;
    }

    private async Task<IEnumerable<JobInfo>> Waiting(int max)
    {
        var messages = await _broker.Messages(Options.Name, max);
        return messages.Select(Info).OfType<JobInfo>();
    }

    private static JobInfo? Info(QueuedMessage message)
    {
        try
        {
            if (JsonSerializer.Deserialize<JobMessage>(message.Body) is not { } job) return null;
            return new(message.Id, job.Name, JobState.Waiting) { Version = job.Version, Key = message.Headers.GetValueOrDefault(JobMessage.KeyHeader), Arguments = Text(job.Arguments) };
        }
        catch (JsonException)
        {
            return null; // not a job
        }
    }

    /// <summary>Each argument is behind its length.</summary>
    private static string Text(byte[] arguments)
    {
        var texts = new List<string>();
        for (var place = 0; place + sizeof(int) <= arguments.Length;)
        {
            var length = BitConverter.ToInt32(arguments, place);
            place += sizeof(int);
            if ((uint)length > arguments.Length - place) break;
            texts.Add(Encoding.UTF8.GetString(arguments, place, length));
            place += length;
        }

        return string.Join(", ", texts);
    }
}
