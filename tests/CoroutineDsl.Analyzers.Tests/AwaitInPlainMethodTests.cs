using Xunit;

namespace CoroutineDsl.Analyzers.Tests;

public class AwaitInPlainMethodTests
{
    [Fact]
    public Task A_method_that_a_coroutine_reaches_becomes_one_and_so_do_those_between() => Verify.Fix<AwaitInPlainMethodAnalyzer, AwaitInPlainMethodFix>(
        """
        static partial class C
        {
            [Coroutine]
            static IEnumerator<Yield> Talk(CoQueue<int> queue)
            {
                var n = Load(queue) + 1;
                Deep(n);
                yield return Sleep(n);
            }

            // how many there are
            private static int Load(CoQueue<int> queue)
            {
                if (queue.Count > 5)
                    return 5;
                return [|queue.Get().Await()|];
            }

            static void Deep(int n)
            {
                if (n > 0) Deep(n - 1);
                else Other.Pause();
            }

            static void Main() => Load(new CoQueue<int>());
        }

        static class Other
        {
            internal static void Pause() => [|Sleep(1).Await()|];
        }
        """,
        """
        static partial class C
        {
            [Coroutine]
            static IEnumerator<Yield> Talk(CoQueue<int> queue)
            {
                var n = Load(queue).Await() + 1;
                Deep(n).Await();
                yield return Sleep(n);
            }

            // how many there are
            [Coroutine]
            private static IEnumerator<Yield<int>> Load(CoQueue<int> queue)
            {
                if (queue.Count > 5)
                    yield return 5;
                yield return queue.Get().Await();
            }

            [Coroutine]
            static IEnumerator<Yield> Deep(int n)
            {
                if (n > 0) Deep(n - 1).Await();
                else Other.Pause().Await();
                yield break;
            }

            static void Main() => Load(new CoQueue<int>()).Await();
        }

        static partial class Other
        {
            [Coroutine]
            internal static IEnumerator<Yield> Pause()
            {
                Sleep(1).Await();
                yield break;
            }
        }
        """);

    [Fact]
    public async Task The_message_shows_the_way_there() => Assert.Equal(
        ["Await() in 'Read' passes the baton to another thread, since a coroutine calls it (Talk → Load → Read): make it a coroutine"],
        await Verify.Messages<AwaitInPlainMethodAnalyzer>(
            """
            partial class C
            {
                [Coroutine] static IEnumerator<Yield> Talk() { Load(); yield break; }
                static void Load() => Read();
                static void Read() => Sleep(1).Await();
            }
            """));

    [Fact]
    public Task What_cannot_be_a_coroutine_is_told_without_a_fix() => Verify.NoFix<AwaitInPlainMethodAnalyzer, AwaitInPlainMethodFix>(
        """
        partial class C
        {
            [Coroutine]
            IEnumerator<Yield> Talk()
            {
                ToString();
                Out(out _);
                left -= Group;
                Group();
                void Local() => [|Sleep(1).Await()|];
                Local();
                yield break;
            }

            event Action? left;
            public override string ToString() { [|Sleep(1).Await()|]; return ""; }
            void Out(out int n) { n = 1; [|Sleep(1).Await()|]; }
            void Group() => [|Sleep(1).Await()|];
        }
        """);

    [Fact]
    public Task Main_programs_coroutines_and_lambdas_are_left_alone() => Verify.Nothing<AwaitInPlainMethodAnalyzer>(
        """
        partial class C
        {
            [Coroutine] static IEnumerator<Yield> Talk() { Nested().Await(); Action later = () => Sleep(1).Await(); yield break; }
            [Coroutine] static IEnumerator<Yield> Nested() { Sleep(1).Await(); yield break; }
            static void Main() { Spawn(Talk()).Join().Await(); Helper(); }
            static void Helper() => Sleep(1).Await();
        }
        """);
}
