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

public static partial class Nested
{
    [Coroutine]
    private static IEnumerator<Yield<int>> Double(int n)
    {
        Log($"double {n}");
        yield return Step($"in double {n}");
        yield return n * 2;
    }

    [Coroutine]
    private static IEnumerator<Yield> Print(string text, int times = 2)
    {
        for (var i = 0; i < times; i++)
        {
            yield return Step($"print {i}");
            Log(text);
        }
    }

    [Coroutine]
    private static IEnumerator<Yield<int>> AtOnce(int n)
    {
        Log("at once");
        yield return n;
    }

    [Coroutine]
    private static IEnumerator<Yield<int>> Failing(string message)
    {
        try
        {
            Step("before the failure").Await();
            Throw(message);
        }
        finally
        {
            Log("child finally");
        }
        yield return 1;
    }

    [Coroutine]
    private static IEnumerator<Yield<long>> Factorial(int n)
    {
        if (n <= 1)
            yield return 1;
        yield return n * Factorial(n - 1).Await();
    }

    [Coroutine]
    public static IEnumerator<Yield<int>> Children()
    {
        yield return Call(Print("hello"));
        Print("world", times: 1).Await();
        var four = Double(2).Await();
        yield return four + Double(Double(3).Await()).Await() + AtOnce(1).Await();
    }

    [Coroutine]
    public static IEnumerator<Yield<long>> Recursion()
    {
        yield return Step(1);
        yield return Factorial(6).Await();
    }

    [Coroutine]
    public static IEnumerator<Yield> ChildFailsAndIsCaught()
    {
        try
        {
            Failing("from below").Await();
        }
        catch (InvalidOperationException e)
        {
            Log($"caught {e.Message}");
        }
        yield break;
    }

    [Coroutine]
    public static IEnumerator<Yield> ChildFailsThroughFinally()
    {
        try
        {
            yield return Call(Failing("from below"));
        }
        finally
        {
            Log("parent finally");
        }
    }

    [Coroutine]
    public static IEnumerator<Yield<int>> ChildrenInArguments()
    {
        yield return Sum(See(1), Double(2).Await(), See(3), AtOnce(4).Await());
    }

    [Coroutine]
    public static IEnumerator<Yield> ChildrenInLoop()
    {
        for (var i = 0; i < 3; i++)
            if (AtOnce(i).Await() % 2 == 0)
                yield return Call(Print($"even {i}", 1));
    }

    [Coroutine]
    public static IEnumerator<Yield<string>> Generic()
    {
        yield return Pair(Value(1).Await(), "one").Await() + Pair("two", 2).Await();
    }

    [Coroutine]
    private static IEnumerator<Yield<string>> Pair<TFirst, TSecond>(TFirst first, TSecond second) where TFirst : notnull
    {
        yield return Step(first);
        var again = Value(second).Await();
        yield return $"{first}-{again}";
    }

    [Coroutine]
    public static IEnumerator<Yield> ChildOfEnumerableType()
    {
        Twice().Await();
        var twice = Twice();
        twice.Await();
        yield break;
    }

    [Coroutine]
    private static IEnumerable<Yield> Twice()
    {
        yield return Step("a");
        yield return Step("b");
    }

    [Coroutine]
    public static IEnumerator<Yield> TailCall()
    {
        Log("forward");
        yield return Call(Print("tail"));
    }

    [Coroutine]
    public static IEnumerator<Yield<int>> MutualRecursion()
    {
        yield return Even(5).Await();
    }

    [Coroutine]
    private static IEnumerator<Yield<int>> Even(int n)
    {
        if (n == 0) yield return 0;
        Step(n).Await();
        yield return 1 + Odd(n - 1).Await();
    }

    [Coroutine]
    private static IEnumerator<Yield<int>> Odd(int n)
    {
        if (n == 0) yield return 100;
        yield return 1 + Even(n - 1).Await();
    }
}
