using System.Collections.Concurrent;
using Xunit;

[assembly: CollectionBehavior(DisableTestParallelization = true)] // one server, and processes

namespace CoroutineDsl.Jobs.Tests;

/// <summary>Runs a test on a hub of its own, bounded, on a queue of its own.</summary>
public abstract partial class QueueTest
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(4);

    /// <summary>Where the battery runs: in memory, and on PostgreSQL where it is installed.</summary>
    public static TheoryData<string> Stores { get; } = PostgresServer.IsInstalled ? ["memory", "postgres"] : ["memory"];

    /// <summary>What jobs of this process leave for their tests.</summary>
    protected static ConcurrentDictionary<string, int> Marks { get; } = new();

    protected static JobWorkerOptions On(string store) => new()
    {
        Name = $"test-{Guid.NewGuid():N}",
        PostgreSql = store == "postgres" ? PostgresServer.Shared!.ConnectionString : null,
        Policy = new() { Backoff = TimeSpan.FromMilliseconds(10) },
        Hubs = 1,
    };

    protected static void Run(Func<IEnumerator<Yield>> body)
    {
        using var hub = new Hub(new HubOptions());
        Greenlet.WithTimeout(Patience, body()).Await();
    }

    protected static int Mark(string mark) => Marks.AddOrUpdate(mark, 1, (_, count) => count + 1);

    protected static int Marked(string mark) => Marks.GetValueOrDefault(mark);

    /// <summary>Waits until something is so; the bound of the test ends a wait for what never is.</summary>
    [Coroutine]
    protected static IEnumerator<Yield> Until(Func<bool> isSo)
    {
        while (!isSo()) yield return Greenlet.Sleep(10);
    }
}
