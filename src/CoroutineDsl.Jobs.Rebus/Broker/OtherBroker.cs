using Rebus.Config;
using Rebus.Transport;

namespace CoroutineDsl.Jobs;

/// <summary>Another of Rebus's transports, beside a store of ours. What lies in its queues, its own tools show.</summary>
internal sealed class OtherBroker(JobQueueOptions options, JobBroker store, Action<StandardConfigurer<ITransport>, string?> transport) : JobBroker(options)
{
    public override IJobStore Store => store.Store;

    public override async Task<IAsyncDisposable?> Prepare(CancellationToken token) => await store.Prepare(token);

    public override void UseTransport(RebusConfigurer rebus, string? inputQueue) => rebus.Transport(configurer => transport(configurer, inputQueue));

    public override Task<IReadOnlyList<QueuedMessage>> Messages(string queue, int max) => throw NotShown();

    public override Task<QueuedMessage?> Message(string id) => throw NotShown();

    public override Task<int> Count(string queue) => Task.FromResult(0);

    public override Task<bool> Requeue(string id) => throw NotShown();

    public override Task<IReadOnlyList<string>> Purge(string queue) => throw NotShown();

    public override ValueTask DisposeAsync() => store.DisposeAsync();

    private static NotSupportedException NotShown() => new("What lies in the queues of this transport is shown, moved and purged by its own tools.");
}
