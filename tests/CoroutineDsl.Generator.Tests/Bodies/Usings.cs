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

public static partial class Usings
{
    [Coroutine]
    public static IEnumerator<Yield> UsingStatement()
    {
        using (var r = new Resource("r"))
        {
            yield return Step(1);
            Log($"{r}");
        }
        Log("after");
    }

    [Coroutine]
    public static IEnumerator<Yield> UsingExpression()
    {
        using (new Resource(Value("r").Await()))
            yield return Step(1);
    }

    [Coroutine]
    public static IEnumerator<Yield> UsingNull()
    {
        Resource? nothing = null;
        using (nothing)
            yield return Step(1);
        Log("after");
    }

    [Coroutine]
    public static IEnumerator<Yield> UsingDeclaration()
    {
        using var a = new Resource("a");
        yield return Step(1);
        using var b = new Resource(Value("b").Await());
        yield return Step(2);
        Log($"{a} {b}");
    }

    [Coroutine]
    public static IEnumerator<Yield> UsingDeclarationInLoop()
    {
        for (var i = 0; i < 3; i++)
        {
            using var r = new Resource($"{i}");
            Step(i).Await();
            if (i == 0) continue;
            if (i == 1) break;
        }
        Log("after");
        yield break;
    }

    [Coroutine]
    public static IEnumerator<Yield> UsingSeveral()
    {
        using (Resource a = new("a"), b = new("b"))
        {
            yield return Step($"{a}{b}");
            Fail("inside").Await();
        }
    }

    [Coroutine]
    public static IEnumerator<Yield> UsingStruct()
    {
        using var r = new StructResource("s");
        r.Use();
        yield return Step(1);
        r.Use();
        yield return Step(2);
    }

    [Coroutine]
    public static IEnumerator<Yield> UsingWhoseMakingFails()
    {
        using var a = new Resource("a");
        Step(1).Await();
        using var b = new Resource(Throw<string>("no b"));
        Step(2).Await();
        yield break;
    }

    [Coroutine]
    public static IEnumerator<Yield> UsingInTry()
    {
        try
        {
            using var r = new Resource("r");
            Step(1).Await();
            Throw("inside");
        }
        catch (InvalidOperationException e)
        {
            Step(e.Message).Await();
        }
        yield break;
    }

    [Coroutine]
    public static IEnumerator<Yield> UsingWithoutWaits()
    {
        yield return Step(1);
        using (var r = new Resource("r"))
            Log($"{r}");
        yield return Step(2);
    }

    [Coroutine]
    public static IEnumerator<Yield<int>> ResultInsideUsing()
    {
        using var r = new Resource("r");
        yield return Step(1);
        yield return Value(4).Await();
    }

    [Coroutine]
    public static IEnumerator<Yield> LockWithoutWaits()
    {
        var gate = new object();
        yield return Step(1);
        lock (gate)
        {
            Log("locked");
        }
        yield return Step(2);
    }
}
