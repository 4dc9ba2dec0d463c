// Two processes and one queue between them: each takes the value, adds five million, and puts it back.
// Python: multiprocessing.Process, multiprocessing.Queue.
using CoroutineDsl;
using CoroutineDsl.Jobs;
using static CoroutineDsl.Greenlet;

namespace Tour;

static partial class ProcessQueues
{
    [Coroutine, Job]
    public static IEnumerator<Yield> Add(ProcessQueue<int> queue)
    {
        int value = queue.Get().Await();
        for (var i = 0; i < 5_000_000; i++) value++;
        queue.Put(value).Await();
        yield break;
    }

    public static void Main()
    {
        using var pool = new ProcessPool(2);
        using var queue = new ProcessQueue<int>();
        queue.Put(0).Await();
        JoinAll(pool.Start(AddJob(queue)), pool.Start(AddJob(queue))).Await();
        Console.WriteLine(queue.Get().Await());
    }
}

// Output:
// 10000000
