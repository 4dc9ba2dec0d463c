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

public static partial class Streams
{
    [Coroutine]
    public static IEnumerator<Yield<int>> Plain()
    {
        var sum = 0;
        foreach (var x in Stream(1, 2, 3))
            sum += x;
        yield return sum;
    }

    [Coroutine]
    public static IEnumerator<Yield> WithWaitsInside()
    {
        foreach (var x in Stream("a", "b"))
        {
            yield return Step(x);
            Log(x);
        }
    }

    [Coroutine]
    public static IEnumerator<Yield> LeftByBreak()
    {
        foreach (var x in Stream(1, 2, 3))
            if (x == 2) break;
        Log("after");
        yield break;
    }

    [Coroutine]
    public static IEnumerator<Yield> Continued()
    {
        foreach (var x in Stream(1, 2, 3))
        {
            if (x == 2) continue;
            Log($"{x}");
        }
        yield break;
    }

    [Coroutine]
    public static IEnumerator<Yield> LeftByException()
    {
        try
        {
            foreach (var x in Stream(1, 2))
                Throw($"at {x}");
        }
        catch (InvalidOperationException e)
        {
            Log(e.Message);
        }
        yield break;
    }

    [Coroutine]
    public static IEnumerator<Yield> JumpedInside()
    {
        foreach (var x in Stream(1, 2))
        {
            var tries = 0;
        again:
            Step($"{x}{tries}").Await();
            tries++;
            if (tries < 2) goto again;
            Log("done");
        }
        yield break;
    }

    [Coroutine]
    public static IEnumerator<Yield> JumpedOutOf()
    {
        var rounds = 0;
    again:
        rounds++;
        foreach (var x in Stream(1, 2))
        {
            Step($"{rounds}{x}").Await();
            if (rounds < 3) goto again;
        }
        yield break;
    }

    [Coroutine]
    public static IEnumerator<Yield> Nested()
    {
        foreach (var x in Stream(1, 2))
            foreach (var y in Stream("a", "b"))
                Log($"{x}{y}");
        yield break;
    }

    [Coroutine]
    public static IEnumerator<Yield> Captured()
    {
        var actions = new List<Action>();
        foreach (var x in Stream(1, 2))
            actions.Add(() => Log($"{x}"));
        actions.ForEach(a => a());
        yield break;
    }

    [Coroutine]
    public static IEnumerator<Yield> Deconstructed()
    {
        foreach (var (n, s) in Stream((1, "one"), (2, "two")))
            Log($"{n} {s}");
        yield break;
    }

    [Coroutine]
    public static IEnumerator<Yield> Converted()
    {
        foreach (long x in Stream(1, 2))
            Log($"{x + 1L}");
        foreach (object x in Stream("a"))
            Log($"{x}");
        yield break;
    }

    [Coroutine]
    public static IEnumerator<Yield> InFinally()
    {
        try
        {
            Step("try").Await();
        }
        finally
        {
            foreach (var x in Stream(1))
                Log($"{x}");
        }
        yield break;
    }

    [Coroutine]
    public static IEnumerator<Yield> InCatch()
    {
        try
        {
            Throw("x");
        }
        catch (InvalidOperationException e)
        {
            foreach (var x in Stream(1, 2))
                Step($"{e.Message}{x}").Await();
        }
        yield break;
    }

    [Coroutine]
    public static IEnumerator<Yield<int>> ResultFromInside()
    {
        foreach (var x in Stream(5, 6))
        {
            SetResult(x);
            yield break;
        }
    }

    [Coroutine]
    public static IEnumerator<Yield> FromAWait()
    {
        foreach (var x in Stream(Value(1).Await(), Value(2).Await()))
            Log($"{x}");
        yield break;
    }
}
