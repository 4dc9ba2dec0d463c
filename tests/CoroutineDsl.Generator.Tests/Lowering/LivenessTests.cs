using CoroutineDsl.Generator.Tests.Harness;

namespace CoroutineDsl.Generator.Tests.Lowering;

/// <summary>A coroutine that waits for long keeps alive what it will use again, and nothing else.</summary>
public class LivenessTests
{
    [Theory]
    [InlineData("var big = Make(); Step().Await(); Use(big); Parked().Await();")]
    [InlineData("Use(argument); Step().Await(); Use(argument); Parked().Await();")]
    [InlineData("Use(Make(), Step().Await()); Parked().Await();")]
    [InlineData("foreach (var big in new[] { Make() }) { Step().Await(); Use(big); } Parked().Await();")]
    [InlineData("foreach (var big in new List<Big> { Make() }) { Step().Await(); Use(big); } Parked().Await();")]
    [InlineData("{ var big = Make(); Action use = () => Use(big); Step().Await(); use(); } Parked().Await();")]
    [InlineData("try { var big = Make(); Step().Await(); Use(big); } finally { Parked().Await(); }")]
    [InlineData("try { Step().Await(); throw new Failure(Make()); } catch (Failure e) { Step().Await(); Use(e.Big); } Parked().Await();")]
    [InlineData("using (var big = Make()) { Step().Await(); } Parked().Await();")]
    [InlineData("if (Make() is { } big && Step().Await() == 1) Use(big); Parked().Await();")]
    [InlineData("var big = Make(); Step().Await(); Parked(big).Await();")]
    [InlineData("var big = Made().Await(); Step().Await(); Use(big); Parked().Await();")]
    [InlineData("var pair = (Make(), 1); Step().Await(); Use(pair.Item1); Parked().Await();")]
    [InlineData("for (var i = 0; i < 2; i++) { var big = Make(); Step().Await(); Use(big); if (i == 1) Parked().Await(); }")]
    [InlineData("switch (Make()) { case var big: Step().Await(); Use(big); break; } Parked().Await();")]
    [InlineData("Step().Await(); Use(argument); Parked().Await();")]
    [InlineData("var big = Make(); Step().Await(); big = null!; Parked().Await(); Use(big);")]
    public void IsLetGo(string body) => Assert.Equal("dead, dead after the end", Run(body));

    [Theory]
    [InlineData("var big = Make(); Step().Await(); Parked().Await(); Use(big);")]
    [InlineData("Step().Await(); Parked().Await(); Use(argument);")]
    [InlineData("var big = Make(); Action use = () => Use(big); Parked().Await(); use();")]
    [InlineData("using (Make()) Parked().Await();")]
    [InlineData("while (true) { var big = Make(); Parked().Await(); Use(big); break; }")]
    public void IsKeptWhileItIsNeeded(string body) => Assert.Equal("alive, dead after the end", Run(body));

    private static string Run(string body) => (string)GeneratorRun.Of($$"""
        using System;
        using System.Collections.Generic;
        using System.Runtime.CompilerServices;
        using CoroutineDsl;

        public sealed class Big : IDisposable
        {
            public void Dispose() { }
        }

        public sealed class Failure(Big big) : Exception
        {
            public Big Big => big;
        }

        public partial class C
        {
            private static readonly List<WeakReference> s_made = [];
            private static readonly CoEvent s_gate = new();

            private static Big Make()
            {
                var big = new Big();
                s_made.Add(new WeakReference(big));
                return big;
            }

            private static void Use(Big? big, int number = 0) => GC.KeepAlive(big);

            private static bool s_isParked;

            private static Suspension Parked(Big? big = null)
            {
                s_isParked = true;
                return s_gate.Wait();
            }

            [Coroutine]
            private static IEnumerator<Yield<Big>> Made()
            {
                Greenlet.Sleep(1).Await();
                yield return Make();
            }

            [Coroutine]
            private static IEnumerator<Yield<int>> Step()
            {
                Greenlet.Sleep(1).Await();
                yield return 1;
            }

            [Coroutine]
            private static IEnumerator<Yield> Body(Big argument)
            {
                {{body}}
                yield break;
            }

            [MethodImpl(MethodImplOptions.NoInlining)]
            private static Greenlet Start() => Greenlet.Spawn(Body(Make()));

            [MethodImpl(MethodImplOptions.NoInlining)]
            private static string State()
            {
                GC.Collect();
                GC.WaitForPendingFinalizers();
                GC.Collect();
                return s_made.Exists(made => made.IsAlive) ? "alive" : "dead";
            }

            public static string Run()
            {
                var greenlet = Start();
                while (!s_isParked) Greenlet.Sleep(1).Await();
                Greenlet.Sleep(1).Await();
                var parked = State();
                // code of the hub that is not optimized yet may hold on to what it ran last
                for (var i = 0; i < 40 && parked == "alive"; i++)
                {
                    Step().Await();
                    Greenlet.Spawn(Step()).Join().Await();
                    parked = State();
                }
                s_gate.Set();
                greenlet.Join().Await();
                var ended = State();
                GC.KeepAlive(greenlet);
                return $"{parked}, {ended} after the end";
            }
        }
        """).Invoke("C", "Run")!;
}
