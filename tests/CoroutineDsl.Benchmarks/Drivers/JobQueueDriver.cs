using System.Diagnostics;
using CoroutineDsl.Jobs;
using static CoroutineDsl.Greenlet;

namespace CoroutineDsl.Benchmarks;

/// <summary>A queue of jobs: how many small ones a worker runs in a second, in memory or, with DATABASE_URL, in PostgreSQL.</summary>
internal static partial class JobQueueDriver
{
    private const int Concurrency = 20;

    private static int s_done;

    public static IEnumerable<(string Metric, double Value)> Rate(int count)
    {
        var options = new JobWorkerOptions { Name = $"rate-{Guid.NewGuid():N}", PostgreSql = Environment.GetEnvironmentVariable("DATABASE_URL"), Hubs = 1 };
        using var queue = new JobQueue(options);
        queue.Count().Await(); // connected
        var clock = Stopwatch.StartNew();
        for (var sent = 0; sent < count; sent += 1000) queue.SendAll(Enumerable.Range(0, Math.Min(1000, count - sent)).Select(_ => AddJob(1, 2))).Await();
        yield return ("sent_per_second", count / clock.Elapsed.TotalSeconds);
        clock.Restart();
        using var worker = new JobWorker(Concurrency, options);
        while (Volatile.Read(ref s_done) < count) Sleep(5).Await();
        yield return ("jobs_per_second", count / clock.Elapsed.TotalSeconds);
    }

    [Coroutine, Job]
    internal static IEnumerator<Yield<int>> Add(int a, int b)
    {
        Interlocked.Increment(ref s_done);
        yield return a + b;
    }
}
