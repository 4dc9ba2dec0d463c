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

/// <summary>Waits that are over before they begin: the machine goes on without a switch.</summary>
public static partial class Immediate
{
    [Coroutine]
    public static IEnumerator<Yield> Statement()
    {
        NowStep(1).Await();
        Log("after");
        yield break;
    }

    [Coroutine]
    public static IEnumerator<Yield> Yielded()
    {
        yield return NowStep(1);
        Log("after");
        yield return NowStep(2);
    }

    [Coroutine]
    public static IEnumerator<Yield> Declared()
    {
        var x = Now(1).Await();
        Log($"{x}");
        yield break;
    }

    [Coroutine]
    public static IEnumerator<Yield<int>> Typed()
    {

        yield return Now(4).Await();
    }

    [Coroutine]
    public static IEnumerator<Yield> InWhile()
    {
        var i = 0;
        while (Now(i).Await() < 3)
            i += Now(1).Await();
        Log($"{i}");
        yield break;
    }

    [Coroutine]
    public static IEnumerator<Yield> InFor()
    {
        for (var i = Now(0).Await(); i < Now(2).Await(); i += Now(1).Await())
            Log($"{i}");
        yield break;
    }

    [Coroutine]
    public static IEnumerator<Yield> InDo()
    {
        var i = 0;
        do
            NowStep(i).Await();
        while (Now(++i).Await() < 2);
        yield break;
    }

    [Coroutine]
    public static IEnumerator<Yield> InForEach()
    {
        foreach (var x in Now(new[] { 1, 2 }).Await())
            NowStep(x).Await();
        yield break;
    }

    [Coroutine]
    public static IEnumerator<Yield> InForEachList()
    {
        foreach (var x in new List<int> { 1, 2 })
        {
            if (Now(x).Await() == 1) continue;
            Log($"{x}");
        }
        yield break;
    }

    [Coroutine]
    public static IEnumerator<Yield> InSwitch()
    {
        switch (Now(2).Await())
        {
            case 1:
                NowStep("one").Await();
                break;
            case 2:
                NowStep("two").Await();
                goto case 1;
        }
        yield break;
    }

    [Coroutine]
    public static IEnumerator<Yield> InTry()
    {
        try
        {
            NowStep(1).Await();
            Throw("x");
        }
        catch (InvalidOperationException e)
        {
            NowStep(e.Message).Await();
        }
        finally
        {
            NowStep("finally").Await();
        }
        yield break;
    }

    [Coroutine]
    public static IEnumerator<Yield> InTryMixed()
    {
        try
        {
            NowStep(1).Await();
            Step(2).Await();
        }
        finally
        {
            NowStep("finally").Await();
            Step("finally too").Await();
        }
        yield break;
    }

    [Coroutine]
    public static IEnumerator<Yield> InUsing()
    {
        using var r = new Resource(Now("r").Await());
        NowStep(1).Await();
        yield break;
    }

    [Coroutine]
    public static IEnumerator<Yield> InLoopOfTries()
    {
        for (var i = 0; i < 3; i++)
            try
            {
                if (Now(i).Await() == 1) continue;
                NowStep("body").Await();
            }
            finally
            {
                NowStep($"finally {i}").Await();
            }
        yield break;
    }

    [Coroutine]
    public static IEnumerator<Yield> InArguments()
    {
        Log($"{Sum(See(1), Now(2).Await(), Value(3).Await(), Now(4).Await())}");
        yield break;
    }

    [Coroutine]
    public static IEnumerator<Yield> InLogic()
    {
        Log($"{Now(true).Await() && Now(false).Await() || Now(true).Await()}");
        yield break;
    }

    [Coroutine]
    public static IEnumerator<Yield> InConditional()
    {
        Log(Now(true).Await() ? Now("a").Await() : Now("b").Await());
        yield break;
    }

    [Coroutine]
    public static IEnumerator<Yield> InCoalesce()
    {
        string? none = null;
        Log(none ?? Now(none).Await() ?? Now("c").Await());
        yield break;
    }

    [Coroutine]
    public static IEnumerator<Yield> InAssignments()
    {
        var a = new int[2];
        a[Now(0).Await()] = Now(5).Await();
        a[1] += a[Now(0).Await()] + Now(1).Await();
        Log(Run.Text(a));
        yield break;
    }

    [Coroutine]
    public static IEnumerator<Yield> InInitializers()
    {
        var box = new Box(Now(1).Await()) { Value = Now(2).Await() };
        Log($"{box}");
        yield break;
    }

    [Coroutine]
    public static IEnumerator<Yield> InStrings()
    {
        Log($"{Now(1).Await()} {Value(2).Await()} {Now(3).Await()}");
        yield break;
    }

    [Coroutine]
    public static IEnumerator<Yield> InClosures()
    {
        var actions = new List<Action>();
        for (var i = 0; i < 2; i++)
        {
            var copy = Now(i).Await();
            actions.Add(() => Log($"{copy++}"));
            NowStep(i).Await();
            actions[^1]();
        }
        actions.ForEach(a => a());
        yield break;
    }

    [Coroutine]
    public static IEnumerator<Yield> InSwitchExpression()
    {
        Log(Now(3).Await() switch { 1 => Now("one").Await(), var n when n > 2 => Now($"many {n}").Await(), _ => "none" });
        yield break;
    }

    [Coroutine]
    public static IEnumerator<Yield> InStream()
    {
        foreach (var x in Stream(1, 2))
            Log($"{Now(x).Await()}");
        yield break;
    }

    [Coroutine]
    public static IEnumerator<Yield> MixedWithSuspensions()
    {
        for (var i = 0; i < 4; i++)
            Log($"{(i % 2 == 0 ? Now(i).Await() : Value(i).Await())}");
        yield break;
    }

    [Coroutine]
    public static IEnumerator<Yield> ManyInALoop()
    {
        var sum = 0L;
        for (var i = 0; i < 2000; i++)
            sum += Task.FromResult(i).Await();
        Log($"{sum}");
        yield break;
    }

    [Coroutine]
    public static IEnumerator<Yield> FailingAtOnce()
    {
        try
        {
            FailNow<int>("at once").Await();
        }
        catch (InvalidOperationException e)
        {
            Log(e.Message);
        }
        yield break;
    }

    [Coroutine]
    public static IEnumerator<Yield> FailingAtOnceInFinally()
    {
        try
        {
            try
            {
                NowStep(1).Await();
            }
            finally
            {
                FailNow<int>("in finally").Await();
            }
        }
        catch (InvalidOperationException e)
        {
            Log(e.Message);
        }
        yield break;
    }
}
