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

public static partial class Calls
{
    private static int s_field;

    private static int Mix(int a, int b = 2, int c = 3, params int[] rest)
    {
        Log($"mix {a} {b} {c} {Run.Text(rest)}");
        return a + b + c + rest.Sum();
    }

    private static void Fill(out int a, ref int b, in int c)
    {
        Log($"fill {b} {c}");
        a = b + c;
        b++;
    }

    [Coroutine]
    public static IEnumerator<Yield<int>> ArgumentsInOrder()
    {
        yield return Sum(See(1), Value(2).Await(), See(3), Later(4).Await(), See(5));
    }

    [Coroutine]
    public static IEnumerator<Yield<int>> ArgumentsThatChange()
    {
        var x = 1;
        yield return Sum(x, x++, Value(x).Await(), x, ++x, Value(x = 9).Await(), x);
    }

    [Coroutine]
    public static IEnumerator<Yield<int>> NamedArguments()
    {
        yield return Mix(c: See(1), a: Value(2).Await(), b: See(3));
    }

    [Coroutine]
    public static IEnumerator<Yield<int>> OptionalArguments()
    {
        yield return Mix(Value(1).Await()) + Mix(See(1), c: Value(7).Await());
    }

    [Coroutine]
    public static IEnumerator<Yield<int>> ParamsArguments()
    {
        yield return Mix(See(1), See(2), See(3), Value(4).Await(), See(5), Value(6).Await());
    }

    [Coroutine]
    public static IEnumerator<Yield<int>> NestedCalls()
    {
        yield return Sum(Sum(See(1), Value(2).Await()), Sum(Value(Sum(See(3), Value(4).Await())).Await()));
    }

    [Coroutine]
    public static IEnumerator<Yield> ReceiverBeforeArguments()
    {
        var box = new Box(1);
        box.Add(See(1)).Add(Value(2).Await()).Add(See(3));
        Log($"{box}");
        Box other = box;
        box.Add(Value((other = new Box(50)).Field).Await());
        Log($"{box} {other}");
        yield break;
    }

    [Coroutine]
    public static IEnumerator<Yield> ReceiverThatChanges()
    {
        var box = new Box(1);
        var first = box;
        box.Add(Value((box = new Box(10)).Field).Await());
        Log($"{first} {box}");
        yield break;
    }

    [Coroutine]
    public static IEnumerator<Yield> NullReceiver()
    {
        Box box = null!;
        try
        {
            box.Add(Value(1).Await());
        }
        catch (NullReferenceException)
        {
            Log("null");
        }
        yield break;
    }

    [Coroutine]
    public static IEnumerator<Yield> CallsOnWaits()
    {
        Log(Value("text").Await().ToUpperInvariant().Substring(Value(1).Await()));
        Log($"{Value(new Box(3)).Await().Add(1).Field}");
        yield break;
    }

    [Coroutine]
    public static IEnumerator<Yield> OutRefIn()
    {
        var b = 1;
        Fill(out var a, ref b, Value(5).Await());
        Log($"{a} {b}");
        Fill(out s_field, ref b, in a);
        Step(s_field).Await();
        Fill(out a, ref s_field, b);
        Step($"{a} {b} {s_field}").Await();
        var items = new int[3];
        Fill(out items[0], ref items[1], items[2]);
        Log(Run.Text(items));
        yield break;
    }

    [Coroutine]
    public static IEnumerator<Yield> Constructors()
    {
        var p = new Point(Value(1).Await(), See(2));
        var q = new Point(See(3), Value(4).Await()) { X = Value(5).Await() };
        Point r = new(Value(6).Await(), Value(7).Await());
        Log($"{p} {q} {r}");
        yield break;
    }

    [Coroutine]
    public static IEnumerator<Yield> Delegates()
    {
        Func<int, int, int> add = (a, b) => a + b;
        Log($"{add(See(1), Value(2).Await())}");
        var f = add;
        Log($"{f(Value((f = (a, b) => a * b)(2, 3)).Await(), See(4))} {f(3, 4)}");
        Action<string> log = Log;
        log(Value("done").Await());
        add.Invoke(Value(1).Await(), 2);
        yield break;
    }

    [Coroutine]
    public static IEnumerator<Yield> GenericCalls()
    {
        Log(Join(Value(1).Await(), Value("a").Await(), default(object), Value(2.5).Await()));
        Log(string.Join(",", new List<int> { 3, 1, 2 }.OrderBy(x => x).Take(Value(2).Await()).Select(x => x * 2)));
        yield break;
    }

    [Coroutine]
    public static IEnumerator<Yield> ExtensionCalls()
    {
        Log(Value("abc").Await().Twice(Value("-").Await()));
        yield break;
    }

    private static string Twice(this string text, string separator) => text + separator + text;

    [Coroutine]
    public static IEnumerator<Yield> DynamicCalls()
    {
        dynamic d = Value<object>("dynamic").Await();
        Log($"{d.Length}");
        int n = d.Length + Value(1).Await();
        Step(n).Await();
        Log(d.ToUpperInvariant());
        yield break;
    }

    [Coroutine]
    public static IEnumerator<Yield> Throwing()
    {
        try
        {
            Sum(See(1), Value(2).Await(), Throw<int>("third"), Value(4).Await());
        }
        catch (InvalidOperationException e)
        {
            Log(e.Message);
        }
        yield break;
    }

    [Coroutine]
    public static IEnumerator<Yield> AwaitStoredTasks()
    {
        var first = Now(1);
        var second = Task.FromResult(2);
        Log($"{first.Await() + second.Await() + second.Await()}");
        yield break;
    }

    [Coroutine]
    public static IEnumerator<Yield> NameOf()
    {
        var local = Value(1).Await();
        Step(nameof(local)).Await();
        Log($"{nameof(local)} {local} {nameof(Box.Value)}");
        yield break;
    }

    [Coroutine]
    public static IEnumerator<Yield> ConditionalAccess()
    {
        Box? box = new(1), none = null;
        Log($"{box?.Add(Value(1).Await()).Field}");
        Log($"{none?.Add(Value(1).Await()).Field}");
        none?.Add(Value(2).Await());
        box?.Add(Value(3).Await());
        box?.Next?.Add(Value(4).Await());
        var length = Value<string?>("abc").Await()?.Length;
        Log($"{length} {Value<string?>(null).Await()?.Length ?? -1}");
        yield break;
    }
}
