using CoroutineDsl.Generator.Tests.Harness;

namespace CoroutineDsl.Generator.Tests.Lowering;

/// <summary>A coroutine that ends by running another of its type leaves no frame behind but the last few, which are kept for traces.</summary>
public class TailCallTests
{
    private const int Depth = 200_000;
    private const int Kept = 16;

    [Theory]
    [InlineData("yield return Down(n - 1).Await();")]
    [InlineData("SetResult(Down(n - 1).Await()); yield break;")]
    [InlineData("if (n > 0) { yield return Down(n - 1).Await(); } yield return 1;")]
    [InlineData("yield return DownCoroutine(n - 1).Await();")]
    [InlineData("yield return (DownCoroutine(n - 1)).Await();")]
    [InlineData("SetResult(DownCoroutine(n - 1).Await()); yield break;")]
    public void HoldsFewFrames(string last) => Assert.InRange(DeepestStack("IEnumerator<Yield<int>>", "yield return n;", last), 1, Kept + 1);

    [Theory]
    [InlineData("yield return Call(Down(n - 1));")]
    [InlineData("yield return DownCoroutine(n - 1);")]
    [InlineData("if (n > 0) yield return Call(Down(n - 1)); else s_calls++;")]
    public void HoldsFewFramesWithoutAResult(string last) => Assert.InRange(DeepestStack("IEnumerator<Yield>", "yield break;", last), 1, Kept + 1);

    [Theory]
    [InlineData("yield return 1 + Down(n - 1).Await();")]
    [InlineData("try { SetResult(Down(n - 1).Await()); } finally { s_calls++; } yield break;")]
    [InlineData("var result = Down(n - 1).Await(); s_calls++; yield return result;")]
    public void KeepsItsFrameWhereSomethingIsLeftToDo(string last) => Assert.Equal(101, DeepestStack("IEnumerator<Yield<int>>", "yield return n;", last, 100));

    private static int DeepestStack(string type, string bottom, string last, int depth = Depth) => (int)GeneratorRun.Of($$"""
        using System;
        using System.Collections.Generic;
        using CoroutineDsl;
        using static CoroutineDsl.Coroutine;

        public static partial class C
        {
            public static int s_deepest, s_calls;

            [Coroutine]
            private static {{type}} Down(int n)
            {
                if (n % 10_000 == 0)
                {
                    Greenlet.Sleep(0).Await();
                    s_deepest = Math.Max(s_deepest, Greenlet.Current.StackFrames.Count);
                }
                if (n == 0)
                {
                    {{bottom}}
                }
                {{last}}
            }

            public static int Run()
            {
                s_calls = 0;
                Greenlet.Spawn(Down({{depth}})).Get().Await();
                return s_deepest;
            }
        }
        """).Invoke("C", "Run")!;
}
