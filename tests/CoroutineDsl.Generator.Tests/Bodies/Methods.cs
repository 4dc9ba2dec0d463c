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

public static partial class Methods
{
    private abstract partial class Shape
    {
        [Coroutine]
        public abstract IEnumerator<Yield<int>> Area();

        [Coroutine]
        public virtual IEnumerator<Yield<string>> Describe(string prefix = "shape")
        {
            yield return $"{prefix} {Area().Await()}";
        }
    }

    private partial class Square(int side) : Shape
    {
        protected int Side => side;

        [Coroutine]
        public override IEnumerator<Yield<int>> Area()
        {
            yield return Value(side).Await() * side;
        }
    }

    private sealed partial class Named(int side, string name) : Square(side)
    {
        [Coroutine]
        public override IEnumerator<Yield<string>> Describe(string prefix = "named")
        {
            var inner = base.Describe(Value(name).Await()).Await();
            Step(1).Await();
            yield return $"{prefix} {inner} {Side}";
        }
    }

    private partial interface IWorker
    {
        [Coroutine]
        IEnumerator<Yield<int>> Work(int n);

        [Coroutine]
        IEnumerator<Yield<int>> Twice(int n)
        {
            yield return Work(n).Await() + Work(Value(n).Await()).Await();
        }
    }

    private partial class Adder(int amount) : IWorker
    {
        [Coroutine]
        public IEnumerator<Yield<int>> Work(int n)
        {
            yield return n + Value(amount).Await();
        }
    }

    private partial struct Holder<T>(T value)
    {
        private int _uses = 0;

        [Coroutine]
        public IEnumerator<Yield<T>> Get()
        {
            _uses++;
            Step(_uses).Await();
            _uses++;
            SetResult(Value(value).Await());
            Log($"{_uses}");
            yield break;
        }
    }

    private static partial class Tools<TKey> where TKey : IComparable<TKey>
    {
        [Coroutine]
        public static IEnumerator<Yield<TKey>> Max<TItems>(TItems items) where TItems : IEnumerable<TKey>
        {
            TKey? best = default;
            var any = false;
            foreach (var item in items)
            {
                if (!any || Value(item).Await().CompareTo(best) > 0)
                    best = item;
                any = true;
            }
            SetResult(best!);
            yield break;
        }
    }

    [Coroutine]
    public static IEnumerator<Yield> Virtual()
    {
        Shape[] shapes = [new Square(2), new Named(3, "n")];
        foreach (var shape in shapes)
            Log($"{shape.Describe().Await()} {shape.Area().Await()}");
        yield break;
    }

    [Coroutine]
    public static IEnumerator<Yield> Interfaces()
    {
        IWorker worker = new Adder(Value(5).Await());
        Log($"{worker.Work(1).Await()} {worker.Twice(2).Await()}");
        yield break;
    }

    [Coroutine]
    public static IEnumerator<Yield> GenericStructs()
    {
        Log(new Holder<string>("held").Get().Await());
        var holder = new Holder<int>(4);
        Log($"{holder.Get().Await() + holder.Get().Await()}");
        yield break;
    }

    [Coroutine]
    public static IEnumerator<Yield> GenericStatics()
    {
        Log($"{Tools<int>.Max(new[] { 1, 3, 2 }).Await()} {Tools<string>.Max(new List<string> { "b", "a" }).Await()}");
        yield break;
    }

    [Coroutine]
    private static IEnumerator<Yield<string>> Constrained<TClass, TStruct, TNew, TEnum>(TClass c, TStruct s, TEnum e)
        where TClass : class?
        where TStruct : unmanaged, IComparable
        where TNew : Box, new()
        where TEnum : struct, Enum
    {
        var made = new TNew();
        Step(c).Await();
        yield return $"{c} {Value(s).Await()} {made} {e} {default(TClass)}";
    }

    [Coroutine]
    public static IEnumerator<Yield> Constraints()
    {
        Log(Constrained<string?, int, Derived, DayOfWeek>(null, 3, DayOfWeek.Friday).Await());
        yield break;
    }

    private sealed class Derived() : Box(8);

    [Coroutine]
    public static IEnumerator<Yield> ParamsAndDefaults()
    {
        Log(Many().Await() + Many(1).Await() + Many(1, "x", 2, 3).Await() + Many(rest: [4], first: Value(5).Await()).Await());
        yield break;
    }

    [Coroutine]
    private static IEnumerator<Yield<string>> Many(int first = 9, string text = "d", params List<int> rest)
    {
        first += Value(1).Await();
        rest.Add(first);
        yield return $"[{first} {text} {Run.Text(rest)}]";
    }

    [Coroutine]
    public static IEnumerator<Yield> AssignedParameters()
    {
        Log($"{Countdown(3).Await()}");
        yield break;
    }

    [Coroutine]
    private static IEnumerator<Yield<int>> Countdown(int n)
    {
        var steps = 0;
        while (n-- > 0)
        {
            Step(n).Await();
            steps++;
        }
        yield return steps * 10 + n;
    }

    [Coroutine]
    public static IEnumerator<Yield> CallerInformation()
    {
        Log(Who());
        Step(Who()).Await();
        Log(Value(Who()).Await());
        Log(Text(1 + 2));
        yield break;
    }

    private static string Who([System.Runtime.CompilerServices.CallerMemberName] string name = "") => name;

    private static string Text(int n, [System.Runtime.CompilerServices.CallerArgumentExpression(nameof(n))] string text = "") => $"{text} = {n}";

    [Coroutine]
    public static IEnumerator<Yield<int>> DeepRecursion()
    {
        yield return Depth(300).Await();
    }

    [Coroutine]
    private static IEnumerator<Yield<int>> Depth(int n)
    {
        if (n == 0) yield return 0;
        if (n % 100 == 0) Step(n).Await();
        yield return 1 + Depth(n - 1).Await();
    }

    [Coroutine]
    public static IEnumerator<Yield> ExtensionsOfEveryKind()
    {
        Log($"{3.Squared().Await()} {"ab".Doubled().Await()}");
        yield break;
    }

    [Coroutine]
    private static IEnumerator<Yield<int>> Squared(this int n)
    {
        yield return Value(n).Await() * n;
    }

    extension(string text)
    {
        [Coroutine]
        private IEnumerator<Yield<string>> Doubled()
        {
            yield return text + Value(text).Await();
        }
    }
}
