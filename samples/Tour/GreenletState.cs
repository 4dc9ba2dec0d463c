// What a greenlet can be asked: whether it runs, what it gave, how it failed. A failure stays inside its greenlet until somebody asks.
// gevent: greenlet state; started, ready(), successful(), value, exception.
using CoroutineDsl;
using static CoroutineDsl.Greenlet;

namespace Tour;

static partial class GreenletState
{
    [Coroutine]
    static IEnumerator<Yield<string>> Win()
    {
        yield return "You win!";
    }

    [Coroutine]
    static IEnumerator<Yield<string>> Fail()
    {
        yield return Sleep(0);
        throw new InvalidOperationException("You fail at failing.");
    }

    public static void Main()
    {
        var winner = Spawn(Win());
        var loser = Spawn(Fail());

        Console.WriteLine(winner.IsStarted);
        Console.WriteLine(loser.IsStarted);

        JoinAll(winner, loser).Await();     // does not throw

        Console.WriteLine(winner.Value ?? "None");
        Console.WriteLine(loser.Value ?? "None");

        Console.WriteLine(winner.IsReady);
        Console.WriteLine(loser.IsReady);

        Console.WriteLine(winner.IsSuccessful);
        Console.WriteLine(loser.IsSuccessful);

        Console.WriteLine(loser.Exception?.Message);
        try
        {
            loser.Get().Await();            // throws it again, with the stack where it was thrown
        }
        catch (InvalidOperationException e)
        {
            Console.WriteLine($"get() raised: {e.Message}");
        }
    }
}

// Output:
// True
// True
// You win!
// None
// True
// True
// True
// False
// You fail at failing.
// get() raised: You fail at failing.
