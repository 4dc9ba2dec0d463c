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

/// <summary>Values whose types have no name, kept across waits.</summary>
public static partial class Unnamed
{
    [Coroutine]
    public static IEnumerator<Yield> AnonymousLocal()
    {
        var a = new { X = See(1), Y = "y", Inner = new { Z = Value(2).Await() } };
        Step(a).Await();
        Log($"{a.X} {a.Inner.Z}");
        a = new { X = 9, Y = Value("z").Await(), Inner = new { Z = 3 } };
        Log($"{a}");
        yield break;
    }

    [Coroutine]
    public static IEnumerator<Yield> ListOfAnonymous()
    {
        var list = new[] { 1, 2, 3 }.Select(i => new { i, Square = i * i }).ToList();
        foreach (var e in list)
        {
            Step(e.i).Await();
            Log($"{e.Square}");
        }
        foreach (var group in list.GroupBy(e => e.i % 2))
            foreach (var e in group)
                Log($"{Value(group.Key).Await()} {e.Square}");
        var byKey = list.ToDictionary(e => e.i);
        Log($"{byKey[Value(2).Await()].Square}");
        yield break;
    }

    [Coroutine]
    public static IEnumerator<Yield> CapturedAnonymous()
    {
        var all = new List<Func<int>>();
        foreach (var e in new[] { new { N = 1 }, new { N = 2 } })
        {
            all.Add(() => e.N);
            Step(e.N).Await();
        }
        Log($"{string.Join(",", all.Select(f => f()))}");
        yield break;
    }

    [Coroutine]
    public static IEnumerator<Yield> AnonymousBeforeAWait()
    {
        Log(Join(new { A = See(1) }, Value(2).Await()));
        Log(Join(new { A = See(1), B = Value(3).Await() }, Value(2).Await()));
        yield break;
    }

    [Coroutine]
    public static IEnumerator<Yield> WaitForAnonymous()
    {
        var a = Later(new { N = 1, S = "s" }).Await();
        Step(a.N).Await();
        var all = Later(new[] { a, new { N = 2, S = "t" } }).Await();
        foreach (var e in all)
            Log($"{e.S}{Value(e.N).Await()}");
        Log($"{Later(new { Q = 3 }).Await().Q + Now(new { R = 4 }).Await().R}");
        yield break;
    }
}
