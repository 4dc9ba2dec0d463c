using Rebus.Config;
using Rebus.Transport;

namespace CoroutineDsl.Jobs;

/// <summary>A message as it lies in a queue.</summary>
internal sealed record QueuedMessage(IReadOnlyDictionary<string, string> Headers, byte[] Body)
{
    public string Id => Headers.GetValueOrDefault(JobMessage.IdHeader, "");
}

/// <summary>Where the messages are, and the store beside them.</summary>
internal abstract class JobBroker(JobQueueOptions options) : IAsyncDisposable
{
    public JobQueueOptions Options { get; } = options;

    public abstract IJobStore Store { get; }

    /// <summary>Whether a delay is kept in whole seconds.</summary>
    public virtual bool DelaysAreWholeSeconds => false;

    public static JobBroker Open(JobQueueOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentException.ThrowIfNullOrEmpty(options.Name);
        JobBroker broker = options.PostgreSql is null ? new MemoryBroker(options) : new PostgresBroker(options);
        return options.Transport is null ? broker : new OtherBroker(options, broker, options.Transport);
    }

    /// <summary>Makes what is missing, and keeps others from doing so at the same time.</summary>
    public virtual Task<IAsyncDisposable?> Prepare(CancellationToken token) => Task.FromResult<IAsyncDisposable?>(null);

    /// <summary>Adds what the transport's own tables lack, when its bus has made them.</summary>
    public virtual Task Complete(CancellationToken token) => Task.CompletedTask;

    /// <exception cref="ArgumentException">So many cannot run at a time.</exception>
    public virtual void CheckConcurrency(int concurrency)
    {
    }

    public abstract void UseTransport(RebusConfigurer rebus, string? inputQueue);

    public abstract Task<IReadOnlyList<QueuedMessage>> Messages(string queue, int max);

    /// <summary>One that lies in the queue of jobs.</summary>
    public abstract Task<QueuedMessage?> Message(string id);

    /// <summary>How many lie in a queue and are not in a worker.</summary>
    public abstract Task<int> Count(string queue);

    /// <summary>Puts a job from the error queue back into its queue, as if it had never been begun.</summary>
    public abstract Task<bool> Requeue(string id);

    /// <summary>Throws away what lies in a queue and is not in a worker: the ids.</summary>
    public abstract Task<IReadOnlyList<string>> Purge(string queue);

    public abstract ValueTask DisposeAsync();
}
