// Workers of a pool that report through a queue, and an event that lets them begin.
// Python: multiprocessing.Manager().Queue(), Manager().Event().
using CoroutineDsl;
using CoroutineDsl.Jobs;

namespace Tour;

static partial class ManagerQueues
{
    [Coroutine, Job]
    public static IEnumerator<Yield> Square(int number, ProcessQueue<int> results, ProcessEvent begin)
    {
        begin.Wait().Await();
        results.Put(number * number).Await();
        yield break;
    }

    public static void Main()
    {
        using var pool = new ProcessPool(2);
        using var results = new ProcessQueue<int>();
        using var begin = new ProcessEvent();
        var jobs = Enumerable.Range(1, 5).Select(n => pool.Start(SquareJob(n, results, begin))).ToArray();
        Console.WriteLine($"{results.Count().Await()} results before the start");
        begin.Set().Await();
        Greenlet.JoinAll(jobs).Await();
        var squares = new List<int>();
        while (results.Count().Await() > 0) squares.Add(results.Get().Await());
        Console.WriteLine(string.Join(' ', squares.Order()));
    }
}

// Output:
// 0 results before the start
// 1 4 9 16 25
