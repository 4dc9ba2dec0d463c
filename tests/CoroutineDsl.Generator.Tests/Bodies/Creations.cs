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

public static partial class Creations
{
    private sealed class Person
    {
        public string Name { get; set; } = "";
        public int Age { get; init; }
        public List<string> Tags { get; } = [];
        public Box Box { get; } = new();
        public Dictionary<string, int> Scores { get; set; } = [];
    }

    [Coroutine]
    public static IEnumerator<Yield> ObjectInitializer()
    {
        var p = new Person { Name = Value("n").Await(), Age = See(3) + Value(4).Await() };
        Log($"{p.Name} {p.Age}");
        yield break;
    }

    [Coroutine]
    public static IEnumerator<Yield> NestedInitializers()
    {
        var p = new Person
        {
            Name = See("n"),
            Tags = { Value("a").Await(), See("b") },
            Box = { Value = Value(5).Await(), [1] = Value(6).Await() },
            Scores = new() { ["x"] = Value(1).Await(), [Value("y").Await()] = 2 },
        };
        Log($"{Run.Text(p.Tags)} {p.Box} {string.Join(",", p.Scores.OrderBy(s => s.Key))}");
        yield break;
    }

    [Coroutine]
    public static IEnumerator<Yield> CollectionInitializer()
    {
        var list = new List<int> { See(1), Value(2).Await(), See(3) };
        var dictionary = new Dictionary<int, string> { { Value(1).Await(), "one" }, { 2, Value("two").Await() } };
        Log($"{Run.Text(list)} {string.Join(",", dictionary)}");
        yield break;
    }

    [Coroutine]
    public static IEnumerator<Yield> Arrays()
    {
        var a = new[] { See(1), Value(2).Await(), See(3) };
        int[] b = { Value(4).Await(), 5 };
        var c = new int[Value(2).Await()];
        var d = new int[Value(1).Await(), See(2)];
        var e = new[,] { { Value(1).Await(), 2 }, { 3, Value(4).Await() } };
        Log($"{Run.Text(a)} {Run.Text(b)} {c.Length} {d.Length} {Run.Text(e)}");
        yield break;
    }

    [Coroutine]
    public static IEnumerator<Yield> CollectionExpressions()
    {
        List<int> list = [See(1), Value(2).Await(), .. Value(new[] { 3, 4 }).Await(), See(5)];
        int[] array = [.. list, Value(6).Await()];
        IEnumerable<string> words = [Value("a").Await(), "b"];
        Log($"{Run.Text(list)} {Run.Text(array)} {Run.Text(words)}");
        yield break;
    }

    [Coroutine]
    public static IEnumerator<Yield> CollectionExpressionAsArgument()
    {
        Log($"{Sum([See(1), Value(2).Await(), .. Value(new List<int> { 3 }).Await()])}");
        yield break;
    }

    [Coroutine]
    public static IEnumerator<Yield> With()
    {
        var p = new Point(1, 2);
        var q = p with { X = Value(5).Await() };
        var r = Value(q).Await() with { Y = Value(q.Y + 1).Await(), X = See(0) };
        Log($"{p} {q} {r}");
        yield break;
    }

    [Coroutine]
    public static IEnumerator<Yield> AnonymousTypeInOneExpression()
    {
        Log($"{new { A = Value(1).Await(), B = See("b") }}");
        yield break;
    }

    [Coroutine]
    public static IEnumerator<Yield> AnonymousTypeBetweenWaits()
    {
        Step(1).Await();
        var a = new { Name = "n", Count = 2 };
        Log($"{a.Name} {a}");
        Step(2).Await();
        yield break;
    }

    [Coroutine]
    public static IEnumerator<Yield<string>> InterpolatedStrings()
    {
        var x = 1;
        yield return $"{x} {Value(x = 2).Await(),5} {x:000} {Value(3.5).Await():0.00} {{}} {See("s")}";
    }

    [Coroutine]
    public static IEnumerator<Yield<string>> RawStrings()
    {
        var a = Value(1).Await();
        yield return $"""
            first {a}
              second {Value(2).Await()} "quoted"
            third
            """;
    }

    [Coroutine]
    public static IEnumerator<Yield<string>> VerbatimStrings()
    {
        var name = Value("n").Await();
        Step(@"C:\temp").Await();
        yield return $@"a ""{name}"" \{Value(1).Await()}";
    }

    [Coroutine]
    public static IEnumerator<Yield> TargetTyped()
    {
        List<int> list = new() { Value(1).Await() };
        Box box = new(Value(2).Await());
        Func<int, int> f = n => n + 1;
        int? none = default;
        Step($"{Run.Text(list)} {box} {f(3)} {none}").Await();
        Func<int, int> g = Value(true).Await() ? n => n * 2 : n => n * 3;
        Log($"{g(5)}");
        yield break;
    }

    [Coroutine]
    public static IEnumerator<Yield> DefaultAndTypeOf()
    {
        var t = typeof(List<>);
        var n = default(int);
        const int c = 5;
        const string s = "const" + "ant";
        Step($"{t.Name} {n} {c} {s}").Await();
        Log($"{sizeof(int) + c} {s.Length}");
        yield break;
    }

    [Coroutine]
    public static IEnumerator<Yield> Queries()
    {
        var limit = Value(2).Await();
        var q = from x in Value(new[] { 1, 2, 3, 4 }).Await()
                let y = x * x
                where x > limit
                orderby y descending
                select $"{x}:{y}";
        Step(1).Await();
        limit = 3;
        Log(string.Join(",", q));
        yield break;
    }
}
