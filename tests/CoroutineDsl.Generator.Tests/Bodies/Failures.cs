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

/// <summary>A wait that fails, in each place where a wait may stand.</summary>
public static partial class Failures
{
    [Coroutine]
    public static IEnumerator<Yield> InTheFirstArgument()
    {
        Sum(Fail<int>("first").Await(), See(2));
        yield break;
    }

    [Coroutine]
    public static IEnumerator<Yield> InTheLastArgument()
    {
        Sum(See(1), Value(2).Await(), Fail<int>("last").Await());
        yield break;
    }

    [Coroutine]
    public static IEnumerator<Yield> InTheReceiver()
    {
        Fail<Box>("receiver").Await().Add(See(1));
        yield break;
    }

    [Coroutine]
    public static IEnumerator<Yield> InTheIndex()
    {
        var a = new int[1];
        a[Fail<int>("index").Await()] = See(1);
        yield break;
    }

    [Coroutine]
    public static IEnumerator<Yield> OnTheRight()
    {
        var x = 1;
        try
        {
            x = Fail<int>("right").Await();
        }
        catch (InvalidOperationException)
        {
            Log($"{x}");
        }
        yield break;
    }

    [Coroutine]
    public static IEnumerator<Yield> OfACompound()
    {
        var x = 1;
        try
        {
            x += Fail<int>("right").Await();
        }
        catch (InvalidOperationException)
        {
            Log($"{x}");
        }
        yield break;
    }

    [Coroutine]
    public static IEnumerator<Yield> InTheCondition()
    {
        if (Fail<bool>("condition").Await())
            Log("never");
        yield break;
    }

    [Coroutine]
    public static IEnumerator<Yield> InTheLoopCondition()
    {
        var i = 0;
        while (i < 2 || Fail<bool>("condition").Await())
            Log($"{i++}");
        yield break;
    }

    [Coroutine]
    public static IEnumerator<Yield> InTheIncrement()
    {
        for (var i = 0; i < 2; i += Fail<int>("increment").Await())
            Log($"{i}");
        yield break;
    }

    [Coroutine]
    public static IEnumerator<Yield> InTheSequence()
    {
        foreach (var x in Fail<int[]>("sequence").Await())
            Log($"{x}");
        yield break;
    }

    [Coroutine]
    public static IEnumerator<Yield> InTheResource()
    {
        using var outer = new Resource("outer");
        using var r = Fail<Resource>("resource").Await();
        Log("never");
        yield break;
    }

    [Coroutine]
    public static IEnumerator<Yield> InTheGovernor()
    {
        switch (Fail<int>("governor").Await())
        {
            default:
                Log("never");
                break;
        }
        yield break;
    }

    [Coroutine]
    public static IEnumerator<Yield> InACase()
    {
        switch (See(1))
        {
            case 1:
                Fail("case").Await();
                break;
        }
        Log("never");
        yield break;
    }

    [Coroutine]
    public static IEnumerator<Yield> InAnInterpolation()
    {
        Log($"{See(1)} {Fail<int>("hole").Await()} {See(2)}");
        yield break;
    }

    [Coroutine]
    public static IEnumerator<Yield> InAnInitializer()
    {
        var box = new Box(See(1)) { Value = Fail<int>("initializer").Await() };
        Log($"{box}");
        yield break;
    }

    [Coroutine]
    public static IEnumerator<Yield> InACollection()
    {
        List<int> list = [See(1), Fail<int>("element").Await(), See(3)];
        Log(Run.Text(list));
        yield break;
    }

    [Coroutine]
    public static IEnumerator<Yield> InATuple()
    {
        var t = (See(1), Fail<int>("part").Await());
        Log($"{t}");
        yield break;
    }

    [Coroutine]
    public static IEnumerator<Yield> InTheLeftOfAnd()
    {
        Log($"{Fail<bool>("left").Await() && See(true)}");
        yield break;
    }

    [Coroutine]
    public static IEnumerator<Yield> InTheRightOfOr()
    {
        Log($"{See(false) || Fail<bool>("right").Await()}");
        yield break;
    }

    [Coroutine]
    public static IEnumerator<Yield> NotReachedInOr()
    {
        Log($"{See(true) || Fail<bool>("right").Await()}");
        yield break;
    }

    [Coroutine]
    public static IEnumerator<Yield> NotReachedInConditional()
    {
        Log(See(true) ? Value("yes").Await() : Fail<string>("no").Await());
        yield break;
    }

    [Coroutine]
    public static IEnumerator<Yield> InAnArm()
    {
        Log(Value(1).Await() switch { 1 => Fail<string>("arm").Await(), _ => "other" });
        yield break;
    }

    [Coroutine]
    public static IEnumerator<Yield> InACoalesce()
    {
        string? none = null;
        Log(none ?? Fail<string>("right").Await());
        yield break;
    }

    [Coroutine]
    public static IEnumerator<Yield> InALambdaArgument()
    {
        Log($"{new[] { 1 }.Aggregate(Fail<int>("seed").Await(), (a, b) => a + b)}");
        yield break;
    }

    [Coroutine]
    public static IEnumerator<Yield<int>> InTheResult()
    {
        Step(1).Await();
        yield return Fail<int>("result").Await();
    }

    [Coroutine]
    public static IEnumerator<Yield> InAChild()
    {
        try
        {
            Failing().Await();
        }
        catch (InvalidOperationException e)
        {
            Log(e.Message);
        }
        yield break;
    }

    [Coroutine]
    public static IEnumerator<Yield> InAChildsFinally()
    {
        try
        {
            FailingInFinally().Await();
        }
        catch (InvalidOperationException e)
        {
            Log(e.Message);
        }
        yield break;
    }

    [Coroutine]
    public static IEnumerator<Yield> InTwoFinallys()
    {
        try
        {
            try
            {
                Fail("body").Await();
            }
            finally
            {
                try
                {
                    Fail("inner").Await();
                }
                finally
                {
                    Step("innermost").Await();
                }
            }
        }
        catch (InvalidOperationException e)
        {
            Log(e.Message);
        }
        yield break;
    }

    [Coroutine]
    public static IEnumerator<Yield> InACatch()
    {
        try
        {
            try
            {
                Throw("body");
            }
            catch (InvalidOperationException)
            {
                Fail("catch").Await();
            }
            finally
            {
                Log("finally");
            }
        }
        catch (InvalidOperationException e)
        {
            Log(e.Message);
        }
        yield break;
    }

    [Coroutine]
    public static IEnumerator<Yield> AgainAndAgain()
    {
        for (var i = 0; i < 3; i++)
            try
            {
                Fail($"round {i}").Await();
            }
            catch (InvalidOperationException e) when (e.Message != "round 2")
            {
                Log(e.Message);
            }
        yield break;
    }

    [Coroutine]
    public static IEnumerator<Yield> InAStream()
    {
        try
        {
            foreach (var x in Stream(1, 2))
                Fail($"item {x}").Await();
        }
        catch (InvalidOperationException e)
        {
            Log(e.Message);
        }
        yield break;
    }

    [Coroutine]
    private static IEnumerator<Yield> Failing()
    {
        Step("child").Await();
        Fail("child fails").Await();
        yield break;
    }

    [Coroutine]
    private static IEnumerator<Yield> FailingInFinally()
    {
        try
        {
            Step("child").Await();
        }
        finally
        {
            Fail("child's finally fails").Await();
        }
        yield break;
    }
}
