using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using CoroutineDsl;
using CoroutineDsl.Oracle;
using static CoroutineDsl.Coroutine;
using static CoroutineDsl.Oracle.Common;
using static CoroutineDsl.Oracle.Script;

namespace Bodies;

/// <summary>Values whose types are known at run time only, or have no name.</summary>
public static partial class Dynamics
{
    [Coroutine]
    private static IEnumerator<Yield<dynamic>> Boxed<T>(T value)
    {
        Step(1).Await();
        SetResult(value);
        yield break;
    }

    [Coroutine]
    public static IEnumerator<Yield> CoroutinesThatGiveDynamic()
    {
        var text = Boxed("a").Await();
        Log(text + "b");
        dynamic number = 5;
        var sum = Boxed<int>(4).Await() + number;
        Log($"{sum}");
        yield break;
    }

    [Coroutine]
    private static IEnumerator<Yield<T>> Same<T>(T value)
    {
        Step(2).Await();
        SetResult(value);
        yield break;
    }

    [Coroutine]
    public static IEnumerator<Yield> CoroutinesThatGiveAnAnonymousType()
    {
        var pair = Same(new { X = See(1), Y = "y" }).Await();
        Step(pair.X).Await();
        Log($"{pair.Y} {Same(new { Z = pair }).Await().Z.X}");
        yield break;
    }
}
