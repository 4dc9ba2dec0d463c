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

public static partial class Sequences
{
    [Coroutine]
    public static IEnumerator<Yield> Empty()
    {
        yield break;
    }

    [Coroutine]
    public static IEnumerator<Yield> OneStep()
    {
        yield return Step(1);
    }

    [Coroutine]
    public static IEnumerator<Yield> Steps()
    {
        Log("a");
        yield return Step(1);
        Log("b");
        yield return Step(2);
        Log("c");
    }

    [Coroutine]
    public static IEnumerator<Yield> StepsByAwait()
    {
        Log("a");
        Step(1).Await();
        Log("b");
        Step(2).Await();
        Log("c");
        yield break;
    }

    [Coroutine]
    public static IEnumerator<Yield<int>> Result()
    {
        yield return Step(1);
        yield return 42;
    }

    [Coroutine]
    public static IEnumerator<Yield<int>> NoResult()
    {
        yield return Step(1);
    }

    [Coroutine]
    public static IEnumerator<Yield<string>> ResultOfWaits()
    {
        var a = Value("a").Await();
        var b = Later("b").Await();
        var c = Now("c").Await();
        var d = Child("d").Await();
        yield return a + b + c + d;
    }

    [Coroutine]
    public static IEnumerator<Yield<int>> ResultByCall()
    {
        SetResult(1);
        Step(1).Await();
        SetResult(2);
        yield break;
    }

    [Coroutine]
    public static IEnumerator<Yield<int>> ResultInTheMiddle()
    {
        var n = Value(3).Await();
        if (n > 2)
            yield return n;
        Log("not reached");
        yield return 0;
    }

    [Coroutine]
    public static IEnumerator<Yield<object>> ResultOfObjectType()
    {
        Step(1).Await();
        SetResult<object>("boxed");
        yield break;
    }

    [Coroutine]
    public static IEnumerator<Yield<IReadOnlyList<int>>> ResultOfInterfaceType()
    {
        var list = new List<int> { Value(1).Await(), Value(2).Await() };
        SetResult<IReadOnlyList<int>>(list);
        yield break;
    }

    [Coroutine]
    public static IEnumerator<Yield<int?>> NullableResult()
    {
        var n = Value<int?>(null).Await();
        yield return n ?? Value(5).Await();
    }

    [Coroutine]
    public static IEnumerator<Yield<(int Count, string Name)>> TupleResult()
    {
        var n = Value(2).Await();
        yield return (n, Value("two").Await());
    }

    [Coroutine]
    public static IEnumerator<Yield> EverythingThatWaits()
    {
        yield return Step("suspension");
        yield return LaterStep("task");
        yield return NowStep("value task");
        yield return Value("suspension with a value");
        yield return Later("task with a value");
        yield return Now("value task with a value");
        yield return Call(Child("child"));
        Step("suspension").Await();
        LaterStep("task").Await();
        NowStep("value task").Await();
        Value("suspension with a value").Await();
        Later("task with a value").Await();
        Now("value task with a value").Await();
        Child("child").Await();
    }

    [Coroutine]
    public static IEnumerator<Yield> Failing()
    {
        Log("before");
        yield return Fail("broken");
        Log("not reached");
    }

    [Coroutine]
    public static IEnumerator<Yield> FailingAtOnce()
    {
        Log("before");
        FailNow<int>("broken").Await();
        Log("not reached");
        yield break;
    }

    [Coroutine]
    public static IEnumerator<Yield> ThrowingBeforeTheFirstWait()
    {
        Throw("first");
        yield return Step(1);
    }

    [Coroutine]
    public static IEnumerator<Yield> ThrowingBetween()
    {
        yield return Step(1);
        Throw("between");
        yield return Step(2);
    }

    [Coroutine]
    public static IEnumerator<Yield> ThrowingInTheArgument()
    {
        yield return Step(Throw<int>("argument"));
    }

    [Coroutine]
    public static IEnumerable<Yield> Enumerable()
    {
        yield return Step(1);
        Value(2).Await();
    }

    [Coroutine]
    public static IEnumerable<Yield<int>> EnumerableWithResult()
    {
        yield return Step(1);
        yield return Value(2).Await() + 1;
    }

    [Coroutine]
    public static IEnumerator<Yield> Blocks()
    {
        {
            var x = Value(1).Await();
            Log($"{x}");
            {
                var y = Value(2).Await();
                Log($"{x + y}");
            }
        }
        {
            var x = Value("again").Await();
            Log(x);
        }
        yield break;
    }

    [Coroutine]
    public static IEnumerator<Yield> EmptyStatements()
    {
        ;
        yield return Step(1);
        ;
        {
        }
    }

    [Coroutine]
    public static IEnumerator<Yield> UnreachableEnd()
    {
        yield return Step(1);
        yield break;
#pragma warning disable CS0162
        Log("never");
#pragma warning restore CS0162
    }
}
