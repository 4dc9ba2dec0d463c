// The same ten tasks, one after another and all at once: the second time each is done as soon as it can be.
// gevent: synchronous and asynchronous execution.
using CoroutineDsl;
using static CoroutineDsl.Greenlet;

namespace Tour;

static partial class SynchronousAsynchronous
{
    static readonly int[] Delays = [300, 100, 400, 150, 500, 900, 200, 600, 550, 350];

    [Coroutine]
    static IEnumerator<Yield> Work(int id)
    {
        yield return Sleep(Delays[id]);
        Console.WriteLine($"Task {id} done");
    }

    [Coroutine]
    static IEnumerator<Yield> Synchronous()
    {
        for (var id = 0; id < 10; id++)
            Work(id).Await();           // a coroutine inside this one, like a call
        yield break;                    // C# wants a yield in every iterator; where there is no other, this is it
    }

    [Coroutine]
    static IEnumerator<Yield> Asynchronous()
    {
        var tasks = new List<Greenlet>();
        for (var id = 0; id < 10; id++)
            tasks.Add(Spawn(Work(id))); // a greenlet of its own
        yield return JoinAll(tasks);
    }

    public static void Main()
    {
        Console.WriteLine("Synchronous:");
        Synchronous().Await();
        Console.WriteLine("Asynchronous:");
        Asynchronous().Await();
    }
}

// Output:
// Synchronous:
// Task 0 done
// Task 1 done
// Task 2 done
// Task 3 done
// Task 4 done
// Task 5 done
// Task 6 done
// Task 7 done
// Task 8 done
// Task 9 done
// Asynchronous:
// Task 1 done
// Task 3 done
// Task 6 done
// Task 0 done
// Task 9 done
// Task 2 done
// Task 4 done
// Task 8 done
// Task 7 done
// Task 5 done
