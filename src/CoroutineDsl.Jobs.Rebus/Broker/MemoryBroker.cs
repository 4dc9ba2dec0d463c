using System.Collections.Concurrent;
using Rebus.Config;
using Rebus.Transport.InMem;

namespace CoroutineDsl.Jobs;

/// <summary>A queue in the memory of the process. All of one name are one.</summary>
internal sealed class MemoryBroker(JobQueueOptions options) : JobBroker(options)
{
    private static readonly ConcurrentDictionary<string, Shared> All = new(StringComparer.Ordinal);

    private readonly Shared _shared = All.GetOrAdd(options.Name, _ => new());

    public override IJobStore Store => _shared.Store;

    public override void UseTransport(RebusConfigurer rebus, string? inputQueue)
    {
        // a message that is for later waits in the worker that takes it: so the waiting room is everybody's
        rebus.Timeouts(timeouts => timeouts.Register(_ => _shared.Timeouts));
        rebus.Transport(transport =>
        {
            if (inputQueue is null) transport.UseInMemoryTransportAsOneWayClient(_shared.Network);
            else transport.UseInMemoryTransport(_shared.Network, inputQueue, registerSubscriptionStorage: false);
        });
    }

    public override Task<IReadOnlyList<QueuedMessage>> Messages(string queue, int max)
    {
        var messages = _shared.Network.GetMessages(queue).Select(message => new QueuedMessage(message.Headers, message.Body));
        if (queue == Options.Name) messages = messages.Concat(_shared.Timeouts.Messages());
        return Task.FromResult<IReadOnlyList<QueuedMessage>>([.. messages.Take(max)]);
    }

    public override async Task<QueuedMessage?> Message(string id) => (await Messages(Options.Name, int.MaxValue)).FirstOrDefault(message => message.Id == id);

    public override Task<int> Count(string queue) => Task.FromResult(_shared.Network.GetCount(queue) + (queue == Options.Name ? _shared.Timeouts.Count : 0));

    public override Task<bool> Requeue(string id)
    {
        var isFound = false;
        lock (_shared)
        {
            for (var left = _shared.Network.GetCount(Options.ErrorQueue); left > 0 && _shared.Network.GetNextOrNull(Options.ErrorQueue) is { } message; left--)
            {
                var isIt = message.Headers.GetValueOrDefault(JobMessage.IdHeader) == id;
                if (isIt)
                {
                    JobMessage.Renew(message.Headers);
                    _shared.Store.Reset(id);
                }

                isFound |= isIt;
                _shared.Network.Deliver(isIt ? Options.Name : Options.ErrorQueue, message, alwaysQuiet: true);
            }
        }

        return Task.FromResult(isFound);
    }

    public override Task<IReadOnlyList<string>> Purge(string queue)
    {
        var ids = new List<string>();
        while (_shared.Network.GetNextOrNull(queue) is { } message) ids.Add(new QueuedMessage(message.Headers, message.Body).Id);
        if (queue == Options.Name) ids.AddRange(_shared.Timeouts.TakeAll().Select(message => message.Id));
        return Task.FromResult<IReadOnlyList<string>>(ids);
    }

    public override ValueTask DisposeAsync() => default;

    private sealed class Shared
    {
        public InMemNetwork Network { get; } = new();

        public MemoryJobStore Store { get; } = new(TimeProvider.System);

        public WaitingRoom Timeouts { get; } = new(TimeProvider.System);
    }
}
