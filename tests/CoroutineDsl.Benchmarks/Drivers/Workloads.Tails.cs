using static CoroutineDsl.Coroutine;
using static CoroutineDsl.Greenlet;

namespace CoroutineDsl.Benchmarks;

internal static partial class Workloads
{
    /// <summary>A coroutine whose last act is to run itself again, at once or after a turn.</summary>
    public static void TailCalls(int times, bool waits) => Spawn(waits ? TurnsAndGoesOn(times) : GoesOn(times)).Join().Await();

    [Coroutine]
    private static IEnumerator<Yield> GoesOn(int times)
    {
        if (times > 0) yield return Call(GoesOn(times - 1));
    }

    [Coroutine]
    private static IEnumerator<Yield> TurnsAndGoesOn(int times)
    {
        yield return Sleep();
        if (times > 0) yield return Call(TurnsAndGoesOn(times - 1));
    }
}
