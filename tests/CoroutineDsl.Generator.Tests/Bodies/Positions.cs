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

public static partial class Positions
{
    private static int s_calls;

    [Coroutine]
    public static IEnumerator<Yield> InReturnedCondition()
    {
        s_calls = 0;
        for (var i = Value(0).Await(); Value(i).Await() < 2 && Value(true).Await(); i += Value(1).Await())
            Log($"{i}");
        do
            s_calls++;
        while (Value(s_calls).Await() % 3 != 0);
        if (Value(1).Await() + Value(2).Await() > Value(2).Await())
            Log("yes");
        yield break;
    }

    [Coroutine]
    public static IEnumerator<Yield> InSwitchGovernor()
    {
        switch (Value(1).Await() + Value(1).Await())
        {
            case 2 when See(1) == 1:
                Log("two");
                break;
            default:
                Log("other");
                break;
        }
        yield break;
    }

    [Coroutine]
    public static IEnumerator<Yield> InThrow()
    {
        throw new InvalidOperationException(Value("message").Await());
#pragma warning disable CS0162
        yield break;
    }

    [Coroutine]
    public static IEnumerator<Yield> InUsingExpressions()
    {
        using (var a = new Resource(Value("a").Await()))
        using (var b = new Resource(Value("b").Await() + a))
            Log($"{a}{b}");
        yield break;
    }

    [Coroutine]
    public static IEnumerator<Yield> InYieldedStep()
    {
        yield return Step(Value(1).Await() + Value(2).Await());
        yield return Value(true).Await() ? Step("then") : Step("else");
    }

    [Coroutine]
    public static IEnumerator<Yield> InIndexes()
    {
        int[] a = [1, 2, 3];
        var list = new List<string> { "x", "y" };
        var d = new Dictionary<string, int> { ["k"] = 4 };
        Log($"{a[Value(1).Await()]} {list[Value(0).Await()]} {d[Value("k").Await()]} {"text"[Value(2).Await()]}");
        Log($"{Value(a).Await()[Value(0).Await()]} {a[a[Value(0).Await()]]} {a[^Value(1).Await()]}");
        yield break;
    }

    [Coroutine]
    public static IEnumerator<Yield> InMemberChains()
    {
        Log($"{Value(new Box(1)).Await().Add(Value(2).Await()).Add(Value(3).Await()).Value}");
        Log(Value("abc").Await().Replace(Value("b").Await(), Value("x").Await()).ToUpperInvariant());
        var box = new Box(1) { Next = new Box(2) };
        Log($"{box.Next.Add(Value(box.Next.Field).Await()).Field}");
        box.Next.Next = new Box(Value(9).Await());
        Log($"{box.Next.Next.Field} {box.Next!.Next!.Add(1)!.Field}");
        yield break;
    }

    [Coroutine]
    public static IEnumerator<Yield> InCasts()
    {
        Log($"{(object)Value(1).Await()} {(long)Value(2).Await() << 33} {Value<object>("s").Await() as string} {(Value<object>(3).Await() is int n ? n : 0)}");
        yield break;
    }

    [Coroutine]
    public static IEnumerator<Yield> InParenthesesAndSuppressions()
    {
        string? maybe = Value<string?>("m").Await();
        Log($"{((Value(1).Await()))} {maybe!.Length} {Value<string?>("q").Await()!.Length} {(Value((string?)null).Await())?.Length}");
        yield break;
    }

    [Coroutine]
    public static IEnumerator<Yield> InNestedConditionals()
    {
        for (var i = 0; i < 3; i++)
            Log(Value(i).Await() == 0 ? Value("zero").Await() : Value(i).Await() == 1 ? See("one") : Value(false).Await() ? "never" : Value("many").Await());
        yield break;
    }

    [Coroutine]
    public static IEnumerator<Yield> InNestedLogic()
    {
        for (var i = 0; i < 8; i++)
        {
            bool a = (i & 1) != 0, b = (i & 2) != 0, c = (i & 4) != 0;
            Log($"{(Value(a).Await() || b) && (Value(c).Await() || See(!a))} {!(a && Value(b).Await()) || c && Value(a).Await()}");
        }
        yield break;
    }

    [Coroutine]
    public static IEnumerator<Yield> InCoalesceChains()
    {
        string? none = null;
        Log(none ?? Value(none).Await() ?? none ?? Value("last").Await());
        Log((Value(none).Await() ?? "left") + (none ?? Value("right").Await()));
        int? n = null;
        Log($"{(n ?? Value(3).Await()) + (Value(n).Await() ?? 4)}");
        yield break;
    }

    [Coroutine]
    public static IEnumerator<Yield> InTernaryOfDifferentTypes()
    {
        object o = Value(true).Await() ? Value<object>(1).Await() : "text";
        int? n = Value(false).Await() ? Value(1).Await() : null;
        double d = See(true) ? Value(1).Await() : 2.5;
        Log($"{o} {Run.Text(n)} {Run.Text(d)}");
        yield break;
    }

