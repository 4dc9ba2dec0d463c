// Queues that give the newest item first, and the smallest.
// gevent: gevent.queue.LifoQueue and PriorityQueue.
using CoroutineDsl;
using static CoroutineDsl.Greenlet;

namespace Tour;

static partial class LifoAndPriority
{
    [Coroutine]
    static IEnumerator<Yield> Consume(string name, CoQueueBase<(int Priority, string Job)> queue)
    {
        foreach (var (_, job) in queue)     // each step may wait, like `await foreach`
            Console.WriteLine($"{name}: {job}");
        yield break;
    }

    public static void Main()
    {
        var stack = new CoLifoQueue<(int, string)>();
        var heap = new CoPriorityQueue<(int, string)>();
        foreach (var job in new[] { (3, "sleep"), (1, "eat"), (2, "work") })
        {
            stack.Put(job).Await();
            heap.Put(job).Await();
        }

        stack.ShutDown();                   // what is in it can still be got; then the loops end
        heap.ShutDown();
        JoinAll(Spawn(Consume("lifo", stack)), Spawn(Consume("priority", heap))).Await();
    }
}

// Output:
// lifo: work
// lifo: eat
// lifo: sleep
// priority: eat
// priority: work
// priority: sleep
