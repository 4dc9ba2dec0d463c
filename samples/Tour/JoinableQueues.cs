// A queue that knows when everything that was put has been worked on.
// gevent: gevent.queue.JoinableQueue.
using CoroutineDsl;
using static CoroutineDsl.Greenlet;

namespace Tour;

static partial class JoinableQueues
{
    static readonly CoJoinableQueue<string> Jobs = new();

    [Coroutine]
    static IEnumerator<Yield> Worker(string name, int seconds)
    {
        while (true)
        {
            string job = Jobs.Get().Await();
            try
            {
                Console.WriteLine($"{name} begins {job}");
                yield return Sleep(TimeSpan.FromSeconds(seconds));
                Console.WriteLine($"{name} has done {job}");
            }
            finally
            {
                Jobs.TaskDone();
            }
        }
    }

    public static void Main()
    {
        Greenlet[] workers = [Spawn(Worker("fast", 2)), Spawn(Worker("slow", 5))];
        foreach (var job in new[] { "one", "two", "three", "four" })
            Jobs.Put(job).Await();

        Jobs.Join().Await();
        Console.WriteLine($"all is done, {Jobs.UnfinishedTasks} left; the workers may go");
        KillAll(workers).Await();
    }
}

// Output:
// fast begins one
// slow begins two
// fast has done one
// fast begins three
// fast has done three
// fast begins four
// slow has done two
// fast has done four
// all is done, 0 left; the workers may go
