using CoroutineDsl.Oracle;

namespace CoroutineDsl.Generator.Tests.Oracle;

/// <summary>
/// Each shape of stream in each shape of consumer: the three ways print the same, undisturbed and with each wait failing, killed and timed out in turn. What the consumers do is what ends an enumeration early, at each step.
/// </summary>
public class StreamMatrixTests
{
    private const int Points = 10;

    /// <summary>Bodies of <c>IEnumerable&lt;int&gt; S(int n)</c>.</summary>
    private static readonly (string Name, string Body)[] s_streams =
    [
        ("WithoutWaits", "for (var i = 0; i < n; i++) yield return i;"),
        ("WaitsBefore", "for (var i = 0; i < n; i++) { Step($\"before {i}\").Await(); yield return i; }"),
        ("WaitsAfter", "for (var i = 0; i < n; i++) { yield return i; Step($\"after {i}\").Await(); }"),
        ("Finally", "try { for (var i = 0; i < n; i++) { Step($\"try {i}\").Await(); yield return i; } } finally { Log(\"finally\"); }"),
        ("WaitsInFinally", "try { for (var i = 0; i < n; i++) { yield return i; Step($\"try {i}\").Await(); } } finally { Step(\"cleanup\").Await(); Log(\"cleaned\"); }"),
        ("TwoFinallies", "try { Step(\"outer\").Await(); try { for (var i = 0; i < n; i++) yield return i; } finally { Step(\"inner cleanup\").Await(); } yield return 9; } finally { Log(\"outer finally\"); Step(\"outer cleanup\").Await(); }"),
        ("Using", "using var r = new Resource(\"r\"); for (var i = 0; i < n; i++) { yield return i; Step($\"used {i}\").Await(); }"),
        ("Branches", "for (var i = 0; i < n; i++) { if (i == 1) { Step(\"one\").Await(); yield return 10; } else switch (i) { case 2: yield return Value(20).Await(); break; default: yield return i; break; } }"),
        ("Inner", "foreach (var x in WaitsInFinally(n)) { Step($\"got {x}\").Await(); yield return x * 2; }"),
        ("Recursive", "if (n > 0) { yield return n; foreach (var x in Recursive(n - 1)) { yield return x; Step($\"up {n}\").Await(); } }"),
        ("Fails", "try { yield return 1; Step(\"first\").Await(); yield return 2; Throw(\"broken\"); } finally { Step(\"cleanup\").Await(); }"),
        ("FailsAtOnce", "Step(\"start\").Await(); if (n > 0) Throw(\"at once\"); yield return 1;"),
        ("Catches", "for (var i = 0; i < n; i++) { try { Step($\"try {i}\").Await(); if (i == 1) Throw(\"one\"); } catch (InvalidOperationException e) { Step(e.Message).Await(); } yield return i; }"),
        ("Captures", "var actions = new List<Func<int>>(); for (var i = 0; i < n; i++) { var x = i; actions.Add(() => x * 10); yield return actions[i](); Step(\"captured\").Await(); x++; } foreach (var a in actions) yield return a();"),
        ("BreaksInFinally", "var i = 0; while (true) { try { Step($\"turn {i}\").Await(); if (i == n) yield break; yield return i++; } finally { Step($\"turned {i}\").Await(); } }"),
        ("Empty", "if (n > 100) yield return 1; Step(\"empty\").Await();"),
        ("Parts", "int a = Value(1).Await(), b; yield return a; b = Value(2).Await() + a; yield return b; yield return (b > 2 ? Value(3).Await() : 0) + Sum(a, b, Value(4).Await());"),
    ];

