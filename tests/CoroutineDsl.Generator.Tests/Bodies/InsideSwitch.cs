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

/// <summary>Each compound statement inside a switch.</summary>
public static partial class InsideSwitch
{
    [Coroutine]
    public static IEnumerator<Yield> WhileInSwitch()
    {
        switch (Value(1).Await())
        {
            case 1:
            {
                var i = 0;
                while (Value(i).Await() < 2)
                    i++;
                Log($"{i}");
                break;
            }
        }
        Log("after");
        yield break;
    }

    [Coroutine]
    public static IEnumerator<Yield> ForEachInSwitch()
    {
        switch (Value(1).Await())
        {
            case 1:
            {
                foreach (var x in new LoggingSequence(2))
                    Step(x).Await();
                break;
            }
        }
        Log("after");
        yield break;
    }

    [Coroutine]
    public static IEnumerator<Yield> TryFinallyInSwitch()
    {
        switch (Value(1).Await())
        {
            case 1:
            {
                try
                {
                    Step("inner").Await();
                }
                finally
                {
                    Step("inner finally").Await();
                }
                break;
            }
        }
        Log("after");
        yield break;
    }

    [Coroutine]
    public static IEnumerator<Yield> TryCatchInSwitch()
    {
        switch (Value(1).Await())
        {
            case 1:
            {
                try
                {
                    Fail("inner").Await();
                }
                catch (InvalidOperationException inside)
                {
                    Step(inside.Message).Await();
                }
                break;
            }
        }
        Log("after");
        yield break;
    }

    [Coroutine]
    public static IEnumerator<Yield> SwitchInSwitch()
    {
        switch (Value(1).Await())
        {
            case 1:
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
                break;
            }
        }
        Log("after");
        yield break;
    }

    [Coroutine]
    public static IEnumerator<Yield> ClosureInSwitch()
    {
        switch (Value(1).Await())
        {
            case 1:
            {
                var n = Value(1).Await();
                Action bump = () => n++;
                bump();
                Step(n).Await();
                bump();
                Log($"{n}");
                break;
            }
        }
        Log("after");
        yield break;
    }
}
