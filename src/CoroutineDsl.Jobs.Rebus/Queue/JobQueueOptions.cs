using Microsoft.Extensions.Logging;
using Rebus.Config;
using Rebus.Transport;

namespace CoroutineDsl.Jobs;

/// <summary>Where the jobs are kept. The same for the queue that sends and the workers that run.</summary>
public record JobQueueOptions
{
    /// <summary>What the queue is called; queues and workers of the same name, on the same store, belong together. Jobs that failed for good are in the queue of this name with <c>-errors</c> behind it.</summary>
    public string Name { get; init; } = "jobs";

    /// <summary>A PostgreSQL database, as a connection string of Npgsql or as <c>postgres://user:password@host:port/database</c>. Null: in the memory of this process.</summary>
    public string? PostgreSql { get; init; }

    /// <summary>
    /// Another of Rebus's transports: <c>(transport, queue) =&gt; transport.UseRabbitMq(url, queue)</c>. The second argument is null for a queue that only sends. Attempts, results and keys stay in
    /// <see cref="PostgreSql"/>, or in memory where that is null.
    /// </summary>
    public Action<StandardConfigurer<ITransport>, string?>? Transport { get; init; }

    /// <summary>How long the end of a job can be looked up, with its result; and for how long its key is taken.</summary>
    public TimeSpan ResultTime { get; init; } = TimeSpan.FromDays(1);

    /// <summary>How long a request waits where it does not say it.</summary>
    public TimeSpan RequestTimeout { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>Where it is told what happens; null: nowhere.</summary>
    public ILoggerFactory? LoggerFactory { get; init; }

    internal string ErrorQueue => Name + "-errors";
}
