// An event wakes all who wait for it.
// gevent: gevent.event.Event.
using CoroutineDsl;
using static CoroutineDsl.Greenlet;

namespace Tour;

static partial class Events
{
    static readonly CoEvent Done = new();

    [Coroutine]
    static IEnumerator<Yield> Setter()
    {
        Console.WriteLine("A: Hey wait for me, I have to do something");
        yield return Sleep(TimeSpan.FromSeconds(3));
        Console.WriteLine("Ok, I'm done");
        Done.Set();
    }

    [Coroutine]
    static IEnumerator<Yield> Waiter()
    {
        Console.WriteLine("I'll wait for you");
        yield return Done.Wait();
        Console.WriteLine("It's about time");
    }

    public static void Main()
    {
        JoinAll(Spawn(Setter()), Spawn(Waiter()), Spawn(Waiter()), Spawn(Waiter())).Await();
    }
}

// Output:
// A: Hey wait for me, I have to do something
// I'll wait for you
// I'll wait for you
// I'll wait for you
// Ok, I'm done
// It's about time
// It's about time
// It's about time
