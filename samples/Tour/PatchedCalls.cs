// Blocking calls made cooperative by the compiler: `Thread.Sleep`, `Task.Wait`, `Thread.Join` and the rest wait here, and the others run meanwhile.
// gevent: monkey.patch_all().
using CoroutineDsl;
using static CoroutineDsl.Greenlet;

namespace Tour;

[Patch]                                     // for one type; [assembly: Patch] is for the whole program
static partial class PatchedCalls
{
    [Coroutine]
    static IEnumerator<Yield> Worker(string name, int seconds)
    {
        Console.WriteLine($"{name} works as if it were alone");
        Thread.Sleep(TimeSpan.FromSeconds(seconds));
        Report(name);
        yield break;
    }

    static void Report(string name)         // an ordinary method: its blocking calls are cooperative too
    {
        Thread.Sleep(TimeSpan.FromSeconds(1));
        Console.WriteLine($"{name} has reported");
    }

    public static void Main()
    {
        var start = Hub.Current.Time.GetTimestamp();
        JoinAll(Spawn(Worker("anna", 1)), Spawn(Worker("bert", 3)), Spawn(Worker("carl", 2))).Await();
        Console.WriteLine($"1 + 3 + 2 s of work and 3 s of reports took {Hub.Current.Time.GetElapsedTime(start).TotalSeconds:0} s");
    }
}

// Output:
// anna works as if it were alone
// bert works as if it were alone
// carl works as if it were alone
// anna has reported
// carl has reported
// bert has reported
// 1 + 3 + 2 s of work and 3 s of reports took 4 s
