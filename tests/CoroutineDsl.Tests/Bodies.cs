using static CoroutineDsl.Greenlet;

namespace CoroutineDsl.Tests;

/// <summary>What greenlets do in tests of many kinds, while something is tried on them.</summary>
internal static partial class Bodies
{
    [Coroutine]
    public static IEnumerator<Yield> SleepsFor(TimeSpan time)
    {
        yield return Sleep(time);
    }

    [Coroutine]
    public static IEnumerator<Yield> SleepsFor(int milliseconds)
    {
        yield return Sleep(milliseconds);
    }

    /// <summary>Gives the value after a millisecond.</summary>
    [Coroutine]
    public static IEnumerator<Yield<int>> Returns(int value)
    {
        yield return Sleep(1);
        yield return value;
    }

    [Coroutine]
    public static IEnumerator<Yield> Holds(CoLock gate)
    {
        using (gate.Hold().Await()) yield return Sleep(1);
    }

    /// <summary>Two that take the same locks in opposite order wait for one another.</summary>
    [Coroutine]
    public static IEnumerator<Yield> TakesBoth(CoLock first, CoLock second)
    {
        using (first.Hold().Await())
        {
            yield return Sleep(1);
            using (second.Hold().Await()) yield return Sleep(1);
        }
    }
}
