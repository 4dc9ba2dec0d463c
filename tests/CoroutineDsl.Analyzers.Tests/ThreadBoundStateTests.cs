using Xunit;

namespace CoroutineDsl.Analyzers.Tests;

public class ThreadBoundStateTests
{
    [Fact]
    public Task Fields_become_CoLocal() => Verify.Fix<ThreadBoundStateAnalyzer, ThreadBoundStateFix>(
        """
        partial class C
        {
            // who it is
            static readonly ThreadLocal<string> user = new ThreadLocal<string>(() => "nobody");
            readonly ThreadLocal<int> plain = new();

            [ThreadStatic]
            private static int depth;

            [Coroutine]
            IEnumerator<Yield> M()
            {
                Console.WriteLine([|user.Value|]);
                [|plain.Value|] = 1;
                [|depth|]++;
                [|C.depth|] = 5;
                yield break;
            }

            static int Depth => depth;
        }
        """,
        """
        partial class C
        {
            // who it is
            static readonly CoLocal<string> user = new(() => "nobody");
            readonly CoLocal<int> plain = new();

            private static readonly CoLocal<int> depth = new();

            [Coroutine]
            IEnumerator<Yield> M()
            {
                Console.WriteLine(user.Value);
                plain.Value = 1;
                depth.Value++;
                C.depth.Value = 5;
                yield break;
            }

            static int Depth => depth.Value;
        }
        """);

    [Fact]
    public Task Other_uses_are_told_without_a_fix() => Verify.NoFix<ThreadBoundStateAnalyzer, ThreadBoundStateFix>(
        """
        partial class C
        {
            readonly ThreadLocal<int> tracked = new(true);
            readonly ThreadLocal<int> kept = new(() => 1);
            [ThreadStatic] static int passed;

            [Coroutine]
            IEnumerator<Yield> M(ThreadLocal<int> given)
            {
                Console.WriteLine([|tracked.Value|] + [|kept.Value|] + [|given.Value|]);
                Interlocked.Increment(ref [|passed|]);
                Console.WriteLine([|Thread.GetData(null!)|]);
                kept.Dispose();
                yield break;
            }
        }
        """);

    [Fact]
    public Task Plain_methods_and_other_state_are_left_alone() => Verify.Nothing<ThreadBoundStateAnalyzer>(
        """
        partial class C
        {
            static readonly ThreadLocal<int> local = new();
            static readonly AsyncLocal<int> flowing = new();
            static int shared;

            [Coroutine]
            IEnumerator<Yield> M() { flowing.Value = 1; shared++; Action later = () => local.Value = 1; yield break; }

            void Plain() => local.Value = 1;
        }
        """);
}