    [Coroutine]
    public static IEnumerator<Yield> InSwitchExpressionArms()
    {
        foreach (object o in new object[] { 1, "two", 3.5, new Point(4, 5), new[] { 6, 7 } })
            Log(o switch
            {
                int n => $"int {Value(n).Await()}",
                string { Length: > 2 } s => Value(s).Await() + Value("!").Await(),
                Point(var x, var y) when x < y => $"point {Value(x).Await()} {y}",
                int[] and [var head, .. var tail] => $"array {head} {Value(tail.Length).Await()}",
                _ => Value("other").Await(),
            });
        yield break;
    }

    [Coroutine]
    public static IEnumerator<Yield> InNestedSwitchExpressions()
    {
        for (var i = 0; i < 4; i++)
            Log($"{(i / 2) switch { 0 => (i % 2) switch { 0 => Value("00").Await(), _ => See("01") }, _ => Value(i).Await() switch { 2 => "10", _ => Value("11").Await() } }}");
        yield break;
    }

    [Coroutine]
    public static IEnumerator<Yield> InLambdaArguments()
    {
        var list = new[] { 1, 2, 3 };
        var factor = Value(2).Await();
        Log(Run.Text(list.Select(x => x * factor).Where(x => x > 2).Take(Value(5).Await()).ToArray()));
        Log($"{list.Aggregate(Value(10).Await(), (a, b) => a + b * factor)}");
        yield break;
    }

    [Coroutine]
    public static IEnumerator<Yield> InDelegateTarget()
    {
        Func<int, int> Make(int n) => x => x + n;
        Log($"{Make(Value(1).Await())(Value(2).Await())}");
        Func<Func<int, int>> maker = () => Make(5);
        Log($"{maker()(Value(3).Await())}");
        Action<string>? none = null;
        none?.Invoke(Value("never").Await());
        Action<string>? log = Log;
        log?.Invoke(Value("called").Await());
        yield break;
    }

    [Coroutine]
    public static IEnumerator<Yield> InInterpolationWithFormats()
    {
        var d = 3.14159;
        Log(FormattableString.Invariant($"{d:0.00} {Value(d).Await():0.0} {Value(255).Await():X4} {Value("pad").Await(),6}|{Value("pad").Await(),-6}|"));
        yield break;
    }

    [Coroutine]
    public static IEnumerator<Yield> InCompoundStringAssignment()
    {
        var s = "a";
        s += Value("b").Await();
        s += s + Value("c").Await();
        var box = new Box(1);
        box.Field += box.Field + Value(box.Field += 5).Await();
        Log($"{s} {box.Field}");
        yield break;
    }

    [Coroutine]
    public static IEnumerator<Yield> InMultiDimensionalIndexes()
    {
        var m = new int[3, 3];
        for (var i = 0; i < 3; i++)
            m[i, Value(i).Await()] = Value(i * i).Await();
        m[Value(1).Await(), See(1)]++;
        m[See(2), 2] -= m[Value(1).Await(), 1] * Value(2).Await();
        Log(Run.Text(m));
        yield break;
    }

    [Coroutine]
    public static IEnumerator<Yield> InObjectCreationArguments()
    {
        var box = new Box(Value(1).Await()) { Next = new Box(Value(2).Await()) { Field = Value(3).Await(), Next = new(See(4)) } };
        Log($"{box} {box.Next} {box.Next.Next}");
        var e = new ArgumentException(Value("m").Await(), Value("p").Await());
        Log(e.ParamName!);
        yield break;
    }

    [Coroutine]
    public static IEnumerator<Yield> InTupleComparisons()
    {
        Log($"{(Value(1).Await(), See("a")) == (1, Value("a").Await())} {(See(1), Value(2).Await()) != (Value(1).Await(), See(3))}");
        yield break;
    }

    [Coroutine]
    public static IEnumerator<Yield> InRangesAndSlices()
    {
        var text = "abcdef";
        Log(text[Value(1).Await()..^Value(1).Await()] + text[..Value(2).Await()] + text[Value(4).Await()..]);
        int[] a = [1, 2, 3, 4];
        Log(Run.Text(a[..Value(2).Await()]));
        Log($"{a is [1, .. var middle, 4] && Value(middle.Length).Await() == 2}");
        yield break;
    }

    [Coroutine]
    public static IEnumerator<Yield> InQuerySources()
    {
        var q = from x in Value(new[] { 3, 1, 2 }).Await()
                join y in new[] { 1, 2 } on x equals y
                orderby x
                select x + y;
        Log(string.Join(",", q));
        yield break;
    }

    [Coroutine]
    public static IEnumerator<Yield> InSpreadsAndNestedCollections()
    {
        List<int[]> nested = [[Value(1).Await(), 2], [.. Value(new List<int> { 3 }).Await(), Value(4).Await()], []];
        Log(Run.Text(nested));
        HashSet<int> set = [Value(1).Await(), 1, Value(2).Await()];
        Log($"{set.Count}");
        yield break;
    }

    [Coroutine]
    public static IEnumerator<Yield> WithExceptionsInTheMiddle()
    {
        foreach (var k in new[] { 0, 1, 2 })
            try
            {
                Log($"{Sum(See(1), k == 0 ? Throw<int>("first") : Value(2).Await(), k == 1 ? Fail<int>("second").Await() : 3, Value(4).Await())}");
            }
            catch (InvalidOperationException e)
            {
                Log(e.Message);
            }
        yield break;
    }
}
