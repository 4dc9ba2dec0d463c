// A bounded queue: the boss waits while it is full, the workers wait while it is empty, and go home when nothing has come for a second.
// gevent: gevent.queue.Queue(maxsize=3).
using CoroutineDsl;
using static CoroutineDsl.Greenlet;

namespace Tour;

static partial class BossAndWorkers
{
    static readonly CoQueue<int> Tasks = new(maxSize: 3);

    [Coroutine]
    static IEnumerator<Yield> Worker(string name)
    {
        try
        {
            while (true)
            {
                int task = Tasks.Get(TimeSpan.FromSeconds(1)).Await();
                Console.WriteLine($"Worker {name} got task {task}");
                Sleep(0).Await();
            }
        }
        catch (QueueEmptyException)
        {
            Console.WriteLine("Quitting time!");
        }

        yield break;
    }

    [Coroutine]
    static IEnumerator<Yield> Boss()
    {
        for (var task = 1; task < 10; task++)
            yield return Tasks.Put(task);
        Console.WriteLine("Assigned all work in iteration 1");
        for (var task = 10; task < 20; task++)
            yield return Tasks.Put(task);
        Console.WriteLine("Assigned all work in iteration 2");
    }

    public static void Main()
    {
        JoinAll(Spawn(Boss()), Spawn(Worker("steve")), Spawn(Worker("john")), Spawn(Worker("bob"))).Await();
    }
}

// Output:
// Worker steve got task 1
// Worker john got task 2
// Worker bob got task 3
// Worker steve got task 4
// Worker john got task 5
// Worker bob got task 6
// Assigned all work in iteration 1
// Worker steve got task 7
// Worker john got task 8
// Worker bob got task 9
// Worker steve got task 10
// Worker john got task 11
// Worker bob got task 12
// Worker steve got task 13
// Worker john got task 14
// Worker bob got task 15
// Worker steve got task 16
// Worker john got task 17
// Worker bob got task 18
// Assigned all work in iteration 2
// Worker steve got task 19
// Quitting time!
// Quitting time!
// Quitting time!
