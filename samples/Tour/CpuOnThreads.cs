// Work that computes would starve the hub. Real threads take it, and the greenlets go on.
// gevent: gevent.threadpool.ThreadPool; hub.threadpool.
using CoroutineDsl;
using static CoroutineDsl.Greenlet;

namespace Tour;

static partial class CpuOnThreads
{
    static int CountPrimes(int below)
    {
        var count = 0;
        for (var n = 2; n < below; n++)
        {
            var isPrime = true;
            for (var d = 2; d * d <= n && isPrime; d++) isPrime = n % d != 0;
            if (isPrime) count++;
        }

        return count;
    }

    [Coroutine]
    static IEnumerator<Yield> Beat(Greenlet work)
    {
        var beats = 0;
        while (!work.IsReady)
        {
            beats++;
            yield return Sleep(1);
        }

        Console.WriteLine(beats > 1 ? "the heart beat meanwhile" : "the heart stood still");
    }

    [Coroutine]
    static IEnumerator<Yield> Work()
    {
        int one = Hub.Current.Offload(() => CountPrimes(10_000)).Await();   // one call, on the thread pool
        Console.WriteLine($"{one} primes below 10000");

        using var workers = new WorkerPool(2);                              // at most two threads of its own
        int[] limits = [100_000, 200_000, 400_000];
        foreach (var count in workers.IMap(CountPrimes, limits))
            Console.WriteLine(count);
        yield break;
    }

    public static void Main()
    {
        var work = Spawn(Work());
        JoinAll(work, Spawn(Beat(work))).Await();
    }
}

// Output:
// 1229 primes below 10000
// 9592
// 17984
// 33860
// the heart beat meanwhile
