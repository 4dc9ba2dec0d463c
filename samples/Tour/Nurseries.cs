// Children that end together: the first failure cancels the others, and the nursery is left only when none is left.
// trio: open_nursery; gevent has no such thing.
using CoroutineDsl;
using static CoroutineDsl.Greenlet;

namespace Tour;

static partial class Nurseries
{
    [Coroutine]
    static IEnumerator<Yield> Child(string name, int seconds, bool fails = false)
    {
        try
        {
            Sleep(TimeSpan.FromSeconds(seconds)).Await();
            if (fails) throw new IOException($"{name} has failed");
            Console.WriteLine($"{name} is done");
        }
        catch (GreenletExit)
        {
            Console.WriteLine($"{name} is cancelled");
            throw;
        }
        finally
        {
            Sleep(TimeSpan.FromSeconds(1)).Await();     // a clean-up may wait, and is waited for
            Console.WriteLine($"{name} has cleaned up");
        }

        yield break;
    }

    [Coroutine]
    static IEnumerator<Yield> Family(Nursery nursery)
    {
        nursery.Spawn(Child("quick", 1));
        nursery.Spawn(Child("broken", 3, fails: true));
        nursery.Spawn(Child("slow", 60));
        yield break;
    }

    public static void Main()
    {
        try
        {
            Nursery.Run(nursery => Family(nursery)).Await();
        }
        catch (AggregateException e)
        {
            Console.WriteLine($"after all have ended: {e.InnerException!.Message}");
        }
    }
}

// Output:
// quick is done
// quick has cleaned up
// broken has cleaned up
// slow is cancelled
// slow has cleaned up
// after all have ended: broken has failed
