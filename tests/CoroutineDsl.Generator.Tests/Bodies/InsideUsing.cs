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

/// <summary>Each compound statement inside a using.</summary>
public static partial class InsideUsing
{
    [Coroutine]
    public static IEnumerator<Yield> WhileInUsing()
    {
        using (new Resource("outer"))
        {
            var i = 0;
            while (Value(i).Await() < 2)
                i++;
            Log($"{i}");
        }
        Log("after");
        yield break;
    }

    [Coroutine]
    public static IEnumerator<Yield> ForEachInUsing()
    {
        using (new Resource("outer"))
        {
            foreach (var x in new LoggingSequence(2))
                Step(x).Await();
        }
        Log("after");
        yield break;
    }

    [Coroutine]
    public static IEnumerator<Yield> TryFinallyInUsing()
    {
        using (new Resource("outer"))
        {
            try
            {
                Step("inner").Await();
            }
            finally
            {
                Step("inner finally").Await();
            }
        }
        Log("after");
        yield break;
    }

    [Coroutine]
    public static IEnumerator<Yield> TryCatchInUsing()
    {
        using (new Resource("outer"))
        {
            try
            {
                Fail("inner").Await();
            }
            catch (InvalidOperationException inside)
            {
                Step(inside.Message).Await();
            }
        }
        Log("after");
        yield break;
    }

    [Coroutine]
    public static IEnumerator<Yield> SwitchInUsing()
    {
        using (new Resource("outer"))
        {
            switch (Value("b").Await())
            {
                case "a":
                    Step("a").Await();
                    break;
                case "b":
                    Step("b").Await();
                    goto case "a";
            }
        }
        Log("after");
        yield break;
    }

    [Coroutine]
    public static IEnumerator<Yield> ClosureInUsing()
    {
        using (new Resource("outer"))
        {
            var n = Value(1).Await();
            Action bump = () => n++;
            bump();
            Step(n).Await();
            bump();
            Log($"{n}");
        }
        Log("after");
        yield break;
    }
}
