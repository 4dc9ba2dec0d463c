// At most two workers inside at a time.
// gevent: gevent.lock.BoundedSemaphore.
using CoroutineDsl;
using static CoroutineDsl.Greenlet;

namespace Tour;

static partial class Semaphores
{
    static readonly BoundedSemaphore Room = new(2);

    [Coroutine]
    static IEnumerator<Yield> Worker1(int n)
    {
        yield return Room.Acquire();
        Console.WriteLine($"Worker {n} acquired semaphore");
        yield return Sleep(0);
        Room.Release();
        Console.WriteLine($"Worker {n} released semaphore");
    }

    [Coroutine]
    static IEnumerator<Yield> Worker2(int n)
    {
        using (Room.Hold().Await())         // released however the block is left
        {
            Console.WriteLine($"Worker {n} acquired semaphore");
            yield return Sleep(0);
        }

        Console.WriteLine($"Worker {n} released semaphore");
    }

    public static void Main()
    {
        var pool = new Pool();
        pool.Map(n => Worker1(n), Enumerable.Range(0, 2)).Await();
        pool.Map(n => Worker2(n), Enumerable.Range(3, 3)).Await();
    }
}

// Output:
// Worker 0 acquired semaphore
// Worker 1 acquired semaphore
// Worker 0 released semaphore
// Worker 1 released semaphore
// Worker 3 acquired semaphore
// Worker 4 acquired semaphore
// Worker 3 released semaphore
// Worker 4 released semaphore
// Worker 5 acquired semaphore
// Worker 5 released semaphore
