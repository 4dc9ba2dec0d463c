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

public static partial class Fused
{
    private static Shelf<int>? s_none;

    private static Shelf<int> Open(string name)
    {
        Log($"open {name}");
        return new Shelf<int>();
    }

    [Coroutine]
    public static IEnumerator<Yield> Statements()
    {
        var shelf = new Shelf<int>();
        shelf.Put(1).Await();
        (shelf.Put(2)).Await();
        yield return shelf.Put(3);
        yield return (shelf.Put(4, "four"));
        shelf.Get().Await();
        yield return shelf.Get(1);
        _ = shelf.Get(2).Await();
        shelf.Count().Await();
        yield return shelf.Count();
    }

    [Coroutine]
    public static IEnumerator<Yield<int>> Values()
    {
        var shelf = new Shelf<int>();
        var next = shelf.PutMany(1).Await();
        next = shelf.PutMany(next, 5, 6).Await();
        long wide = shelf.Get().Await();
        int? maybe = shelf.Get(1).Await();
        object boxed = shelf.Get(plus: 1).Await();
        next += shelf.Count().Await();
        yield return next + (int)wide + maybe.Value + (int)boxed;
    }

    [Coroutine]
    public static IEnumerator<Yield> Order()
    {
        Open("a").Put(See(1), See("note")).Await();
        Open("b").Put(note: See("first"), item: See(2)).Await();
        Open("c").Put(times: See(3), item: See(4)).Await();
        Open("d").PutMany(See(1), See(2), See(3)).Await();
        Open("e").PutMany(items: [See(1), See(2)], first: See(0)).Await();
        yield break;
    }

    [Coroutine]
    public static IEnumerator<Yield> WaitsInArguments()
    {
        Open(Value("a").Await()).Put(Value(1).Await(), Value("x").Await()).Await();
        var shelf = Open("b");
        shelf.Put(See(1) + shelf.Count().Await(), times: Value(2).Await()).Await();
        yield return shelf.Put(shelf.Get(shelf.Count().Await() - 1).Await());
        Log($"{shelf.Get(shelf.PutMany(0, shelf.Get().Await(), 7).Await()).Await()} {shelf.Count().Await()}");
    }

    [Coroutine]
    public static IEnumerator<Yield> Conditionally()
    {
        s_none?.Put(See(1)).Await();
        Log($"{s_none?.Get(See(0)).Await()}");
        var shelf = Open("a");
        shelf?.Put(5).Await();
        Log($"{shelf?.Get().Await()}");
        Log($"{shelf?.Next?.Get().Await()}");
        shelf!.Next = Open("b");
        shelf.Next?.Put(6, 2).Await();
        Log($"{shelf?.Next?.Get(Value(0).Await()).Await()}");
        shelf?.PutTwice(9).Await();
        yield break;
    }

    [Coroutine]
    public static IEnumerator<Yield> Derived()
    {
        Shelf<int> shelf = new Cupboard<int>();
        var cupboard = new Cupboard<int>();
        cupboard.Put(1).Await();
        Log($"{cupboard.Get().Await()} {cupboard.Count().Await()} {((Shelf<int>)cupboard).Count().Await()}");
        Log($"{shelf.Name().Await()} {cupboard.Name().Await()} {new Shelf<int>().Name().Await()}");
        yield return shelf.Name();
    }

    [Coroutine]
    public static IEnumerator<Yield> Generic()
    {
        Log(Shelf<int>.Pass(i => $"<{i}>", 1).Await());
        Log(Shelf<string>.Pass<int>(s => s.Length, Value("four").Await()).Await().ToString());
        var shelf = new Shelf<(int X, string? Y)>();
        shelf.Put((1, null)).Await();
        shelf.PutTwice((2, "b"), first: 5).Await();
        var (x, y) = shelf.Get(2).Await();
        Log($"{x}{y}");
        yield break;
    }

    [Coroutine]
    public static IEnumerator<Yield> Dynamically()
    {
        var shelf = new Shelf<dynamic>();
        shelf.Put(1).Await();
        int value = shelf.Get().Await();
        Log($"{value}");
        yield break;
    }

    [Coroutine]
    public static IEnumerator<Yield> Guarded()
    {
        var shelf = Open("a");
        var value = 0;
        try
        {
            shelf.Put(1).Await();
            value = shelf.Get().Await();
            value = shelf.Get(5).Await();
        }
        catch (ArgumentOutOfRangeException)
        {
            Log($"caught {value}");
            shelf.Put(2, "in catch").Await();
        }
        finally
        {
            Log($"finally {value}");
            value = shelf.Get(0).Await();
            shelf.Put(value, 3).Await();
        }
        yield break;
    }

    [Coroutine]
    public static IEnumerator<Yield> Loops()
    {
        var shelf = Open("a");
        for (var n = shelf.PutMany(0, 5).Await(); shelf.Count().Await() < 3; n += shelf.PutMany(n, shelf.Count().Await()).Await())
            Log($"round {n}");
        while (shelf.Get(shelf.Count().Await() - 1).Await() < 4)
            yield return shelf.Put(4);
        foreach (var i in Enumerable.Range(0, shelf.Count().Await()))
        {
            var item = shelf.Get(i).Await();
            Func<int> later = () => item + i;
            Log($"{later()}");
        }
    }

    [Coroutine]
    public static IEnumerator<Yield> KeptInVariables()
    {
        var shelf = Open("a");
        var put = shelf.Put(1);
        put.Await();
        var get = shelf.Get();
        Log($"{get.Await()}");
        var first = true;
        Log($"{(first ? shelf.Get() : shelf.Count()).Await()}");
        yield break;
    }

    [Coroutine]
    public static IEnumerator<Yield> OverItself()
    {
        var shelf = new Shelf<int>();
        shelf.Put(3).Await();
        var n = 0;
        n = shelf.Get(n).Await();
        n = shelf.PutMany(n++, n, ++n).Await();
        Log($"{n}");
        yield break;
    }
}
