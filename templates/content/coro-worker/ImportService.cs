using CoroutineDsl;
using CoroutineDsl.Hosting;
using Microsoft.Extensions.Options;

namespace CoroWorker;

/// <summary>Imports what is new, round after round, some items at a time.</summary>
public sealed partial class ImportService(IOptions<ImportOptions> options, ILogger<ImportService> log) : GreenletService
{
    [Coroutine]
    public override IEnumerator<Yield> Execute(CancellationToken stopping)
    {
        while (!stopping.IsCancellationRequested)
        {
            var pool = new Pool(options.Value.Workers);
            for (var item = 1; item <= 10; item++) pool.Spawn(One(item)).Await(); // waits while the pool is full
            pool.Join().Await();
            log.LogInformation("a round is done");
            yield return Sleep(options.Value.Interval).WithCancellation(stopping); // ends at once when the host stops
        }
    }

    [Coroutine]
    private IEnumerator<Yield> One(int item)
    {
        yield return Sleep(100); // in place of a request
        log.LogDebug("item {Item} is imported", item);
    }
}
