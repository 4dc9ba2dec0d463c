// Jobs given to processes one by one, and taken as they are done; and an array that a process fills in place.
// Python: concurrent.futures.ProcessPoolExecutor, multiprocessing.shared_memory.
using CoroutineDsl;
using CoroutineDsl.Jobs;

namespace Tour;

static partial class ProcessExecutor
{
    [Coroutine, Job]
    public static IEnumerator<Yield<long>> Sum(int upTo)
    {
        var sum = 0L;
        for (var n = 1; n <= upTo; n++) sum += n;
        yield return sum;
    }

    [Coroutine, Job]
    public static IEnumerator<Yield> Fill(SharedMemory<byte> memory, int start, int count, byte value)
    {
        using (memory) memory.Slice(start, count).Fill(value);
        yield break;
    }

    public static void Main()
    {
        using var pool = new ProcessPool(2);
        var jobs = new[] { 10, 1000, 100_000 }.Select(n => pool.Start(SumJob(n))).ToArray();
        var done = new List<long>();
        foreach (var job in Greenlet.IterateReady(jobs)) done.Add(job.Value);
        Console.WriteLine(string.Join(' ', done.Order()));

        using var memory = new SharedMemory<byte>(1000);
        Greenlet.JoinAll(pool.Start(FillJob(memory, 0, 500, 1)), pool.Start(FillJob(memory, 500, 500, 2))).Await();
        Console.WriteLine($"{memory[499]} {memory[500]} {memory.Span.ToArray().Sum(value => value)}");
    }
}

// Output:
// 55 500500 5000050000
// 1 2 1500
