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

public static partial class Loops
{
    [Coroutine]
    public static IEnumerator<Yield<int>> While()
    {
        var i = 0;
        while (i < 3)
        {
            yield return Step(i);
            i++;
        }
        yield return i;
    }

    [Coroutine]
    public static IEnumerator<Yield<int>> WhileWithWaitInTheCondition()
    {
        var i = 0;
        while (Value(i).Await() < 3)
            i++;
        yield return i;
    }

    [Coroutine]
    public static IEnumerator<Yield<int>> WhileTrueBreak()
    {
        var sum = 0;
        while (true)
        {
            var n = Value(sum + 1).Await();
            if (n > 5) break;
            if (n == 3)
            {
                sum += 2;
                continue;
            }
            sum += n;
        }
        yield return sum;
    }

    [Coroutine]
    public static IEnumerator<Yield<int>> DoWhile()
    {
        var i = 0;
        do
        {
            Step(i).Await();
            i++;
            if (i == 2) continue;
            Log($"after {i}");
        }
        while (Value(i).Await() < 4);
        yield return i;
    }

    [Coroutine]
    public static IEnumerator<Yield> DoOnce()
    {
        do
            Step("once").Await();
        while (false);
        yield break;
    }

    [Coroutine]
    public static IEnumerator<Yield<int>> For()
    {
        var sum = 0;
        for (var i = 0; i < 4; i++)
        {
            if (i == 1) continue;
            sum += Value(i).Await();
            if (i == 3) break;
        }
        yield return sum;
    }

    [Coroutine]
    public static IEnumerator<Yield<int>> ForWithWaitsEverywhere()
    {
        var sum = 0;
        for (int i = Value(0).Await(), n = Value(3).Await(); i < Value(n).Await(); i += Value(1).Await(), Log("next"))
            sum += Value(i).Await();
        yield return sum;
    }

    [Coroutine]
    public static IEnumerator<Yield> ForWithoutParts()
    {
        var i = 0;
        for (;;)
        {
            if (i++ == 2) break;
            yield return Step(i);
        }
    }

    [Coroutine]
    public static IEnumerator<Yield> ForWithExpressionInitializers()
    {
        int i, j;
        for (i = 0, j = 10; i < j; i += 3, j -= 2)
            yield return Step($"{i} {j}");
    }

    [Coroutine]
    public static IEnumerator<Yield> NestedLoops()
    {
        for (var i = 0; i < 3; i++)
        {
            for (var j = 0; j < 3; j++)
            {
                if (j == 1) continue;
                if (i == 1) break;
                yield return Step($"{i} {j}");
            }
            var k = 0;
            while (k < i)
            {
                k++;
                Value(k).Await();
            }
        }
    }

    [Coroutine]
    public static IEnumerator<Yield> LoopsWithoutWaitsInside()
    {
        for (var i = 0; i < 2; i++)
        {
            foreach (var x in new[] { 1, 2, 3, 4 })
            {
                if (x == 2) continue;
                if (x == 4) break;
                Log($"{i} {x}");
            }
            Step(i).Await();
            var n = 0;
            while (true)
            {
                if (++n > 2) break;
            }
            Log($"{n}");
        }
        yield break;
    }

    [Coroutine]
    public static IEnumerator<Yield> BreakOfAnOuterLoopFromAnInnerBlock()
    {
        for (var i = 0; i < 5; i++)
        {
            Step(i).Await();
            if (i == 1)
            {
                Log("one");
                continue;
            }
            switch (i)
            {
                case 2:
                    Log("two");
                    continue;
                case 3:
                    Log("three");
                    break;
            }
            if (i == 3)
            {
                {
                    break;
                }
            }
        }
        yield break;
    }

    [Coroutine]
    public static IEnumerator<Yield> FreshVariableEachTime()
    {
        for (var i = 0; i < 3; i++)
        {
            int x;
            if (i == 0) x = 10;
            else x = i;
            Step(x).Await();
            string? text = null;
            text ??= Value($"{i}").Await();
            Log(text);
        }
        yield break;
    }

    [Coroutine]
    public static IEnumerator<Yield<int>> LoopVariableAcrossManyWaits()
    {
        long total = 0;
        for (byte b = 250; b != 2; b++)
            total += Value(b).Await();
        yield return (int)total;
    }

    [Coroutine]
    public static IEnumerator<Yield> WhileWithPatternVariable()
    {
        object? next = 3;
        while (next is int n and > 0)
        {
            Step(n).Await();
            next = n == 1 ? "end" : n - 1;
        }
        Log($"{next}");
        yield break;
    }

    [Coroutine]
    public static IEnumerator<Yield> WhileWithOutVariable()
    {
        var words = new Queue<string>(["a", "b", "c"]);
        while (words.TryDequeue(out var word))
            Value(word).Await();
        yield break;
    }
}
