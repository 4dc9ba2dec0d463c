// Work for other processes: each computes on a core of its own, and their pipes and ends are waited for like everything else.
// gevent: examples/processes.py, gevent.subprocess.
using CoroutineDsl;
using static CoroutineDsl.Greenlet;

namespace Tour;

static partial class CpuOnProcesses
{
    const string CountPrimes = "BEGIN { for (n = 2; n < below; n++) { p = 1; for (d = 2; d * d <= n && p; d++) p = n % d; if (p) count++ } print count }";

    [Coroutine]
    static IEnumerator<Yield<string>> Count(int below)
    {
        string output = CoProcess.CheckOutput("awk", "-v", $"below={below}", CountPrimes).Await();
        yield return output.Trim();
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

    public static void Main()
    {
        int[] limits = [10_000, 20_000, 40_000];
        var counts = new Pool(2).MapAsync(below => Count(below), limits);     // two processes at a time
        JoinAll(counts, Spawn(Beat(counts))).Await();
        foreach (var (below, count) in limits.Zip(counts.Value!)) Console.WriteLine($"{count} primes below {below}");
    }
}

// Output:
// the heart beat meanwhile
// 1229 primes below 10000
// 2262 primes below 20000
// 4203 primes below 40000
