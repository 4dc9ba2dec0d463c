using Xunit;

namespace CoroutineDsl.Analyzers.Tests;

public class UninterceptedCoroutineTests
{
    [Fact]
    public Task A_method_group_becomes_a_lambda() => Verify.Fix<UninterceptedCoroutineAnalyzer, UninterceptedCoroutineFix>(
        """
        static partial class C
        {
            [Coroutine] static IEnumerator<Yield> Eat(string name) { yield break; }
            [Coroutine] static IEnumerator<Yield> Idle() { yield break; }
            [Coroutine] static IEnumerator<Yield> Two(int a, int b) { yield break; }

            static void Run(Func<string, IEnumerator<Yield>> make) { }

            static void Main()
            {
                Run([|Eat|]);
                Run([|C.Eat|]);
                Func<IEnumerator<Yield>> idle = [|Idle|];
                Func<int, int, IEnumerator<Yield>> two = [|Two|];
            }
        }
        """,
        """
        static partial class C
        {
            [Coroutine] static IEnumerator<Yield> Eat(string name) { yield break; }
            [Coroutine] static IEnumerator<Yield> Idle() { yield break; }
            [Coroutine] static IEnumerator<Yield> Two(int a, int b) { yield break; }

            static void Run(Func<string, IEnumerator<Yield>> make) { }

            static void Main()
            {
                Run(name => Eat(name));
                Run(name => C.Eat(name));
                Func<IEnumerator<Yield>> idle = () => Idle();
                Func<int, int, IEnumerator<Yield>> two = (a, b) => Two(a, b);
            }
        }
        """);

    [Fact]
    public Task A_call_in_an_expression_tree_becomes_one_of_the_factory() => Verify.Fix<UninterceptedCoroutineAnalyzer, UninterceptedCoroutineFix>(
        """
        static partial class C
        {
            [Coroutine] static IEnumerator<Yield> Eat(string name) { yield break; }

            static void Main()
            {
                System.Linq.Expressions.Expression<Func<IEnumerator<Yield>>> tree = () => [|Eat("x")|];
            }
        }
        """,
        """
        static partial class C
        {
            [Coroutine] static IEnumerator<Yield> Eat(string name) { yield break; }

            static void Main()
            {
                System.Linq.Expressions.Expression<Func<IEnumerator<Yield>>> tree = () => EatCoroutine("x");
            }
        }
        """);

    [Fact]
    public Task Plain_calls_and_names_are_left_alone() => Verify.Nothing<UninterceptedCoroutineAnalyzer>(
        """
        static partial class C
        {
            [Coroutine] static IEnumerator<Yield> Eat(string name) { yield break; }
            static IEnumerator<Yield> NotMarked() { yield break; }

            static void Main()
            {
                Spawn(Eat("x"));
                Func<IEnumerator<Yield>> later = () => Eat("x"), other = NotMarked;
                _ = nameof(Eat);
            }
        }
        """);
}
