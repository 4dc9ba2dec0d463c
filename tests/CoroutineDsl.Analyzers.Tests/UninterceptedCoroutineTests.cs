using Microsoft.CodeAnalysis;
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

    [Fact]
    public async Task Where_nothing_is_intercepted_every_call_outside_of_coroutines_is_told()
    {
        const string code = """
            static partial class C
            {
                [Coroutine] static IEnumerator<Yield> Eat(string name) { Idle().Await(); yield break; }
                [Coroutine] static IEnumerator<Yield> Idle() { yield break; }
                static void Main() => Eat("x").Await();
            }
            """;
        var compilation = TestCompilation.Of(code);
        Assert.Empty(await Verify.Diagnose(compilation, new UninterceptedCoroutineAnalyzer()));
        var trees = compilation.SyntaxTrees.Select(tree => tree.WithRootAndOptions(tree.GetRoot(), TestCompilation.Parse.WithFeatures([])));
        var told = Assert.Single(await Verify.Diagnose(compilation.RemoveAllSyntaxTrees().AddSyntaxTrees(trees), new UninterceptedCoroutineAnalyzer()));
        Assert.Equal(DiagnosticSeverity.Warning, told.Severity);
        Assert.Equal(code.IndexOf("Eat(\"x\")", StringComparison.Ordinal), told.Location.SourceSpan.Start);
    }
}
