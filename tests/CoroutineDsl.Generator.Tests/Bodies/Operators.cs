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

public static partial class Operators
{
    [Coroutine]
    public static IEnumerator<Yield<int>> Binary()
    {
        var x = 1;
        var a = See(x) + Value(2).Await();
        x = 10;
        var b = x + Value(x = 20).Await() + x;
        var c = Value(3).Await() * See(4) - Value(5).Await() / See(2) % Value(7).Await();
        yield return a + b + c;
    }

    [Coroutine]
    public static IEnumerator<Yield<bool>> AndOr()
    {
        var a = Value(true).Await() && Value(false).Await();
        var b = Value(false).Await() && Value(true).Await();
        var c = Value(true).Await() || Value(false).Await();
        var d = Value(false).Await() || Value(true).Await();
        var e = See(true) && Value(true).Await() && See(true);
        var f = See(false) || See(false) || Value(false).Await();
        var g = See(true) & Value(false).Await() | Value(true).Await() ^ See(true);
        Log($"{a} {b} {c} {d} {e} {f} {g}");
        yield return a;
    }

    [Coroutine]
    public static IEnumerator<Yield> NullableBooleans()
    {
        bool? yes = true, unknown = null;
        Log(Run.Text(yes & Value(unknown).Await()));
        Log(Run.Text(unknown | Value(yes).Await()));
        yield break;
    }

    [Coroutine]
    public static IEnumerator<Yield> Unary()
    {
        Log($"{-Value(1).Await()} {!Value(true).Await()} {~Value(5).Await()} {+Value(3).Await()}");
        yield break;
    }

    [Coroutine]
    public static IEnumerator<Yield<string>> Conditional()
    {
        var a = Value(true).Await() ? "yes" : "no";
        var b = See(false) ? Value("yes").Await() : See("no");
        var c = See(true) ? Value("yes").Await() : Value("no").Await();
        yield return a + b + (Value(false).Await() ? 1 : Value(2).Await()) + c;
    }

    [Coroutine]
    public static IEnumerator<Yield<string>> Coalesce()
    {
        string? nothing = null, something = "thing";
        var a = nothing ?? Value("a").Await();
        var b = something ?? Value("b").Await();
        var c = Value(nothing).Await() ?? Value(nothing).Await() ?? See("c");
        var d = Value<int?>(null).Await() ?? 4;
        var e = Value<int?>(3).Await() ?? Value(5).Await();
        nothing ??= Value("f").Await();
        something ??= Value("g").Await();
        yield return $"{a} {b} {c} {d} {e} {nothing} {something}";
    }

    [Coroutine]
    public static IEnumerator<Yield<string>> CoalesceThrow()
    {
        string? nothing = null;
        yield return Value(nothing).Await() ?? throw new ArgumentNullException("nothing");
    }

    [Coroutine]
    public static IEnumerator<Yield> Comparison()
    {
        Log($"{Value(1).Await() < See(2)} {See(3) >= Value(3).Await()} {Value("a").Await() == See("a")} {Value(1).Await() != 1}");
        yield break;
    }

    [Coroutine]
    public static IEnumerator<Yield> Casts()
    {
        object boxed = Value(5).Await();
        var n = (int)Value(boxed).Await();
        long wide = Value(7).Await();
        var d = (double)Value(3).Await() / Value(2).Await();
        var narrow = unchecked((byte)Value(300).Await());
        var text = Value(boxed).Await() as string;
        Log($"{n} {wide} {Run.Text(d)} {narrow} {text ?? "no text"}");
        yield break;
    }

    [Coroutine]
    public static IEnumerator<Yield> Overflow()
    {
        try
        {
            var big = int.MaxValue;
            Log($"{unchecked(big + Value(1).Await())}");
            Log($"{checked(big + Value(1).Await())}");
        }
        catch (OverflowException)
        {
            Log("overflow");
        }
        checked
        {
            try
            {
                var b = (byte)Value(256).Await();
                Log($"{b}");
            }
            catch (OverflowException)
            {
                Log("overflow again");
            }
        }
        unchecked
        {
            var m = int.MinValue;
            m -= Value(1).Await();
            Log($"{m}");
        }
        yield break;
    }

    [Coroutine]
    public static IEnumerator<Yield> DivisionByZero()
    {
        try
        {
            Log($"{See(1) / Value(0).Await()}");
        }
        catch (DivideByZeroException e)
        {
            Log(e.GetType().Name);
        }
        yield break;
    }

    [Coroutine]
    public static IEnumerator<Yield<string>> Concatenation()
    {
        var s = "a";
        s = s + Value("b").Await() + (s = "c") + Value(1).Await() + 2;
        s += Value("d").Await();
        yield return s;
    }

    [Coroutine]
    public static IEnumerator<Yield> IsExpressions()
    {
        Log($"{Value<object>("s").Await() is string} {Value<object?>(null).Await() is null} {Value(5).Await() is > 3 and < 10} {Value<object>(new Point(1, 2)).Await() is Point(1, _)}");
        if (Value<object>("hello").Await() is string { Length: var n } text)
            Log($"{n} {text}");
        yield break;
    }

    [Coroutine]
    public static IEnumerator<Yield> Ranges()
    {
        var items = new[] { 1, 2, 3, 4, 5 };
        Log(Run.Text(items[Value(1).Await()..Value(3).Await()]));
        Log(Run.Text(items[^Value(2).Await()]));
        Log("hello"[Value(1).Await()..]);
        Range r = Value(1).Await()..^Value(1).Await();
        Log($"{r}");
        yield break;
    }

