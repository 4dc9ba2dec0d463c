// A pool of processes: the results in order, as they come, and what a job throws.
// Python: multiprocessing.Pool.
using CoroutineDsl;
using CoroutineDsl.Jobs;

namespace Tour;

static partial class ProcessPools
{
    [Coroutine, Job]
    public static IEnumerator<Yield<int>> CountPrimes(int below)
    {
        if (below < 0) throw new ArgumentOutOfRangeException(nameof(below));
        var count = 0;
        for (var n = 2; n < below; n++)
        {
            var isPrime = true;
            for (var d = 2; d * d <= n && isPrime; d++) isPrime = n % d != 0;
            if (isPrime) count++;
        }

        yield return count;
    }

    public static void Main()
    {
        using var pool = new ProcessPool(2);
        int[] counts = pool.Map(n => CountPrimesJob(n), [10_000, 20_000, 40_000]).Await();
        Console.WriteLine(string.Join(' ', counts));
        var results = new List<int>();
        foreach (var count in pool.MapUnordered(n => CountPrimesJob(n), Enumerable.Range(0, 100), chunkSize: 10)) results.Add(count);
        Console.WriteLine($"{results.Count} results, {results.Sum()} in all");
        try
        {
            pool.Run(CountPrimesJob(-1)).Await();
        }
        catch (JobFailedException)
        {
            Console.WriteLine("the job failed");
        }

        pool.Close();
        pool.Join().Await();
        Console.WriteLine("closed");
    }
}

// Output:
// 1229 2262 4203
// 100 results, 1415 in all
// the job failed
// closed
