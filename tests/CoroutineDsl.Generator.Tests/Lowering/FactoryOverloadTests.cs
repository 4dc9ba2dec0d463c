using CoroutineDsl.Generator.Tests.Harness;

namespace CoroutineDsl.Generator.Tests.Lowering;

/// <summary>Of several factories of a name, none of which exists yet, the one is meant that C# would choose.</summary>
public class FactoryOverloadTests
{
    [Theory]
    [InlineData("yield return OverCoroutine(5).Await();", 5)]
    [InlineData("yield return OverCoroutine((short)5).Await();", 5)]
    [InlineData("yield return OverCoroutine(\"abc\").Await();", 3)]
    [InlineData("yield return OverCoroutine(y: 1, x: 2).Await();", 21)]
    [InlineData("yield return OverCoroutine(() => 7).Await();", 7)]
    [InlineData("yield return C.OverCoroutine(() => 7, null).Await();", 7)]
    [InlineData("SetResult(OverCoroutine(5).Await()); yield break;", 5)]
    [InlineData("yield return OverCoroutine('a', 1, 2, 3).Await();", 6)]
    public void IsMeant(string end, int result)
    {
        var run = Run(end);
        Assert.Contains("OverCoroutine(", run.Files["C.M.g.cs"], StringComparison.Ordinal);
        Assert.Equal(result, run.Invoke("C", "Run"));
    }

    [Theory]
    [InlineData("yield return SeveralCoroutine('a').Await();", 1)]
    [InlineData("yield return SeveralCoroutine((dynamic)1).Await();", 1)]
    [InlineData("yield return OneCoroutine(1).Await();", 2)] // the generic one is the better one
    public void OfSeveralThatTakeThemTheBestIsMeant(string end, int result)
    {
        var run = Run(end);
        Assert.Contains("bool Resume", run.Files["C.M.g.cs"], StringComparison.Ordinal);
        Assert.Equal(result, run.Invoke("C", "Run"));
    }

    [Theory]
    [InlineData("var c = Greenlet.Race(Over(1), Over(2), Over(3)).Await(); yield return c.Index;", 0)]
    [InlineData("yield return Greenlet.JoinAll(Greenlet.Spawn(Over(1)), Greenlet.Spawn(Over(2)), Greenlet.Spawn(Over(3))).Await().Length;", 3)]
    public void AMethodMayTakeAnyNumberOfCoroutines(string end, int result)
    {
        var run = Run(end);
        Assert.Contains("bool Resume", run.Files["C.M.g.cs"], StringComparison.Ordinal);
        Assert.Equal(result, run.Invoke("C", "Run"));
    }

    private static GeneratorRun Run(string end) => GeneratorRun.Of($$"""
        using System;
        using System.Collections.Generic;
        using CoroutineDsl;
        using static CoroutineDsl.Coroutine;

        public static partial class C
        {
            [Coroutine] public static IEnumerator<Yield<int>> Over(int x) { Greenlet.Sleep(0).Await(); yield return x; }
            [Coroutine] public static IEnumerator<Yield<int>> Over(string x) { yield return x.Length; }
            [Coroutine] public static IEnumerator<Yield<int>> Over(int x, int y) { yield return 10 * x + y; }
            [Coroutine] public static IEnumerator<Yield<int>> Over(Func<int> x, object? unused = null) { yield return x(); }

            [Coroutine] public static IEnumerator<Yield<int>> Over(char x, params int[] more) { var sum = 0; foreach (var y in more) sum += y; yield return sum; }

            [Coroutine] public static IEnumerator<Yield<int>> Several(int x) { yield return 1; }
            [Coroutine] public static IEnumerator<Yield<int>> Several(long x) { yield return 2; }
            [Coroutine] public static IEnumerator<Yield<int>> One(long x) { yield return 1; }
            [Coroutine] public static IEnumerator<Yield<int>> One<T>(T x) { yield return 2; }

            [Coroutine]
            public static IEnumerator<Yield<int>> M()
            {
                Greenlet.Sleep(0).Await();
                {{end}}
            }

            public static int Run() => Greenlet.Spawn(M()).Get().Await();
        }
        """);
}
