using Xunit;

namespace CoroutineDsl.Analyzers.Tests;

public class StarvingLoopTests
{
    [Fact]
    public Task Endless_loops_let_the_others_run() => Verify.Fix<StarvingLoopAnalyzer, StarvingLoopFix>(
        """
        partial class C
        {
            static volatile bool done;

            [Coroutine]
            static IEnumerator<Yield> A(CoQueue<int> queue, int n)
            {
                [|while|] (!done) {
                }
                [|while|] (!done) Thread.Yield();
                [|for|] (; ; )
                {
                    if (!queue.TryGet(out var x)) continue;
                    yield return Sleep(x);
                }
            }

            [Coroutine]
            static IEnumerator<Yield> B()
            {
                try
                {
                    [|while|] (true)
                        Console.WriteLine();
                }
                catch (IOException) { yield break; }
            }
        }
        """,
        """
        partial class C
        {
            static volatile bool done;

            [Coroutine]
            static IEnumerator<Yield> A(CoQueue<int> queue, int n)
            {
                while (!done) {
                    yield return Sleep(0);
                }
                while (!done)
                {
                    yield return Sleep(0);
                    Thread.Yield();
                }
                for (; ; )
                {
                    yield return Sleep(0);
                    if (!queue.TryGet(out var x)) continue;
                    yield return Sleep(x);
                }
            }

            [Coroutine]
            static IEnumerator<Yield> B()
            {
                try
                {
                    while (true)
                    {
                        Sleep(0).Await();
                        Console.WriteLine();
                    }
                }
                catch (IOException) { yield break; }
            }
        }
        """);

    [Fact]
    public Task Loops_that_suspend_or_end_are_left_alone() => Verify.Nothing<StarvingLoopAnalyzer>(
        """
        partial class C
        {
            [Coroutine]
            static IEnumerator<Yield<int>> A(CoQueue<int> queue, CoEnumerable<int> many, int n)
            {
                while (true) { if (queue.Get().Await() == 0) break; }
                while (true) { try { n = queue.Get().Await(); break; } catch (IOException) { } }
                while (true) { foreach (var x in many) n += x; if (n > 5) break; }
                while (true) { if (n++ > 10) break; }
                while (n > 0) { n--; }
                while (queue.TryGet(out n)) { }
                for (var i = 0; i < 10; i++) { }
                while (true)
                {
                    switch (n)
                    {
                        case 1: yield return Sleep(1); break;
                        case 2: yield return 1; break;
                        default: yield return Sleep(2); continue;
                    }
                }
            }

            static IEnumerable<int> Other() { while (true) Console.WriteLine(); }
        }
        """);
}
