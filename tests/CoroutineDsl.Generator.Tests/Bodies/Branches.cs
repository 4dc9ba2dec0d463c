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

public static partial class Branches
{
    [Coroutine]
    public static IEnumerator<Yield> IfElse()
    {
        for (var i = 0; i < 3; i++)
        {
            if (i == 0)
                yield return Step("zero");
            else if (i == 1)
                yield return Step("one");
            else
            {
                Log("more");
                yield return Step("more");
            }
        }
    }

    [Coroutine]
    public static IEnumerator<Yield> WaitInCondition()
    {
        if (Value(true).Await())
            Log("yes");
        else
            Log("no");
        if (!Value(true).Await())
            Log("yes");
        else
            Log("no");
        yield break;
    }

    [Coroutine]
    public static IEnumerator<Yield> DanglingElse()
    {
        if (Value(true).Await())
            if (Value(false).Await())
                Log("a");
            else
                Log("b");
        yield break;
    }

    [Coroutine]
    public static IEnumerator<Yield> PatternVariableInThen()
    {
        object o = Value<object>("text").Await();
        if (o is string s && s.Length > 2)
        {
            Step(s).Await();
            Log(s);
        }
        yield break;
    }

    [Coroutine]
    public static IEnumerator<Yield> PatternVariableAfterNegation()
    {
        object o = 5;
        if (o is not int n)
        {
            yield return Step("no");
            yield break;
        }
        yield return Step(n);
        Log($"{n + 1}");
    }

    [Coroutine]
    public static IEnumerator<Yield> OutVariableInCondition()
    {
        if (int.TryParse(Value("12").Await(), out var n))
        {
            Step(n).Await();
            Log($"{n}");
        }
        Step(n).Await();
        yield break;
    }

    [Coroutine]
    public static IEnumerator<Yield> SwitchOnConstants()
    {
        for (var i = 0; i < 5; i++)
        {
            switch (i)
            {
                case 0:
                    yield return Step("zero");
                    break;
                case 1:
                case 2:
                    yield return Step("one or two");
                    if (i == 2) break;
                    Log("one");
                    break;
                default:
                    yield return Step("default");
                    break;
                case 3:
                    Log("three");
                    break;
            }
            Log("after");
        }
    }

    [Coroutine]
    public static IEnumerator<Yield> SwitchOnWait()
    {
        switch (Value("b").Await())
        {
            case "a":
                Log("a");
                break;
            case "b":
                Step("b").Await();
                goto case "a";
            default:
                Log("default");
                break;
        }
        yield break;
    }

    [Coroutine]
    public static IEnumerator<Yield> SwitchWithGotoCase()
    {
        for (var i = 0; i < 3; i++)
            switch (i)
            {
                case 0:
                    yield return Step("zero");
                    goto case 1;
                case 1:
                    yield return Step("one");
                    goto default;
                default:
                    yield return Step("default");
                    break;
            }
    }

    [Coroutine]
    public static IEnumerator<Yield> SwitchOnPatterns()
    {
        foreach (var o in new object?[] { 1, 20, "text", null, 2.5, new Point(1, 2), new Point(0, 3), Array.Empty<int>() })
            switch (o)
            {
                case int n when n > 10:
                    Step($"big {n}").Await();
                    Log($"{n}");
                    break;
                case int n:
                    Step($"small {n}").Await();
                    break;
                case string { Length: > 3 } s:
                    Step(s).Await();
                    Log(s);
                    break;
                case null:
                    Step("null").Await();
                    break;
                case Point(0, var y):
                    Step(y).Await();
                    Log($"{y}");
                    break;
                case Point { X: var x } p:
                    Step(x).Await();
                    Log($"{x} {p}");
                    break;
                case double or float:
                    Step("real").Await();
                    break;
                default:
                    Step("other").Await();
                    break;
            }
        yield break;
    }

    [Coroutine]
    public static IEnumerator<Yield> SwitchWithDeclarationsSharedBySections()
    {
        for (var i = 0; i < 2; i++)
            switch (i)
            {
                case 0:
                    int x = 1;
                    Step(x).Await();
                    break;
                case 1:
                    x = 2;
                    Step(x).Await();
                    Log($"{x}");
                    break;
            }
        yield break;
    }

    [Coroutine]
    public static IEnumerator<Yield> SwitchInLoopWithContinueAndBreak()
    {
        var i = 0;
        while (true)
        {
            i++;
            switch (i)
            {
                case 1:
                    Step("one").Await();
                    continue;
                case 2:
                    Step("two").Await();
                    break;
                case 3:
                    yield break;
            }
            Log($"after {i}");
        }
    }

    [Coroutine]
    public static IEnumerator<Yield> SwitchOnTupleAndEnum()
    {
        foreach (var (a, b) in new[] { (1, DayOfWeek.Monday), (2, DayOfWeek.Friday), (3, DayOfWeek.Sunday) })
            switch (a, b)
            {
                case (1, _):
                    yield return Step("one");
                    break;
                case (_, DayOfWeek.Friday):
                    yield return Step("friday");
                    break;
                case var (n, d):
                    yield return Step($"{n} {d}");
                    break;
            }
    }

    [Coroutine]
    public static IEnumerator<Yield> SwitchWithoutMatch()
    {
        switch (Value(9).Await())
        {
            case 1:
                Step(1).Await();
                break;
        }
        Log("after");
        yield break;
    }

    [Coroutine]
    public static IEnumerator<Yield> SwitchWithWhenThatLogs()
    {
        switch (Value(3).Await())
        {
            case var n when See(n) > 5:
                Step("big").Await();
                break;
            case var n when See(n * 2) > 5:
                Step("medium").Await();
                Log($"{n}");
                break;
            default:
                Step("small").Await();
                break;
        }
        yield break;
    }

    [Coroutine]
    public static IEnumerator<Yield> Goto()
    {
        var i = 0;
    again:
        yield return Step(i);
        i++;
        if (i < 3)
            goto again;
        goto end;
    end:
        Log("end");
    }

    [Coroutine]
    public static IEnumerator<Yield> GotoOutOfLoops()
    {
        for (var i = 0; i < 3; i++)
        {
            for (var j = 0; j < 3; j++)
            {
                Step($"{i} {j}").Await();
                if (i == 1 && j == 1)
                    goto found;
                if (j == 2)
                    goto next;
            }
        next:
            Log("next");
        }
        Log("not found");
    found:
        Log("done");
        yield break;
    }

    [Coroutine]
    public static IEnumerator<Yield> GotoOutOfPlainLoop()
    {
        yield return Step(1);
        while (true)
        {
            foreach (var x in new[] { 1, 2, 3 })
                if (x == 2)
                    goto done;
        }
    done:
        yield return Step(2);
    }
}
