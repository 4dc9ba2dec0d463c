using System;
using System.Collections.Generic;
using CoroutineDsl;
using CoroutineDsl.Oracle;
using static CoroutineDsl.Coroutine;
using static CoroutineDsl.Oracle.Common;
using static CoroutineDsl.Oracle.Script;

namespace Bodies;

/// <summary>Coroutines that end by running another: it takes their place, and nothing but the stack may tell.</summary>
public static partial class Tails
{
    [Coroutine]
    private static IEnumerator<Yield<int>> Sum(int n, int total)
    {
        if (n == 0)
            yield return total;
        if (n % 3 == 0)
            Step(n).Await();
        yield return Sum(n - 1, total + n).Await();
    }

    [Coroutine]
    private static IEnumerator<Yield> Count(int n)
    {
        Log($"{n}");
        Step(n).Await();
        if (n > 0)
            yield return Call(Count(n - 1));
        else
            Log("down");
    }

    [Coroutine]
    private static IEnumerator<Yield<string>> Fails(int n)
    {
        if (n == 0)
            throw new InvalidOperationException(Value("at the bottom").Await());
        SetResult(Fails(n - 1).Await());
        yield break;
    }

    [Coroutine]
    private static IEnumerator<Yield<int>> Guarded(int n)
    {
        try
        {
            if (n > 0)
            {
                SetResult(Guarded(n - 1).Await());
                yield break;
            }
            SetResult(Value(1).Await());
        }
        finally
        {
            Log($"finally {n}");
        }
    }

    [Coroutine]
    private static IEnumerator<Yield<long>> Widened(int n)
    {
        yield return Sum(n, 1).Await();
    }

    [Coroutine]
    private static IEnumerator<Yield<int>> Even(int n)
    {
        if (n == 0)
        {
            SetResult(1);
            yield break;
        }
        Step($"even {n}").Await();
        SetResult(Odd(n - 1).Await());
        yield break;
    }

    [Coroutine]
    private static IEnumerator<Yield<int>> Odd(int n)
    {
        SetResult(7);
        if (n > 0)
            yield return Even(n - 1).Await();
    }

    [Coroutine]
    public static IEnumerator<Yield> OfAResult()
    {
        Log($"{Sum(10, 0).Await()} {Widened(4).Await()}");
        yield break;
    }

    [Coroutine]
    public static IEnumerator<Yield> WithoutAResult()
    {
        yield return Call(Count(4));
        Log("back");
        yield return Call(Count(1));
    }

    [Coroutine]
    public static IEnumerator<Yield> OfTheWholeBody()
    {
        yield return Call(Count(3));
    }

    [Coroutine]
    public static IEnumerator<Yield<int>> AsTheRoot()
    {
        yield return Sum(6, 0).Await();
    }

    [Coroutine]
    public static IEnumerator<Yield> OfMutualRecursion()
    {
        Log($"{Even(4).Await()} {Even(5).Await()}");
        yield break;
    }

    [Coroutine]
    public static IEnumerator<Yield> FailuresReachTheCaller()
    {
        try
        {
            Log(Fails(3).Await());
        }
        catch (InvalidOperationException e)
        {
            Log($"caught {e.Message} {Value(1).Await()}");
        }
        yield return Call(Count(1));
    }

    [Coroutine]
    public static IEnumerator<Yield> NotOutOfATry()
    {
        Log($"{Guarded(3).Await()}");
        yield break;
    }

    [Coroutine]
    public static IEnumerator<Yield> OutOfALoop()
    {
        for (var i = 0; ; i++)
        {
            Step(i).Await();
            if (i == 2)
            {
                yield return Call(Count(1));
                yield break;
            }
        }
    }

    [Coroutine]
    public static IEnumerator<Yield<int>> OutOfAHandler()
    {
        try
        {
            Throw("first");
            Step("never").Await();
        }
        catch (InvalidOperationException) when (See(true))
        {
            Step("handled").Await();
            SetResult(Sum(3, 0).Await());
            yield break;
        }
        yield return 0;
    }

    [Coroutine]
    public static IEnumerator<Yield> AfterSomethingToDispose()
    {
        using (new Noisy("resource"))
            Step(1).Await();
        using var held = new Noisy("held");
        yield return Call(Count(1));
    }

    private sealed class Noisy(string name) : IDisposable
    {
        public void Dispose() => Log($"dispose {name}");
    }
}
