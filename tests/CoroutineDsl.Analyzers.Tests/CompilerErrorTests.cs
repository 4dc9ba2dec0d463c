using Xunit;

namespace CoroutineDsl.Analyzers.Tests;

public class CompilerErrorTests
{
    private const string Before =
        """
        partial class C
        {
            [Coroutine]
            static IEnumerator<Yield<int>> M(CoQueue<int> queue, Task task)
            {
                try
                {
                    [|yield return|] Sleep(1); // a while
                    if (task.IsCompleted) [|yield return|] 1;
                    try { [|yield return|] queue.Get(); } finally { [|yield return|] task; }
                }
                catch (IOException)
                {
                    [|yield return|] queue.Put(1);
                    [|yield return|] -1;
                }
                finally
                {
                    [|yield return|] Sleep(2);
                }
                try { yield return Sleep(3); } finally { }
                yield return 2;
            }
        }
        """;

    private const string After =
        """
        partial class C
        {
            [Coroutine]
            static IEnumerator<Yield<int>> M(CoQueue<int> queue, Task task)
            {
                try
                {
                    Sleep(1).Await(); // a while
                    if (task.IsCompleted)
                    {
                        SetResult(1);
                        yield break;
                    }
                    try { queue.Get().Await(); } finally { task.Await(); }
                }
                catch (IOException)
                {
                    queue.Put(1).Await();
                    SetResult(-1);
                    yield break;
                }
                finally
                {
                    Sleep(2).Await();
                }
                try { yield return Sleep(3); } finally { }
                yield return 2;
            }
        }
        """;

    [Fact]
    public Task A_yield_return_that_cannot_stand_there_becomes_Await_or_SetResult() => Verify.Fix<CompilerErrorAnalyzer, CompilerErrorFix>(Before, After, compiles: false);

    [Fact]
    public Task The_compilers_own_errors_offer_the_same() => Verify.FixCompilerError<CompilerErrorFix>(Markup.Parse(Before).Code, After);

    [Fact]
    public Task The_type_of_the_result_is_named_where_it_is_not_that_of_the_value() => Verify.FixCompilerError<CompilerErrorFix>(
        """
        partial class C
        {
            [Coroutine]
            static IEnumerator<Yield<long>> M()
            {
                try { yield return 1; } catch { }
            }
        }
        """,
        """
        partial class C
        {
            [Coroutine]
            static IEnumerator<Yield<long>> M()
            {
                try { SetResult<long>(1); yield break; } catch { }
            }
        }
        """);

    [Fact]
    public Task A_nested_coroutine_that_C_sharp_cannot_convert_is_awaited() => Verify.FixCompilerError<CompilerErrorFix>(
        """
        partial class C
        {
            [Coroutine]
            static IEnumerator<Yield<int>> M()
            {
                yield return M();
                yield return N("x"); // twice
                yield return 1;
            }

            [Coroutine]
            static IEnumerator<Yield> N(string s) { yield break; }
        }
        """,
        """
        partial class C
        {
            [Coroutine]
            static IEnumerator<Yield<int>> M()
            {
                M().Await();
                N("x").Await(); // twice
                yield return 1;
            }

            [Coroutine]
            static IEnumerator<Yield> N(string s) { yield break; }
        }
        """);

    [Fact]
    public Task Allowed_places_and_other_iterators_are_left_alone() => Verify.Nothing<CompilerErrorAnalyzer>(
        """
        partial class C
        {
            [Coroutine]
            static IEnumerator<Yield> M()
            {
                try { yield return Sleep(1); } finally { Console.WriteLine(); }
                try { Sleep(1).Await(); } catch { yield break; }
            }
        }
        """);

    private const string Meant =
        """
        partial class C
        {
            [Coroutine]
            static IEnumerator<Yield<int>> M(CoQueue<int> queue, Task<int> task)
            {
                int b = [|queue.Get()|];
                var c = [|await task|] + b;
                if (c > 1) [|return c;|]
                try { [|return M(queue, task);|] } catch { }
                yield break;
            }
        }
        """;

    [Fact]
    public Task A_wait_in_place_of_its_value_an_await_and_a_return_are_written_as_a_coroutine_does() => Verify.Fix<CompilerErrorAnalyzer, CompilerErrorFix>(
        Meant,
        """
        partial class C
        {
            [Coroutine]
            static IEnumerator<Yield<int>> M(CoQueue<int> queue, Task<int> task)
            {
                int b = queue.Get().Await();
                var c = task.Await() + b;
                if (c > 1) yield return c;
                try { SetResult(M(queue, task).Await()); yield break; } catch { }
                yield break;
            }
        }
        """,
        compiles: false);

    [Fact]
    public Task What_was_meant_is_said_beside_the_compilers_errors() => Verify.Diagnostics<CompilerErrorAnalyzer>(
        """
        partial class C
        {
            event EventHandler? Left;
            [Coroutine] static IEnumerator<Yield<int>> Count() { yield return 1; }
            [Coroutine] static IEnumerator<Yield> OnLeft(object? sender, EventArgs e) { yield break; }
            [Coroutine] static IEnumerator<Yield> M(CoQueue<int> queue)
            {
                yield return [|Count()|];
                yield return [|"x"|];
                foreach (var x in [|Count()|]) { }
                [|await|] foreach (var x in queue) { }
                Spawn([|OnLeft|]);
                Spawn(Count(), [|TimeSpan.FromSeconds(1)|]);
                int n = [|Spawn(Count())|];
                Func<IEnumerator<Yield>> f = () => { [|yield return|] Sleep(1); };
            }
            static async Task N() { [|await Count()|]; await Spawn(Count()); }
            void O() { Left += [|OnLeft|]; Left += (_, _) => { }; }
        }
        """,
        compiles: false);
}
