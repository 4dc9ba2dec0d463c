using Xunit;

namespace CoroutineDsl.Analyzers.Tests;

public class UnmarkedCoroutineTests
{
    [Fact]
    public Task A_method_without_the_attribute_gets_it() => Verify.Fix<UnmarkedCoroutineAnalyzer, UnmarkedCoroutineFix>(
        """
        interface IEater { IEnumerator<Yield> [|Eat|](); }
        abstract class Base { protected abstract IEnumerable<Yield<int>> [|Count|](); }
        class C : Base, IEater
        {
            // what it eats
            public IEnumerator<Yield> [|Eat|]() { yield return Sleep(1); }
            protected override IEnumerable<Yield<int>> [|Count|]() { yield return 1; }

            class Inner
            {
                private static IEnumerator<Yield> [|Hidden|]<T>(T t) { yield break; }
            }
        }
        """,
        """
        partial interface IEater {
            [Coroutine]
            IEnumerator<Yield> Eat(); }
        abstract partial class Base {
            [Coroutine]
            protected abstract IEnumerable<Yield<int>> Count(); }
        partial class C : Base, IEater
        {
            // what it eats
            [Coroutine]
            public IEnumerator<Yield> Eat() { yield return Sleep(1); }
            [Coroutine]
            protected override IEnumerable<Yield<int>> Count() { yield return 1; }

            partial class Inner
            {
                [Coroutine]
                private static IEnumerator<Yield> Hidden<T>(T t) { yield break; }
            }
        }
        """);

    [Fact]
    public Task Local_functions_and_accessors_that_yield_are_none_either() => Verify.NoFix<UnmarkedCoroutineAnalyzer, UnmarkedCoroutineFix>(
        """
        partial class C
        {
            IEnumerator<Yield<int>> P { [|get|] { yield return 1; } }
            IEnumerable<Yield> this[int i] { [|get|] { yield break; } }

            void M()
            {
                IEnumerator<Yield> [|Local|]() { yield return Sleep(1); }
                Spawn(Local());
            }
        }
        """);

    [Fact]
    public Task A_function_among_top_level_statements_becomes_a_method() => Verify.Fix<UnmarkedCoroutineAnalyzer, TopLevelFunctionFix>(
        """
        Spawn(Eat()).Join().Await();

        IEnumerator<Yield> [|Eat|]() { yield return Sleep(1); }
        """,
        """
        Spawn(Eat()).Join().Await();

        partial class Program
        {
            [Coroutine]
            static IEnumerator<Yield> Eat() { yield return Sleep(1); }
        }
        """);

    [Fact]
    public Task Constructors_and_finalizers_do_not_wait() => Verify.Diagnostics<UnmarkedCoroutineAnalyzer>(
        """
        class C
        {
            static C() { [|Sleep(1).Await()|]; }
            C(CoQueue<int> queue) => [|queue.Get().Await()|];
            ~C() { [|Sleep(1).Await()|]; }
        }
        """);

    [Fact]
    public Task Nor_do_lambdas_that_are_called_for_each_element() => Verify.Diagnostics<UnmarkedCoroutineAnalyzer>(
        """
        partial class C
        {
            [Coroutine]
            static IEnumerator<Yield> M(CoQueue<int> queue, List<int> list, int[] array, IQueryable<int> query)
            {
                var a = list.Select(x => [|queue.Get().Await()|] + x).ToArray();
                list.ForEach(x => { [|Sleep(x).Await()|]; });
                Array.ForEach(array, x => [|queue.Put(x).Await()|]);
                var b = from x in list where [|queue.Get().Await()|] > x select x;
                var c = new ConcurrentDictionary<int, int>().GetOrAdd(1, _ => [|queue.Get().Await()|]);
                var g = list.Select(x => Spawn(M(queue, list, array, query))).ToArray();
                yield break;
            }

            // the main program's own wait runs the hub
            static void Main(CoQueue<int> queue) => new List<int>().ForEach(x => queue.Put(x).Await());
        }
        """);

    [Fact]
    public Task What_only_hands_on_a_coroutine_needs_no_attribute() => Verify.Nothing<UnmarkedCoroutineAnalyzer>(
        """
        partial class C
        {
            [Coroutine] IEnumerator<Yield> Eat() { yield break; }
            IEnumerator<Yield> Handed() => Eat();
            IEnumerator<Yield> Property => Eat();
            IEnumerator<int> Numbers() { yield return 1; }
            Func<IEnumerator<Yield>> Lambda() => () => Eat();
            [Coroutine] private partial IEnumerator<Yield> Split();
            private partial IEnumerator<Yield> Split() { yield break; }
        }
        """);
}
