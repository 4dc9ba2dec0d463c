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

/// <summary>Each compound statement inside a try block.</summary>
public static partial class InsideTry
{
    [Coroutine]
    public static IEnumerator<Yield> WhileInTry()
    {
        try
        {
            var i = 0;
            while (Value(i).Await() < 2)
                i++;
            Log($"{i}");
        }
        catch (InvalidOperationException e)
        {
            Log(e.Message);
        }
        Log("after");
        yield break;
    }

    [Coroutine]
    public static IEnumerator<Yield> ForEachInTry()
    {
        try
        {
            foreach (var x in new LoggingSequence(2))
                Step(x).Await();
        }
        catch (InvalidOperationException e)
        {
            Log(e.Message);
        }
        Log("after");
        yield break;
    }

    [Coroutine]
    public static IEnumerator<Yield> TryFinallyInTry()
    {
        try
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
        catch (InvalidOperationException e)
        {
            Log(e.Message);
        }
        Log("after");
        yield break;
    }

    [Coroutine]
    public static IEnumerator<Yield> TryCatchInTry()
    {
        try
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
        catch (InvalidOperationException e)
        {
            Log(e.Message);
        }
        Log("after");
        yield break;
    }

    [Coroutine]
    public static IEnumerator<Yield> SwitchInTry()
    {
        try
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
        catch (InvalidOperationException e)
        {
            Log(e.Message);
        }
        Log("after");
        yield break;
    }

    [Coroutine]
    public static IEnumerator<Yield> ClosureInTry()
    {
        try
        {
            var n = Value(1).Await();
            Action bump = () => n++;
            bump();
            Step(n).Await();
            bump();
            Log($"{n}");
        }
        catch (InvalidOperationException e)
        {
            Log(e.Message);
        }
        Log("after");
        yield break;
    }
}
