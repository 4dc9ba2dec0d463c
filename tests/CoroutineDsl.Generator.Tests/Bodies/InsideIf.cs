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

/// <summary>Each compound statement inside an if.</summary>
public static partial class InsideIf
{
    [Coroutine]
    public static IEnumerator<Yield> WhileInIf()
    {
        if (See(true))
        {
            var i = 0;
            while (Value(i).Await() < 2)
                i++;
            Log($"{i}");
        }
        else
        {
            Log("never");
        }
        Log("after");
        yield break;
    }

    [Coroutine]
    public static IEnumerator<Yield> ForEachInIf()
    {
        if (See(true))
        {
            foreach (var x in new LoggingSequence(2))
                Step(x).Await();
        }
        else
        {
            Log("never");
        }
        Log("after");
        yield break;
    }

    [Coroutine]
    public static IEnumerator<Yield> TryFinallyInIf()
    {
        if (See(true))
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
        else
        {
            Log("never");
        }
        Log("after");
        yield break;
    }

    [Coroutine]
    public static IEnumerator<Yield> TryCatchInIf()
    {
        if (See(true))
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
        else
        {
            Log("never");
        }
        Log("after");
        yield break;
    }

    [Coroutine]
    public static IEnumerator<Yield> SwitchInIf()
    {
        if (See(true))
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
        else
        {
            Log("never");
        }
        Log("after");
        yield break;
    }

    [Coroutine]
    public static IEnumerator<Yield> ClosureInIf()
    {
        if (See(true))
        {
            var n = Value(1).Await();
            Action bump = () => n++;
            bump();
            Step(n).Await();
            bump();
            Log($"{n}");
        }
        else
        {
            Log("never");
        }
        Log("after");
        yield break;
    }
}