    /// <summary>Bodies of coroutines; S stands for the stream's name.</summary>
    private static readonly (string Name, string Body)[] s_consumers =
    [
        ("All", "foreach (var x in S(3)) Log($\"{x}\"); Log(\"end\"); yield break;"),
        ("Waits", "foreach (var x in S(3)) { Step($\"body {x}\").Await(); Log($\"{x}\"); } yield break;"),
        ("BreaksFirst", "foreach (var x in S(3)) { Log($\"{x}\"); break; } Step(\"after\").Await(); yield break;"),
        ("BreaksSecond", "var seen = 0; foreach (var x in S(3)) { Log($\"{x}\"); if (++seen == 2) break; Step(\"next\").Await(); } Log(\"after\"); yield break;"),
        ("Throws", "try { foreach (var x in S(2)) { Step($\"{x}\").Await(); Throw($\"at {x}\"); } } catch (InvalidOperationException e) { Log(e.Message); Step(\"caught\").Await(); } yield break;"),
        ("Leaves", "try { foreach (var x in S(3)) { Log($\"{x}\"); if (x > 0) yield break; } } finally { Step(\"left\").Await(); }"),
        ("Nested", "foreach (var x in S(2)) foreach (var y in S(2)) Log($\"{x}{y}\"); yield break;"),
        ("Continues", "foreach (var x in S(3)) { if (x == 1) continue; Step($\"{x}\").Await(); } yield break;"),
        ("InFinally", "try { Step(\"try\").Await(); } finally { foreach (var x in S(2)) Step($\"{x}\").Await(); } yield break;"),
        ("InCatch", "try { Throw(\"x\"); } catch (InvalidOperationException e) { foreach (var x in S(2)) Log($\"{e.Message}{x}\"); } yield break;"),
        ("Goes", "foreach (var x in S(3)) foreach (var y in S(3)) { Log($\"{x}{y}\"); if (y > 0) goto Out; } Out: Step(\"out\").Await(); yield break;"),
        ("Captures", "var actions = new List<Action>(); foreach (var x in S(3)) { actions.Add(() => Log($\"{x}\")); Step(\"kept\").Await(); } foreach (var a in actions) a(); yield break;"),
        ("Converts", "foreach (long x in S(2)) Log($\"{x + 1L}\"); foreach (object o in S(1)) Log($\"{o}\"); yield break;"),
    ];

    private static readonly Lazy<ThreeWays> s_compiled = new(() => ThreeWays.Compile([("Bodies/Matrix.cs", Source())]));

    public static TheoryData<string, string> Pairs
    {
        get
        {
            var data = new TheoryData<string, string>();
            foreach (var (stream, _) in s_streams)
                foreach (var (consumer, _) in s_consumers)
                    data.Add(stream, consumer);
            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Pairs))]
    public void AllWaysPrintTheSame(string stream, string consumer)
    {
        var body = new Body("Bodies.Matrix", $"{consumer}Of{stream}");
        Assert.True(s_compiled.Value.IsLowered(body));
        var mismatch = Comparison.FirstMismatch(s_compiled.Value, body, Points);
        Assert.True(mismatch is null, mismatch?.ToString());
    }

    [Fact]
    public void AllAreLowered() => Assert.True(s_compiled.Value.AreAllLowered(new Body("Bodies.Matrix", "AllOfEmpty")));

    private static string Source()
    {
        var streams = s_streams.Select(s => $"    [Coroutine]\n    private static IEnumerable<int> {s.Name}(int n)\n    {{\n        {s.Body}\n    }}\n");
        var consumers = s_streams.SelectMany(s => s_consumers.Select(c => $"    [Coroutine]\n    public static IEnumerator<Yield> {c.Name}Of{s.Name}()\n    {{\n        {c.Body.Replace(" S(", $" {s.Name}(")}\n    }}\n"));
        return $$"""
            using System;
            using System.Collections.Generic;
            using System.Threading.Tasks;
            using CoroutineDsl;
            using CoroutineDsl.Oracle;
            using static CoroutineDsl.Coroutine;
            using static CoroutineDsl.Oracle.Common;
            using static CoroutineDsl.Oracle.Script;

            namespace Bodies;

            public static partial class Matrix
            {
            {{string.Join("\n", streams.Concat(consumers))}}
            }
            """;
    }
}
