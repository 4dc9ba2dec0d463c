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

public static partial class Scopes
{
    private static int n = 100;
    private static string Name => "static";

    [Coroutine]
    public static IEnumerator<Yield> FieldAndLocal()
    {
        Scopes.n = 100;
        Log($"{Scopes.n}");
        var n = Value(1).Await();
        Scopes.n++;
        Log($"{n} {Scopes.n}");
        Step(n).Await();
        Log($"{n + Scopes.n}");
        yield break;
    }

    [Coroutine]
    public static IEnumerator<Yield> FieldOnly()
    {
        n = 100;
        n = Value(n).Await() + 1;
        n++;
        Step(n).Await();
        Log($"{n} {Name}");
        yield break;
    }

    [Coroutine]
    public static IEnumerator<Yield> LambdaParameterNamedLikeALaterLocal()
    {
        Func<int, int> f = x => x + 1;
        Step(f(1)).Await();
        {
            var x = Value(5).Await();
            Log($"{f(x)}");
        }
        yield break;
    }

    [Coroutine]
    public static IEnumerator<Yield> ShadowedInLambda()
    {
        var x = Value(1).Await();
        Func<int, int> f = static x => x * 2;
        int g(int x) => x * 3;
        Step(x).Await();
        Log($"{f(10)} {g(10)} {x}");
        yield break;
    }

    [Coroutine]
    public static IEnumerator<Yield> MembersNamedLikeLocals()
    {
        var Value = Now(3).Await();
        var Field = Later(4).Await();
        var box = new Box { Value = Value, Field = Field };
        Step($"{box.Value} {box.Field}").Await();
        var t = (Value, Field);
        Log($"{t.Value} {t.Field} {new { Value, Field }}");
        Log($"{new { Value, box.Field, Name }}");
        yield break;
    }

    [Coroutine]
    public static IEnumerator<Yield> NamedArgumentsNamedLikeLocals()
    {
        var a = Value(1).Await();
        var b = Value(2).Await();
        Step(1).Await();
        Log($"{Subtract(b: a, a: b)}");
        Log($"{Subtract(b: Value(a).Await(), a: b)}");
        yield break;
    }

    private static int Subtract(int a, int b) => a - b;

    [Coroutine]
    public static IEnumerator<Yield> PropertyPatternsNamedLikeLocals()
    {
        var X = Value(1).Await();
        object p = new Point(7, 8);
        Step(X).Await();
        if (p is Point { X: 7, Y: var Y })
        {
            Step(Y).Await();
            Log($"{X} {Y}");
        }
        yield break;
    }

    [Coroutine]
    public static IEnumerator<Yield> TypesNamedLikeLocals()
    {
        var Point = new Point(1, 2);
        Step(Point.X).Await();
        var other = new Point(3, 4);
        Log($"{Point} {other} {nameof(Point)}");
        yield break;
    }

    [Coroutine]
    public static IEnumerator<Yield> LabelsNamedLikeLocals()
    {
        var again = Value(0).Await();
    again:
        Step(again).Await();
        if (again++ < 1) goto again;
        yield break;
    }

    [Coroutine]
    public static IEnumerator<Yield> SameLabelsInSiblings()
    {
        for (var i = 0; i < 2; i++)
        {
            {
                if (i == 0) goto skip;
                Step("first").Await();
            skip:
                Log("skipped");
            }
            {
                if (i == 1) goto skip;
                Step("second").Await();
            skip:
                Log("skipped again");
            }
        }
        yield break;
    }

    [Coroutine]
    public static IEnumerator<Yield> ConstantsInScopes()
    {
        const int limit = 2;
        for (var i = 0; i < limit; i++)
        {
            const string text = "in loop";
            Step(text + i).Await();
        }
        {
            const int limit2 = limit * 3;
            switch (Value(6).Await())
            {
                case limit2:
                    Step("six").Await();
                    break;
                case limit:
                    break;
            }
        }
        yield break;
    }