    [Coroutine]
    public static IEnumerator<Yield> SwitchExpressions()
    {
        for (var i = 0; i < 4; i++)
        {
            var text = Value(i).Await() switch
            {
                0 => "zero",
                1 => Value("one").Await(),
                var n when See(n) == 2 => $"two {Value(n).Await()}",
                _ => See("many"),
            };
            Log(text);
        }
        yield break;
    }

    [Coroutine]
    public static IEnumerator<Yield<int>> SwitchExpressionWithoutWaitsInArms()
    {
        yield return (Value(2).Await(), Value("b").Await()) switch
        {
            (1, _) => 10,
            (2, "b") => 20,
            _ => 30,
        };
    }

    [Coroutine]
    public static IEnumerator<Yield<int>> SwitchExpressionWithoutMatch()
    {
        yield return Value(9).Await() switch
        {
            1 => Value(1).Await(),
            2 => 2,
        };
    }

    [Coroutine]
    public static IEnumerator<Yield> ThrowExpressions()
    {
        try
        {
            var n = Value(1).Await() > 0 ? throw new InvalidOperationException("positive") : Value(2).Await();
            Log($"{n}");
        }
        catch (InvalidOperationException e)
        {
            Log(e.Message);
        }
        yield break;
    }

    [Coroutine]
    public static IEnumerator<Yield> UserDefinedOperators()
    {
        var a = new Money(1) + Value(new Money(2)).Await() + new Money(Value(3).Await());
        if (Value(a).Await())
            Log($"{(int)a}");
        a += Value(new Money(4)).Await();
        a++;
        Log($"{(int)a}");
        yield break;
    }

    [Coroutine]
    public static IEnumerator<Yield> UserDefinedAndOr()
    {
        foreach (var left in new[] { Vote.Yes, Vote.No, Vote.Unknown })
            foreach (var right in new[] { Vote.Yes, Vote.Unknown })
            {
                Log($"{left && Value(right).Await()}");
                Log($"{left || Value(right).Await()}");
                Log($"{See(left) && Value(right).Await() || Value(Vote.No).Await() && See(right)}");
            }
        yield break;
    }

    [Coroutine]
    public static IEnumerator<Yield> UserDefinedAndOrAsConditions()
    {
        foreach (var left in new[] { Vote.Yes, Vote.No, Vote.Unknown })
        {
            if (left && Value(Vote.Yes).Await())
                Log("and");
            else
                Log("not and");
            while (left || Value(Vote.Unknown).Await())
            {
                Log("or");
                break;
            }
        }
        yield break;
    }

    [Coroutine]
    public static IEnumerator<Yield> UserDefinedAndOrOfObjects()
    {
        var (odd, even) = (new Test("odd", true), new Test("even", false));
        Log($"{even && Value(odd).Await()} {odd && Value(even).Await()} {even || Value(odd).Await()} {odd || Value(even).Await()}");
        try
        {
            Log($"{odd && Value<Test>(null!).Await()}");
        }
        catch (NullReferenceException)
        {
            Log("no test");
        }
        yield break;
    }

    [Coroutine]
    public static IEnumerator<Yield> ConditionalAccessOfAnyType()
    {
        Log($"{LengthOf(new Made<string>("text")).Await()} {LengthOf(new Made<string?>(null)).Await()} {LengthOf(new Made<int>(4711)).Await()} {LengthOf(new Made<int?>(null)).Await()}");
        yield break;
    }

    [Coroutine]
    private static IEnumerator<Yield<int>> LengthOf<T>(Made<T> made)
    {
        Log($"{made.Get()?.Equals(Value<object>("text").Await())}");
        yield return made.Get()?.ToString()?.Length + Value(1).Await() ?? -1;
    }

    private sealed class Made<T>(T value)
    {
        public T Get()
        {
            Log("get");
            return value;
        }
    }

    /// <summary>Neither true nor false where it is unknown.</summary>
    private readonly record struct Vote(int Count)
    {
        public static readonly Vote Yes = new(1), No = new(-1), Unknown = new(0);

        public static bool operator true(Vote vote) => See(vote.Count) > 0;

        public static bool operator false(Vote vote) => See(vote.Count) < 0;

        public static Vote operator &(Vote a, Vote b) => new(See(Math.Min(a.Count, b.Count)));

        public static Vote operator |(Vote a, Vote b) => new(See(Math.Max(a.Count, b.Count)));
    }

    private sealed class Test(string name, bool holds)
    {
        private readonly bool _holds = holds;

        public static bool operator true(Test test) => See(test._holds);

        public static bool operator false(Test test) => !See(test._holds);

        public static Test operator &(Test a, Test b) => new($"({a} & {b})", a._holds && b._holds);

        public static Test operator |(Test a, Test b) => new($"({a} | {b})", a._holds || b._holds);

        public override string ToString() => name;
    }

    private readonly struct Money(int amount)
    {
        private readonly int _amount = amount;

        public static Money operator +(Money a, Money b)
        {
            Log($"{a._amount} + {b._amount}");
            return new Money(a._amount + b._amount);
        }

        public static Money operator ++(Money a) => new(a._amount + 1);

        public static bool operator true(Money m) => m._amount > 0;

        public static bool operator false(Money m) => m._amount <= 0;

        public static explicit operator int(Money m) => m._amount;
    }
}
