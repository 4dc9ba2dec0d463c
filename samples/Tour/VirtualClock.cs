// A clock that jumps to the next timer when all is idle: a day of sleeps and timeouts takes milliseconds, in the same order as a real one.
// trio: MockClock(autojump_threshold=0); gevent has no such thing.
using System.Diagnostics;
using CoroutineDsl;
using static CoroutineDsl.Greenlet;

namespace Tour;

static partial class VirtualClock
{
    [Coroutine]
    static IEnumerator<Yield<int>> Guard(CoEvent morning)
    {
        var rounds = 0;
        while (!morning.Wait(TimeSpan.FromMinutes(20)).Await())
            rounds++;
        yield return rounds;
    }

    [Coroutine]
    static IEnumerator<Yield<string>> Night()
    {
        var clock = Hub.Current.Time;
        var evening = clock.GetUtcNow();
        var morning = new CoEvent();
        var guard = Spawn(Guard(morning));

        yield return Sleep(TimeSpan.FromHours(8) + TimeSpan.FromMinutes(5));
        morning.Set();
        int rounds = guard.Get().Await();
        yield return $"{rounds} rounds from {evening:HH:mm} to {clock.GetUtcNow():HH:mm}";
    }

    public static void Main()
    {
        var watch = Stopwatch.StartNew();
        var clock = new VirtualTime(new DateTimeOffset(2026, 1, 1, 22, 0, 0, TimeSpan.Zero));
        Console.WriteLine(Hub.Run(Night(), new HubOptions { TimeProvider = clock }));
        Console.WriteLine($"{clock.Elapsed} passed on the hub's clock");
        Console.WriteLine(watch.Elapsed < TimeSpan.FromMinutes(1) ? "and hardly any on the wall's" : "and on the wall's as well");
    }
}

// Output:
// 24 rounds from 22:00 to 06:05
// 08:05:00 passed on the hub's clock
// and hardly any on the wall's
