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

public static partial class Assignments
{
    private static int s_count;

    [Coroutine]
    public static IEnumerator<Yield> Fields()
    {
        s_count = 0;
        s_count = Value(1).Await();
        s_count += Value(2).Await();
        Log($"{s_count}");
        var box = new Box();
        box.Field = Value(3).Await();
        box.Field += Value(4).Await();
        box.Field++;
        Log($"{box}");
        yield break;
    }

    [Coroutine]
    public static IEnumerator<Yield> CompoundReadsBeforeTheWait()
    {
        var x = 1;
        x += Value(x = 10).Await();
        Log($"{x}");
        s_count = 1;
        s_count += Value(s_count = 10).Await();
        Log($"{s_count}");
        yield break;
    }

    [Coroutine]
    public static IEnumerator<Yield> Properties()
    {
        var box = new Box(1);
        box.Value = Value(2).Await();
        box.Value += Value(3).Await();
        box.Value -= See(1);
        box.Value++;
        Log($"{box.Value} {box.Value++} {++box.Value}");
        yield break;
    }

    [Coroutine]
    public static IEnumerator<Yield> Indexers()
    {
        var box = new Box();
        box[See(1)] = Value(5).Await();
        box[Value(2).Await()] = See(6);
        box[Value(1).Await()] += Value(7).Await();
        box[Value(1).Await()]++;
        Log($"{box[1]} {box[2]} {++box[Value(2).Await()]} {box[Value(2).Await()]--}");
        yield break;
    }

    [Coroutine]
    public static IEnumerator<Yield> Arrays()
    {
        var a = new int[4];
        var i = 0;
        a[i++] = Value(i).Await();
        a[i++] += Value(10 * i).Await();
        a[Value(2).Await()] = a[0] + Value(a[1]).Await();
        a[i] = i = Value(3).Await();
        a[3] = a[2]++ + ++a[1];
        Log(Run.Text(a));
        var m = new int[2, 2];
        m[See(1), Value(1).Await()] = Value(9).Await();
        m[1, Value(0).Await()] += Value(2).Await();
        Log($"{m[1, 1]} {m[1, 0]}");
        int[][] jagged = [[1], [2, 3]];
        jagged[Value(1).Await()][See(0)] *= Value(5).Await();
        Log($"{jagged[1][0]}");
        yield break;
    }

    [Coroutine]
    public static IEnumerator<Yield> ArrayReplacedWhileWaiting()
    {
        int[] a = [1, 2], old = a;
        a[0] = Value((a = [7, 8])[1]).Await();
        Log($"{Run.Text(a)} {Run.Text(old)}");
        a[1] += Value((a = [5, 6])[0]).Await();
        Log(Run.Text(a));
        yield break;
    }

    [Coroutine]
    public static IEnumerator<Yield> ArrayIndexOutOfRange()
    {
        var a = new int[1];
        try
        {
            a[See(5)] = Value(1).Await();
        }
        catch (IndexOutOfRangeException)
        {
            Log("out of range");
        }
        int[] none = null!;
        try
        {
            none[See(0)] = Value(1).Await();
        }
        catch (NullReferenceException)
        {
            Log("null");
        }
        yield break;
    }

    [Coroutine]
    public static IEnumerator<Yield> Chained()
    {
        int a, b, c;
        a = b = c = Value(4).Await();
        var box = new Box();
        a = box.Value = box[1] = Value(5).Await();
        Log($"{a} {b} {c}");
        yield break;
    }

    [Coroutine]
    public static IEnumerator<Yield> AssignmentAsArgument()
    {
        int x;
        Log($"{Sum(x = Value(1).Await(), x + Value(2).Await(), x)}");
        yield break;
    }

    [Coroutine]
    public static IEnumerator<Yield> NullCoalescingAssignment()
    {
        Box? box = null;
        (box ??= Value(new Box(3)).Await()).Add(1);
        (box ??= Value(new Box(5)).Await()).Add(1);
        Log($"{box}");
        var d = new Dictionary<string, List<int>?> { ["a"] = null };
        d["a"] ??= [Value(1).Await()];
        d["a"] ??= [Value(2).Await()];
        Log(Run.Text(d["a"]));
        int? n = null;
        n ??= Value(7).Await();
        Log($"{n}");
        box.Next ??= new Box(Value(8).Await());
        Log($"{box.Next}");
        yield break;
    }

    [Coroutine]
    public static IEnumerator<Yield> NullConditionalAssignment()
    {
        Box? box = new(1), none = null;
        box?.Value = Value(2).Await();
        none?.Value = Value(3).Await();
        box?.Value += Value(4).Await();
        Log($"{box}");
        yield break;
    }

    [Coroutine]
    public static IEnumerator<Yield> Deconstruction()
    {
        var (a, b) = (Value(1).Await(), Value("b").Await());
        Log($"{a} {b}");
        (a, b) = (Value(a + 1).Await(), b + Value("c").Await());
        Log($"{a} {b}");
        var (field, hasNext) = Value(new Box(5)).Await();
        Log($"{field} {hasNext}");
        int x = 1, y = 2;
        (x, y) = (y, x);
        Step($"{x} {y}").Await();
        (x, var z) = (Value(y).Await(), x);
        Log($"{x} {z}");
        var box = new Box();
        (box.Value, box[See(1)]) = (Value(3).Await(), Value(4).Await());
        (_, var w) = (See(1), Value(2).Await());
        Log($"{w}");
        yield break;
    }

    [Coroutine]
    public static IEnumerator<Yield> Tuples()
    {
        var t = (Name: Value("n").Await(), Count: Value(2).Await());
        t.Count += Value(3).Await();
        t.Name = Value("m").Await();
        Log($"{t.Name} {t.Count} {t}");
        Log($"{t == ("m", Value(5).Await())}");
        yield break;
    }

    [Coroutine]
    public static IEnumerator<Yield> StructFields()
    {
        var c = new Counter();
        c.Bump();
        Step(c).Await();
        c.Bump();
        c.Count += Value(10).Await();
        Log($"{c} {c.Add(Value(5).Await())} {c}");
        var array = new Counter[2];
        array[1].Count = Value(3).Await();
        array[1].Add(Value(4).Await());
        array[Value(1).Await()].Bump();
        Log($"{array[1]}");
        yield break;
    }

    [Coroutine]
    public static IEnumerator<Yield> Increments()
    {
        var i = 0;
        Log($"{i++} {++i} {Value(i++).Await()} {i--} {--i}");
        byte b = 255;
        b++;
        Step(b).Await();
        double d = 0.5;
        d += Value(1).Await();
        Log(Run.Text(d));
        int? n = null;
        n += Value(1).Await();
        Log(Run.Text(n));
        byte narrow = 250;
        narrow += (byte)Value(10).Await();
        Log($"{narrow}");
        char ch = 'a';
        ch += (char)Value(1).Await();
        Log($"{ch}");
        yield break;
    }

    [Coroutine]
    public static IEnumerator<Yield> Events()
    {
        Action? changed = null;
        changed += () => Log("one");
        Step(1).Await();
        changed += () => Log("two");
        changed();
        yield break;
    }

    [Coroutine]
    public static IEnumerator<Yield> ShiftsAndBits()
    {
        var x = 1;
        x <<= Value(3).Await();
        x |= Value(1).Await();
        x ^= Value(2).Await();
        x &= Value(15).Await();
        x >>= Value(1).Await();
        x >>>= Value(0).Await();
        x %= Value(4).Await();
        var flag = true;
        flag &= Value(false).Await();
        Log($"{x} {flag}");
        yield break;
    }
}