    [Coroutine]
    public static IEnumerator<Yield> ManySiblingsOfOneName()
    {
        for (var i = 0; i < 2; i++)
        {
            var x = Value(i).Await();
            Log($"{x}");
        }
        foreach (var x in new[] { "a" })
            Step(x).Await();
        if (Value<object>(2.5).Await() is double x2)
        {
            double x = x2;
            Step(x).Await();
        }
        {
            long x = Value(7L).Await();
            Step(x).Await();
        }
        yield break;
    }

    [Coroutine]
    public static IEnumerator<Yield> AssignedInBranchesUsedAfter()
    {
        int x;
        string text;
        if (Value(true).Await())
        {
            x = 1;
            text = Value("t").Await();
        }
        else
        {
            x = 2;
            text = "e";
        }
        Step(x).Await();
        Log(text);
        yield break;
    }

    [Coroutine]
    public static IEnumerator<Yield> SpansBetweenWaits()
    {
        var data = new byte[] { 3, 1, 2 };
        Step(1).Await();
        {
            Span<byte> span = data;
            span.Sort();
            Log($"{span[0]} {span[^1]}");
        }
        Step(2).Await();
        ReadOnlySpan<char> text = "hello".AsSpan(1);
        Log(text.ToString());
        Span<int> numbers = stackalloc int[3];
        numbers.Fill(7);
        Log($"{numbers[2]}");
        yield return Step(3);
    }

    [Coroutine]
    public static IEnumerator<Yield> RefLocalsBetweenWaits()
    {
        var data = new[] { 1, 2, 3 };
        var total = 0;
        Step(1).Await();
        {
            ref var first = ref data[0];
            first += 10;
            ref int sum = ref total;
            sum += first;
            foreach (ref var item in data.AsSpan())
                item *= 2;
        }
        Step(total).Await();
        Log(Run.Text(data));
        yield break;
    }

    [Coroutine]
    public static IEnumerator<Yield> Directives()
    {
#if DEBUG && !DEBUG
        Log("never");
#elif true
        var x = Value(1).Await();
#endif
#region region
        Step(x).Await();
#pragma warning disable CS0219
        var unused = 5;
#pragma warning restore CS0219
#endregion
#nullable disable
        string s = null;
#nullable restore
        Step(s?.Length ?? -1).Await(); // a comment
        /* another */
        Log("end" /* inside */);
        yield break;
    }

    [Coroutine]
    public static IEnumerator<Yield> SeveralDeclarators()
    {
        int a = Value(1).Await(), b = a + 1, c = Value(b + 1).Await();
        string? s = null, t = Value("t").Await();
        Step($"{a} {b} {c}").Await();
        Log($"{s} {t}");
        yield break;
    }

    [Coroutine]
    public static IEnumerator<Yield> Discards()
    {
        _ = Value(1).Await();
        (_, var b) = (Value(2).Await(), Value(3).Await());
        _ = int.TryParse(Value("4").Await(), out _);
        if (Value<object>(5).Await() is int _)
            Step(b).Await();
        yield break;
    }

    [Coroutine]
    public static IEnumerator<Yield> UnusualIdentifiers()
    {
        var @int = Value(1).Await();
        var été = Value(2).Await();
        var _ = Value(3).Await();
        var __x = Value(4).Await();
        var Resume1 = Value(5).Await();
        var temp1 = Value(6).Await();
        var value1 = 7;
        Step($"{@int} {été} {_} {__x} {Resume1} {temp1} {value1}").Await();
        Log($"{@int + été + _ + __x + Resume1 + temp1 + value1}");
        yield break;
    }

    [Coroutine]
    public static IEnumerator<Yield> MethodsOfObject()
    {
        Step(1).Await();
        Log($"{Equals(1, 1)} {ReferenceEquals(null, null)} {new Box(1).ToString()}");
        yield break;
    }
}
