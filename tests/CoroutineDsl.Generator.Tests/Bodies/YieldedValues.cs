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

/// <summary>Coroutines that yield values, declared in every way.</summary>
public static partial class YieldedValues
{
    private static IEnumerable<T> Plain<T>(params T[] items) => items;

    [Coroutine]
    private static IEnumerable<T> Repeat<T>(T value, int times)
    {
        for (var i = 0; i < times; i++)
        {
            Step($"repeat {i}").Await();
            yield return value;
        }
    }

    [Coroutine]
    public static IEnumerator<Yield> Generic()
    {
        foreach (var x in Repeat("a", 2)) Log(x);
        foreach (var (n, s) in Repeat((1, "one"), 2)) Log($"{n}{s}");
        yield break;
    }

    [Coroutine]
    private static IEnumerable<object?> Objects()
    {
        yield return 1;
        yield return null;
        Step("objects").Await();
        yield return "text";
    }

    [Coroutine]
    public static IEnumerator<Yield> OfObjects()
    {
        foreach (var o in Objects()) Log($"{o ?? "null"}");
        yield break;
    }

    [Coroutine]
    private static IEnumerable<long> Widened()
    {
        yield return 1;
        yield return Value(2).Await();
        yield return default;
    }

    [Coroutine]
    public static IEnumerator<Yield<long>> OfWidened()
    {
        var sum = 0L;
        foreach (var x in Widened()) sum += x + Value(10).Await();
        yield return sum;
    }

    private sealed partial class Tree(string name, params Tree[] children)
    {
        [Coroutine]
        public IEnumerable<string> Walk()
        {
            Step(name).Await();
            yield return name;
            foreach (var child in children)
                foreach (var below in child.Walk())
                    yield return $"{name}/{below}";
        }
    }

    [Coroutine]
    public static IEnumerator<Yield> OfAnInstance()
    {
        foreach (var path in new Tree("a", new Tree("b", new Tree("c")), new Tree("d")).Walk()) Log(path);
        yield break;
    }

    private partial struct Counter(int start)
    {
        private int _next = start;

        [Coroutine]
        public IEnumerable<int> Count(int times)
        {
            while (times-- > 0)
            {
                yield return _next++;
                Step("counted").Await();
            }
        }
    }

    [Coroutine]
    public static IEnumerator<Yield> OfAStruct()
    {
        var counter = new Counter(5);
        foreach (var x in counter.Count(2)) Log($"{x}");
        foreach (var x in counter.Count(1)) Log($"{x}");
        yield break;
    }

    [Coroutine]
    private static IEnumerable<int> Parameters(int from, int to, string label = "default", params int[] extra)
    {
        from++;
        for (; from <= to; from++) yield return from;
        Log(label);
        foreach (var x in extra)
        {
            Step($"extra {x}").Await();
            yield return x;
        }
    }

    [Coroutine]
    public static IEnumerator<Yield> WithArguments()
    {
        foreach (var x in Parameters(to: Value(3).Await(), from: 0)) Log($"{x}");
        foreach (var x in Parameters(1, 2, "given", Value(7).Await(), 8)) Log($"{x}");
        yield break;
    }

    [Coroutine]
    private static IEnumerable<int> Filtered(IEnumerable<int> source, Func<int, bool> test)
    {
        foreach (var x in source)
            if (test(x))
                yield return x;
            else
                Step($"dropped {x}").Await();
    }

    [Coroutine]
    public static IEnumerator<Yield> OverAnOrdinarySequence()
    {
        foreach (var x in Filtered(Plain(1, 2, 3, 4), n => n % 2 == 0)) Log($"{x}");
        yield break;
    }

    [Coroutine]
    private static IEnumerable<int> Numbers()
    {
        yield return 1;
        Step("numbers").Await();
        yield return 2;
    }

    [Coroutine]
    public static IEnumerator<Yield> InACall()
    {
        Log($"{Sum(Value(1).Await(), 2)}");
        foreach (var x in (Numbers())) Step($"{x}").Await();
        yield break;
    }

    [Coroutine]
    private static IEnumerable<Func<int>> Functions()
    {
        for (var i = 0; i < 3; i++)
        {
            var copy = i;
            yield return () => copy;
            Step("made").Await();
            copy += 10;
        }
    }

    [Coroutine]
    public static IEnumerator<Yield> OfFunctions()
    {
        var all = new List<Func<int>>();
        foreach (var f in Functions())
        {
            Log($"{f()}");
            all.Add(f);
        }

        Log(string.Join(",", all.Select(f => f())));
        yield break;
    }

    [Coroutine]
    private static IEnumerable<int> Coroutines()
    {
        yield return Child(1).Await();
        yield return Child(2).Await() + Later(3).Await();
        Child(4).Await();
    }

    [Coroutine]
    public static IEnumerator<Yield> OfNestedCoroutines()
    {
        foreach (var x in Coroutines()) Log($"{x}");
        yield break;
    }

    [Coroutine]
    public static IEnumerator<Yield> InAHandlerThatRethrows()
    {
        try
        {
            Throw("x");
        }
        catch (InvalidOperationException)
        {
            foreach (var x in Numbers()) Log($"{x}");
            throw;
        }
        finally
        {
            foreach (var x in Numbers())
                if (x == 1) break;
        }

        yield break;
    }
}
