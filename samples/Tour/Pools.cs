// A pool bounds how many run at once: to spawn one more waits for room.
// gevent: gevent.pool.Pool.
using CoroutineDsl;
using static CoroutineDsl.Greenlet;

namespace Tour;

static partial class Pools
{
    static readonly Pool Workers = new(2);

    [Coroutine]
    static IEnumerator<Yield> Hello(int n)
    {
        Console.WriteLine($"{n} runs, size of pool {Workers.Count}, room for {Workers.FreeCount}");
        yield return Sleep(TimeSpan.FromSeconds(n + 1));
    }

    [Coroutine]
    static IEnumerator<Yield<int>> Square(int n)
    {
        yield return Sleep(TimeSpan.FromSeconds(1));
        yield return n * n;
    }

    public static void Main()
    {
        for (var n = 0; n < 4; n++)
        {
            Workers.Spawn(Hello(n)).Await();
            Console.WriteLine($"{n} was let in");
        }

        Workers.Join().Await();
        Console.WriteLine(string.Join(' ', Workers.Map(n => Square(n), [1, 2, 3, 4, 5]).Await()));
    }
}

// Output:
// 0 was let in
// 1 was let in
// 0 runs, size of pool 2, room for 0
// 1 runs, size of pool 2, room for 0
// 2 was let in
// 2 runs, size of pool 2, room for 0
// 3 was let in
// 3 runs, size of pool 2, room for 0
// 1 4 9 16 25
