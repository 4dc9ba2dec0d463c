// Deadlines: one for the whole program, one for a scope with an exception of one's own, and one for a single call.
// gevent: gevent.Timeout as an object, as a context manager and as gevent.with_timeout.
using CoroutineDsl;
using static CoroutineDsl.Greenlet;

namespace Tour;

static partial class Timeouts
{
    [Coroutine]
    static IEnumerator<Yield> Wait(int seconds)
    {
        yield return Sleep(TimeSpan.FromSeconds(seconds));
    }

    static void Global()
    {
        var timeout = CoTimeout.Start(TimeSpan.FromSeconds(1));
        try
        {
            Spawn(Wait(10)).Join().Await();
        }
        catch (CoTimeoutException e) when (e.Timeout == timeout)
        {
            Console.WriteLine("Could not complete");
        }
    }

    sealed class TooLongException : Exception;

    [Coroutine]
    static IEnumerator<Yield> Scoped(int seconds)
    {
        try
        {
            using var timeout = CoTimeout.Start(TimeSpan.FromSeconds(5), new TooLongException());
            Wait(seconds).Await();
            Console.WriteLine($"{seconds} s were short enough");
        }
        catch (TooLongException)
        {
            Console.WriteLine($"{seconds} s were too long");
        }

        yield break;
    }

    [Coroutine]
    static IEnumerator<Yield<string>> Answer()
    {
        yield return Sleep(TimeSpan.FromSeconds(3));
        yield return "the answer";
    }

    public static void Main()
    {
        Global();
        Scoped(4).Await();
        Scoped(6).Await();
        Console.WriteLine(WithTimeout(TimeSpan.FromSeconds(5), Answer(), "no answer").Await());
        Console.WriteLine(WithTimeout(TimeSpan.FromSeconds(1), Answer(), "no answer").Await());
    }
}

// Output:
// Could not complete
// 4 s were short enough
// 6 s were too long
// the answer
// no answer
