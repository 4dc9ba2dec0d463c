using Xunit;

namespace CoroutineDsl.Analyzers.Tests;

public class SpawnInSelectTests
{
    [Fact]
    public Task Greenlets_are_spawned_once() => Verify.Fix<SpawnInSelectAnalyzer, SpawnInSelectFix>(
        """
        partial class C
        {
            [Coroutine]
            static IEnumerator<Yield> F(int n)
            {
                yield return Sleep(n);
            }

            static void Main()
            {
                int[] xs = [1, 2];
                var all = [|xs.Select(i => Spawn(F(i)))|];
                JoinAll(all).Await();
                KillAll(all).Await();
                JoinAll(xs.Select(i => Spawn(F(i)))).Await();
                var once = xs.Select(i => Spawn(F(i)));
                JoinAll(once).Await();
                var kept = xs.Select(i => Spawn(F(i))).ToArray();
                JoinAll(kept).Await();
                JoinAll(kept).Await();
            }
        }
        """,
        """
        partial class C
        {
            [Coroutine]
            static IEnumerator<Yield> F(int n)
            {
                yield return Sleep(n);
            }

            static void Main()
            {
                int[] xs = [1, 2];
                var all = SpawnAll(xs, i => F(i));
                JoinAll(all).Await();
                KillAll(all).Await();
                JoinAll(xs.Select(i => Spawn(F(i)))).Await();
                var once = xs.Select(i => Spawn(F(i)));
                JoinAll(once).Await();
                var kept = xs.Select(i => Spawn(F(i))).ToArray();
                JoinAll(kept).Await();
                JoinAll(kept).Await();
            }
        }
        """);
}
