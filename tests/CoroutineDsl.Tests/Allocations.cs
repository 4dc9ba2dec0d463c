namespace CoroutineDsl.Tests;

/// <summary>
/// What the thread allocates while something runs: the least of a few attempts, in bytes. For what runs allocates each time; the runtime, at work on its own (it compiles anew what is hot), once.
/// </summary>
internal static partial class Allocations
{
    private const int Attempts = 4; // the first warms up

    public static long Least(Action rounds)
    {
        var least = long.MaxValue;
        for (var attempt = 0; attempt < Attempts && least > 0; attempt++)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            rounds();
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        return least;
    }

    /// <summary>The same for a coroutine from its first step to its end, a new one each attempt. To be spawned by a main program, whose own waits may go on on another thread.</summary>
    [Coroutine]
    public static IEnumerator<Yield<long>> Least(Func<IEnumerator<Yield>> rounds)
    {
        var least = long.MaxValue;
        for (var attempt = 0; attempt < Attempts && least > 0; attempt++)
        {
            var coroutine = rounds();
            var before = GC.GetAllocatedBytesForCurrentThread();
            coroutine.Await();
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        yield return least;
    }
}
