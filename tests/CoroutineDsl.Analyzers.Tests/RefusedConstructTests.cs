using Xunit;

namespace CoroutineDsl.Analyzers.Tests;

public class RefusedConstructTests
{
    [Fact]
    public Task What_lives_on_the_stack_cannot_live_across_a_suspension() => Verify.Diagnostics<RefusedConstructAnalyzer>(
        """
        partial class C
        {
            [Coroutine]
            static IEnumerator<Yield> M(byte[] buffer)
            {
                ref var [|first = ref buffer[0]|];
                Sleep(1).Await();
                first = 1;
                yield break;
            }
        }
        """);

    [Fact]
    public Task Nor_can_a_filter_suspend() => Verify.Diagnostics<RefusedConstructAnalyzer>(
        """
        partial class C
        {
            [Coroutine]
            static IEnumerator<Yield> M(CoQueue<bool> queue)
            {
                try { Console.WriteLine(); }
                catch (Exception) [|when (queue.Get().Await())|] { }
                yield break;
            }
        }
        """);

    [Fact]
    public Task Of_a_lock_CORO008_says_more() => Verify.Nothing<RefusedConstructAnalyzer>(
        """
        partial class C
        {
            readonly object gate = new();

            [Coroutine]
            IEnumerator<Yield> M()
            {
                lock (gate) Sleep(1).Await();
                yield break;
            }
        }
        """);

    [Fact]
    public Task What_the_lowering_takes_is_left_alone() => Verify.Nothing<RefusedConstructAnalyzer>(
        """
        partial class C
        {
            [Coroutine]
            static IEnumerator<Yield<int>> M(CoQueue<int> queue)
            {
                var n = queue.Get().Await();
                yield return Sleep(n);
                yield return n;
            }

            static IEnumerable<int> Other() { yield return 1; }
        }
        """);

    [Fact]
    public Task Where_the_compiler_or_another_rule_has_an_error_nothing_is_said() => Verify.Diagnostics<RefusedConstructAnalyzer>(
        """
        partial class C
        {
            [Coroutine] static IEnumerator<Yield<int>> One() { yield return 1; }
            [Coroutine] static IEnumerator<Yield> Two() { yield return One(); }
            [Coroutine] static IEnumerator<Yield> Three() { foreach (var x in One()) Console.WriteLine(x); yield break; }
            [Coroutine] static IEnumerator<Yield<int>> Four()
            {
                SetResult("x");
                yield break;
            }
            [Coroutine] static IEnumerator<Yield> Five()
            {
                Span<int> s = [1];
                ref var [|r = ref s[0]|];
                Sleep(1).Await();
                r = Unknown();
                yield break;
            }
        }
        """, compiles: false);
}
