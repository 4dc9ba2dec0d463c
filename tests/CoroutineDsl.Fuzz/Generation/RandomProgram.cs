namespace CoroutineDsl.Fuzz.Generation;

/// <summary>A random program: a class with one coroutine to run and some that it calls.</summary>
internal static class RandomProgram
{
    private const string Header = """
        #pragma warning disable
        using System;
        using System.Collections.Generic;
        using System.Linq;
        using CoroutineDsl;
        using CoroutineDsl.Oracle;
        using static CoroutineDsl.Coroutine;
        using static CoroutineDsl.Oracle.Common;
        using static CoroutineDsl.Oracle.Script;


        """;

    private const string Shown = """
        [Coroutine]
        private static IEnumerator<Yield> Shown(int n)
        {
            Step(n).Await();
            Log($"shown {n}");
            yield return Call(Told(n));
        }

        [Coroutine]
        private static IEnumerator<Yield> Told(int n)
        {
            if (n > 3)
                Step("told").Await();
            Log("told");
            yield break;
        }

        private sealed class Conv(int value)
        {
            public int Held = value;

            public static implicit operator int(Conv conv)
            {
                Log($"converted {conv.Held}");
                return conv.Held;
            }
        }

        private sealed class Rope(string text)
        {
            public string Text = text;

            public override string ToString()
            {
                Log($"text of {Text}");
                return Text;
            }
        }

        [Coroutine]
        private static IEnumerator<Yield<int>> Changed(Conv conv, int by)
        {
            conv.Held += by;
            Step(by).Await();
            conv.Held ^= 5;
            yield return by;
        }

        [Coroutine]
        private static IEnumerator<Yield<string>> Grown(Rope rope, string tail)
        {
            Step(tail).Await();
            if (rope.Text.Length < 40)
                rope.Text += tail;
            yield return tail;
        }

        [Coroutine]
        private static IEnumerator<Yield<(int A, string B)>> Paired(int n)
        {
            Step(n).Await();
            var pair = (X: n, Y: $"p{n}");
            SetResult(pair);
            yield break;
        }
        """;

    /// <summary>The program with that number, the same for the same seed.</summary>
    public static string Write(int seed, int number)
    {
        var random = new Random(unchecked(seed * 1_000_003 + number));
        var source = new SourceWriter(random);
        var children = new List<string>();
        source.Block($"public static partial class P{number}", () =>
        {
            source.Line(Shown);
            var streams = new List<string>();
            for (var i = random.Next(3); i > 0; i--)
            {
                var name = $"Flow{i}";
                Stream(random, source, streams, name);
                streams.Add(name);
            }
            for (var i = random.Next(3); i > 0; i--)
            {
                var name = $"Sub{i}";
                Coroutine(random, source, children, streams, "private", name, "int a");
                children.Add(name);
            }
            Coroutine(random, source, children, streams, "public", "Main", "");
        });
        return Header + source;
    }

    /// <summary>A coroutine that yields numbers; it may read the streams before it.</summary>
    private static void Stream(Random random, SourceWriter source, IReadOnlyList<string> streams, string name)
    {
        source.Line("[Coroutine]");
        source.Block($"private static IEnumerable<int> {name}(int a)", () =>
        {
            source.Declare("a", Kind.Int);
            source.Line("var fs = new List<Func<int>>();");
            source.Line($"int n = {random.Next(5)}, m = Value(3).Await();");
            source.Declare("n", Kind.Int);
            source.Declare("m", Kind.Int);
            var expressions = new Expressions(random, source, []);
            new Statements(random, source, expressions, streams) { Body = BodyKind.Stream }.Some(Place.Body, 4);
            source.Line("yield return n + m + fs.Sum(f => f());");
            if (random.Next(2) == 0)
                source.Line("Step(\"drained\").Await();");
        });
    }

    private static void Coroutine(Random random, SourceWriter source, IReadOnlyList<string> children, IReadOnlyList<string> streams, string accessibility, string name, string parameters)
    {
        var isTyped = accessibility == "private" || random.Next(2) == 0;
        source.Line("[Coroutine]");
        source.Block($"{accessibility} static IEnumerator<{(isTyped ? "Yield<int>" : "Yield")}> {name}({parameters})", () =>
        {
            if (parameters.Length > 0)
                source.Declare("a", Kind.Int);
            source.Line("var fs = new List<Func<int>>();");
            source.Line($"int n = {random.Next(5)}, m = Value(2).Await();");
            source.Line("int[] items = { 5, 6, 7, 8 };");
            source.Line("var box = new Box(3);");
            source.Line("var conv = new Conv(4);");
            source.Line("var rope = new Rope(\"r\");");
            source.Declare("n", Kind.Int);
            source.Declare("m", Kind.Int);
            source.Declare("items", Kind.Array);
            source.Declare("box", Kind.Box);
            source.Declare("conv", Kind.Conv);
            source.Declare("rope", Kind.Rope);
            var expressions = new Expressions(random, source, children);
            var statements = new Statements(random, source, expressions, streams) { Body = isTyped ? BodyKind.Int : BodyKind.Plain };
            if (streams.Count > 0 && random.Next(2) == 0)
                statements.ReadStream();
            statements.Some(Place.Body, accessibility == "private" ? 2 : 5);
            // what the statements left behind must show
            source.Line("Log($\"{n} {m} {Run.Text(items)} {box} {string.Join(\",\", fs.Select(f => f()))} {n} {m}\");");
            source.Line(Last(random, expressions, children, isTyped));
        });
    }

    /// <summary>The last statement: often a tail call.</summary>
    private static string Last(Random random, Expressions expressions, IReadOnlyList<string> children, bool isTyped)
    {
        if (!isTyped)
            return random.Next(2) == 0 ? "yield return Step(\"last\");" : $"yield return Call(Shown({expressions.Int(2)}));";
        var child = children.Count > 0 ? children[random.Next(children.Count)] : "Child";
        return random.Next(3) switch
        {
            0 => $"yield return {child}({expressions.Int(2)}).Await();",
            1 => $"SetResult({child}({expressions.Int(2)}).Await()); yield break;",
            _ => $"yield return {expressions.Int(3)};",
        };
    }
}
