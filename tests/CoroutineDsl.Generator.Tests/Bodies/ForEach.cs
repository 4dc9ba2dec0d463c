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

public static partial class ForEach
{
    [Coroutine]
    public static IEnumerator<Yield<int>> Array()
    {
        var sum = 0;
        foreach (var x in new[] { 1, 2, 3 })
            sum += Value(x).Await();
        yield return sum;
    }

    [Coroutine]
    public static IEnumerator<Yield> ArrayFromWait()
    {
        foreach (var x in Value(new[] { "a", "b" }).Await())
            yield return Step(x);
    }

    [Coroutine]
    public static IEnumerator<Yield> List()
    {
        foreach (var x in new List<int> { 1, 2, 3 })
        {
            if (x == 2) continue;
            yield return Step(x);
        }
    }

    [Coroutine]
    public static IEnumerator<Yield> ListChangedWhileEnumerated()
    {
        var list = new List<int> { 1, 2 };
        foreach (var x in list)
        {
            Step(x).Await();
            list.Add(x);
        }
        yield break;
    }

    [Coroutine]
    public static IEnumerator<Yield> Interface()
    {
        foreach (var x in new LoggingSequence(3))
            yield return Step(x);
    }

    [Coroutine]
    public static IEnumerator<Yield> InterfaceLeftByBreak()
    {
        foreach (var x in new LoggingSequence(3))
        {
            Step(x).Await();
            if (x == 1) break;
        }
        Log("after");
        yield break;
    }

    [Coroutine]
    public static IEnumerator<Yield> InterfaceLeftByException()
    {
        try
        {
            foreach (var x in new LoggingSequence(3))
            {
                Step(x).Await();
                if (x == 1) Throw("inside");
            }
        }
        catch (InvalidOperationException e)
        {
            Log(e.Message);
        }
        yield break;
    }

    [Coroutine]
    public static IEnumerator<Yield<int>> InterfaceLeftByResult()
    {
        foreach (var x in new LoggingSequence(3))
        {
            Step(x).Await();
            if (x == 1) yield return x;
        }
        yield return -1;
    }

    [Coroutine]
    public static IEnumerator<Yield> Pattern()
    {
        foreach (var x in new PatternSequence(3))
            yield return Step(x);
    }

    [Coroutine]
    public static IEnumerator<Yield> String()
    {
        foreach (var c in "abc")
            yield return Step(c);
    }

    [Coroutine]
    public static IEnumerator<Yield> MultiDimensionalArray()
    {
        foreach (var x in new[,] { { 1, 2 }, { 3, 4 } })
            yield return Step(x);
    }

    [Coroutine]
    public static IEnumerator<Yield> Dictionary()
    {
        foreach (var (key, value) in new SortedDictionary<string, int> { ["a"] = 1, ["b"] = 2 })
            yield return Step($"{key}={value}");
    }

    [Coroutine]
    public static IEnumerator<Yield> ExplicitElementType()
    {
        foreach (int x in new object[] { 1, 2 })
            yield return Step(x);
        foreach (long x in new[] { 3, 4 })
            yield return Step(x);
    }

    [Coroutine]
    public static IEnumerator<Yield> WrongElementType()
    {
        foreach (string x in new object[] { "a", 2 })
            yield return Step(x);
    }

    [Coroutine]
    public static IEnumerator<Yield> NullArray()
    {
        int[] nothing = null!;
        Step("before").Await();
        foreach (var x in nothing)
            yield return Step(x);
    }

    [Coroutine]
    public static IEnumerator<Yield> Linq()
    {
        foreach (var g in Enumerable.Range(0, 6).GroupBy(n => n % 2))
        {
            Step($"group {g.Key}").Await();
            foreach (var x in g)
                Step(x).Await();
        }
        yield break;
    }

    [Coroutine]
    public static IEnumerator<Yield> NestedSameName()
    {
        foreach (var x in new[] { 1, 2 })
            yield return Step(x);
        foreach (var x in new[] { "a", "b" })
            yield return Step(x);
    }

    [Coroutine]
    public static IEnumerator<Yield> CapturedPerIteration()
    {
        var actions = new List<Action>();
        foreach (var x in new[] { 1, 2, 3 })
        {
            Step(x).Await();
            actions.Add(() => Log($"captured {x}"));
        }
        foreach (var action in actions)
        {
            action();
            yield return Step("between");
        }
    }

    [Coroutine]
    public static IEnumerator<Yield> ExtensionGetEnumerator()
    {
        foreach (var x in (1, 4))
            yield return Step(x);
    }

    private static IEnumerator<int> GetEnumerator(this (int From, int To) range)
    {
        for (var i = range.From; i < range.To; i++)
            yield return i;
    }

    [Coroutine]
    public static IEnumerator<Yield> SpanInsideWithoutWaits()
    {
        yield return Step(1);
        foreach (var c in "abc".AsSpan())
            Log($"{c}");
        yield return Step(2);
    }
}
