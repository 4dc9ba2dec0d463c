// Two greenlets on one thread. A switch happens only where one of them waits: at `yield return`.
// gevent: greenlets.py, gevent.spawn and gevent.joinall.
using CoroutineDsl;
using static CoroutineDsl.Greenlet;

namespace Tour;

static partial class SpawnAndJoin
{
    [Coroutine]
    static IEnumerator<Yield> Foo()
    {
        Console.WriteLine("Running in foo");
        yield return Sleep(0);
        Console.WriteLine("Explicit context switch to foo again");
    }

    [Coroutine]
    static IEnumerator<Yield> Bar()
    {
        Console.WriteLine("Explicit context to bar");
        yield return Sleep(0);
        Console.WriteLine("Implicit context switch back to bar");
    }

    public static void Main()
    {
        JoinAll(Spawn(Foo()), Spawn(Bar())).Await();
    }
}

// Output:
// Running in foo
// Explicit context to bar
// Explicit context switch to foo again
// Implicit context switch back to bar
