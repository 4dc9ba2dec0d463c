using Xunit;

namespace CoroutineDsl.Analyzers.Tests;

public class CoroutineResultTests
{
    [Fact]
    public Task What_follows_a_result_is_removed() => Verify.Fix<CoroutineResultAnalyzer, CoroutineResultFix>(
        """
        partial class C
        {
            [Coroutine]
            static IEnumerator<Yield<int>> M()
            {
                yield return Sleep(1);
                yield return 1;
                [|Console.WriteLine();|]
                Console.WriteLine();
            }
        }
        """,
        """
        partial class C
        {
            [Coroutine]
            static IEnumerator<Yield<int>> M()
            {
                yield return Sleep(1);
                yield return 1;
            }
        }
        """);

    [Fact]
    public Task SetResult_is_followed_by_yield_break() => Verify.Fix<CoroutineResultAnalyzer, CoroutineResultFix>(
        """
        partial class C
        {
            [Coroutine]
            static IEnumerator<Yield<int>> M(int n)
            {
                if (n == 1) [|SetResult(n)|];
                while (n-- > 0)
                {
                    [|SetResult(n)|];
                }
                try { [|SetResult(2)|]; } catch { }
                yield return Sleep(1);
            }
        }
        """,
        """
        partial class C
        {
            [Coroutine]
            static IEnumerator<Yield<int>> M(int n)
            {
                if (n == 1)
                {
                    SetResult(n);
                    yield break;
                }
                while (n-- > 0)
                {
                    SetResult(n);
                    yield break;
                }
                try { SetResult(2); yield break; } catch { }
                yield return Sleep(1);
            }
        }
        """);

    [Fact]
    public Task The_result_type_is_named() => Verify.Fix<CoroutineResultAnalyzer, CoroutineResultFix>(
        """
        partial class C
        {
            [Coroutine]
            static IEnumerator<Yield<object>> M()
            {
                [|SetResult("x")|];
                yield break;
            }
        }
        """,
        """
        partial class C
        {
            [Coroutine]
            static IEnumerator<Yield<object>> M()
            {
                SetResult<object>("x");
                yield break;
            }
        }
        """);

    [Fact]
    public Task A_value_of_another_type_is_an_error() => Verify.NoFix<CoroutineResultAnalyzer, CoroutineResultFix>(
        """
        partial class C
        {
            [Coroutine]
            static IEnumerator<Yield<string>> M()
            {
                yield return [|5|];
            }

            [Coroutine]
            static IEnumerator<Yield> N()
            {
                yield return [|DateTime.Now|];
                [|SetResult(1)|];
            }

            [Coroutine]
            static IEnumerator<Yield<int>> O()
            {
                [|SetResult("x")|];
                yield break;
            }
        }
        """);

    [Fact]
    public Task Proper_results_are_left_alone() => Verify.Nothing<CoroutineResultAnalyzer>(
        """
        partial class C
        {
            [Coroutine]
            static IEnumerator<Yield<long>> M(int n, CoQueue<int> queue, ValueTask task, ValueTask<int> typed, Greenlet g)
            {
                yield return queue.Get();
                yield return task;
                yield return typed;
                yield return g;
                switch (n)
                {
                    case 1: yield return 1; break;
                    case 2: { SetResult(2L); yield break; }
                    case 3: yield return 3; yield break;
                    default:
                        try { SetResult(4L); } catch { }
                        break;
                }
            }

            [Coroutine]
            static IEnumerator<Yield<string?>> N(bool b)
            {
                if (b) { yield return "x"; }
                else
                {
                    try { SetResult<string?>(null); } finally { }
                    yield break;
                }
            }
        }
        """);
}
