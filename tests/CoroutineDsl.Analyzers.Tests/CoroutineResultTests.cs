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
                yield return 3;
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
                yield return 3;
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
                        try { SetResult(4L); } catch { SetResult(5L); }
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

    [Fact]
    public Task A_result_of_the_same_type_to_C_sharp_is_of_the_type() => Verify.Nothing<CoroutineResultAnalyzer>(
        """
        partial class C
        {
            [Coroutine] static IEnumerator<Yield<(int A, string B)>> Pair(string s) { SetResult((s.Length, s)); yield break; }
            [Coroutine] static IEnumerator<Yield<List<(int, int Y)>>> Pairs() { SetResult(new List<(int X, int)>()); yield break; }
            [Coroutine] static IEnumerator<Yield<IntPtr>> Native(nint n) { SetResult(n); yield break; }
            [Coroutine] static IEnumerator<Yield<nint>> Native(IntPtr n, int m) { SetResult<IntPtr>(n); yield break; }
            [Coroutine] static IEnumerator<Yield<object>> Any(List<dynamic> d) { SetResult<dynamic>(d); yield break; }
            [Coroutine] static IEnumerator<Yield<List<object>>> Many(List<dynamic> d) { SetResult(d); yield break; }
            [Coroutine] static IEnumerator<Yield<string?>> Maybe(string s) { SetResult<string>(s); yield break; }
        }
        """);

    [Fact]
    public Task Every_way_to_the_end_gives_a_result() => Verify.Diagnostics<CoroutineResultAnalyzer>(
        """
        partial class C
        {
            [Coroutine] static IEnumerator<Yield<int>> [|Never|]() { yield return Sleep(1); }
            [Coroutine] static IEnumerator<Yield<int>> [|Leaves|](int n) { if (n > 0) yield break; yield return n; }
            [Coroutine] static IEnumerator<Yield<int>> [|OneWay|](int n) { if (n > 0) yield return n; }
            [Coroutine] static IEnumerator<Yield<int>> [|InSwitch|](int n) { switch (n) { case 1: yield return 1; break; case 2: yield return 2; break; } }
            [Coroutine] static IEnumerator<Yield<int>> [|Found|](int[] all) { foreach (var n in all) if (n > 0) yield return n; }
            [Coroutine] static IEnumerator<Yield<int>> [|Caught|](Task<int> t) { try { SetResult(t.Await()); yield break; } catch (IOException) { } }
            [Coroutine] static IEnumerator<Yield<int>> [|Broken|](CoQueue<int> q) { while (true) { if (q.Get().Await() > 0) break; } yield break; }
        }
        """);

    [Fact]
    public Task Where_each_does_there_is_nothing_to_say() => Verify.Nothing<CoroutineResultAnalyzer>(
        """
        partial class C
        {
            [Coroutine] static IEnumerator<Yield<int>> Straight() { yield return Sleep(1); yield return 1; }
            [Coroutine] static IEnumerator<Yield<int>> Both(int n) { if (n > 0) yield return n; else yield return -n; }
            [Coroutine] static IEnumerator<Yield<int>> Choice(bool b) { yield return b ? 1 : 2; }
            [Coroutine] static IEnumerator<Yield<int>> Forever(CoQueue<int> q) { while (true) { var n = q.Get().Await(); if (n > 0) yield return n; } }
            [Coroutine] static IEnumerator<Yield<int>> For(CoQueue<int> q) { for (; ; ) { var n = q.Get().Await(); if (n > 0) { SetResult(n); yield break; } } }
            [Coroutine] static IEnumerator<Yield<int>> Throws(int n) { if (n > 0) yield return n; throw new IOException(); }
            [Coroutine] static IEnumerator<Yield<int>> Helper(int n) { if (n > 0) yield return n; Fail(); }
            [Coroutine] static IEnumerator<Yield<int>> Caught(Task<int> t) { try { SetResult(t.Await()); yield break; } catch (IOException) { SetResult(0); yield break; } }
            [Coroutine] static IEnumerator<Yield<int>> Rethrown(Task<int> t) { try { SetResult(t.Await()); yield break; } catch (IOException) { throw; } }
            [Coroutine] static IEnumerator<Yield<int>> Default() { yield return default(int); }
            [Coroutine] static IEnumerator<Yield<int>> InSwitch(int n) { switch (n) { case 1: yield return 1; break; default: yield return 2; break; } }
            [Coroutine] static IEnumerator<Yield> NoResult(int n) { if (n > 0) yield break; yield return Sleep(1); }
            [System.Diagnostics.CodeAnalysis.DoesNotReturn] static void Fail() => throw new IOException();
        }
        """);

    [Fact]
    public Task A_loop_that_would_give_many_results_ends_in_its_first_round() => Verify.Diagnostics<CoroutineResultAnalyzer>(
        """
        partial class C
        {
            [Coroutine] static IEnumerator<Yield<int>> [|Numbers|]() { for (var i = 0; i < 3; i++) [|yield return i;|] }
            [Coroutine] static IEnumerator<Yield<int>> [|All|](int[] all) { foreach (var n in all) { Sleep(n).Await(); [|yield return n;|] } }
            [Coroutine] static IEnumerator<Yield<int>> When(CoQueue<int> q) { while (true) { var n = q.Get().Await(); if (n < 0) continue; yield return n; } }
        }
        """);

    [Fact]
    public Task Where_the_compiler_has_an_error_of_its_own_nothing_is_said() => Verify.Diagnostics<CoroutineResultAnalyzer>(
        """
        partial class C
        {
            [Coroutine] static IEnumerator<Yield<int>> Wrong() { SetResult("x"); Unknown(); yield break; }
            [Coroutine] static IEnumerator<Yield<int>> Right()
            {
                [|SetResult("x")|];
                yield break;
            }
        }
        """, compiles: false);
}
