using Xunit;

namespace CoroutineDsl.Analyzers.Tests;

public class PartialTypeTests
{
    [Fact]
    public Task A_type_with_a_coroutine_must_be_partial() => Verify.Fix<PartialTypeAnalyzer, PartialTypeFix>(
        """
        static class [|Program|]
        {
            [Coroutine]
            static IEnumerator<Yield> Eat() { yield return Sleep(1); }
        }
        """,
        """
        static partial class Program
        {
            [Coroutine]
            static IEnumerator<Yield> Eat() { yield return Sleep(1); }
        }
        """);

    [Fact]
    public Task So_must_the_types_around_it() => Verify.Fix<PartialTypeAnalyzer, PartialTypeFix>(
        """
        public struct [|Outer|]
        {
            // kept
            private record [|Inner|]
            {
                [Coroutine]
                IEnumerator<Yield<int>> Count() { yield return 1; }
            }
        }
        """,
        """
        public partial struct Outer
        {
            // kept
            private partial record Inner
            {
                [Coroutine]
                IEnumerator<Yield<int>> Count() { yield return 1; }
            }
        }
        """);

    [Fact]
    public Task Partial_types_and_types_without_coroutines_are_left_alone() => Verify.Nothing<PartialTypeAnalyzer>(
        """
        partial class Program
        {
            [Coroutine]
            IEnumerator<Yield> Eat() { yield break; }

            class Other { IEnumerator<Yield> NotMarked() { yield break; } }
        }
        """);

    [Fact]
    public Task Partial_would_not_help_a_coroutine_that_cannot_be_lowered_for_another_reason() => Verify.Nothing<PartialTypeAnalyzer>(
        """
        interface IFactory { [Coroutine] static virtual IEnumerator<Yield> Make() { yield break; } }
        interface IMaker { [Coroutine] static abstract IEnumerator<Yield> Make(); }
        class Spans { [Coroutine] static IEnumerator<Yield> Take(CancellationToken t, ReadOnlySpan<int> x) { yield break; } }
        file class Local { [Coroutine] static IEnumerator<Yield> Eat() { yield break; } }
        """);

    [Fact]
    public Task Of_extension_blocks_the_class_around_must_be_partial() => Verify.Fix<PartialTypeAnalyzer, PartialTypeFix>(
        """
        static class [|Extensions|]
        {
            extension(string s)
            {
                [Coroutine] public IEnumerator<Yield> Say() { yield return Sleep(s.Length); }
            }
        }
        """,
        """
        static partial class Extensions
        {
            extension(string s)
            {
                [Coroutine] public IEnumerator<Yield> Say() { yield return Sleep(s.Length); }
            }
        }
        """);
}
