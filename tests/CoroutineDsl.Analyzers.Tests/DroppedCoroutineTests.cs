using Xunit;

namespace CoroutineDsl.Analyzers.Tests;

public class DroppedCoroutineTests
{
    [Fact]
    public Task A_suspension_as_a_statement_is_yielded() => Verify.Fix<DroppedCoroutineAnalyzer, DroppedCoroutineFix>(
        """
        partial class C
        {
            [Coroutine]
            static IEnumerator<Yield> Eat(CoQueue<int> queue)
            {
                [|Sleep(1)|]; // a while
                [|queue.Put(1)|];
                yield break;
            }
        }
        """,
        """
        partial class C
        {
            [Coroutine]
            static IEnumerator<Yield> Eat(CoQueue<int> queue)
            {
                yield return Sleep(1); // a while
                yield return queue.Put(1);
                yield break;
            }
        }
        """);

    [Fact]
    public Task A_suspension_where_yield_return_is_not_allowed_is_awaited() => Verify.Fix<DroppedCoroutineAnalyzer, DroppedCoroutineFix>(
        """
        partial class C
        {
            [Coroutine]
            static IEnumerator<Yield> Eat(Greenlet? g)
            {
                try { [|Sleep(1)|]; } catch (Exception) { }
                g?[|.Join()|];
                yield break;
            }

            static void Plain(Greenlet g)
            {
                [|g.Join()|];
                Action later = () => [|g.Join()|];
            }
        }
        """,
        """
        partial class C
        {
            [Coroutine]
            static IEnumerator<Yield> Eat(Greenlet? g)
            {
                try { Sleep(1).Await(); } catch (Exception) { }
                g?.Join().Await();
                yield break;
            }

            static void Plain(Greenlet g)
            {
                g.Join().Await();
                Action later = () => g.Join().Await();
            }
        }
        """);

    private const string Dropped =
        """
        partial class C
        {
            [Coroutine] static IEnumerator<Yield> Eat(string name) { yield break; }
            [Coroutine] static IEnumerator<Yield<int>> Count() { yield return 1; }

            static void Main()
            {
                [|Eat("egon")|];
                _ = [|Eat("egon")|];
                var unused = [|Count()|];
            }
        }
        """;

    [Fact]
    public Task A_cold_coroutine_is_spawned() => Verify.Fix<DroppedCoroutineAnalyzer, DroppedCoroutineFix>(
        Dropped,
        """
        partial class C
        {
            [Coroutine] static IEnumerator<Yield> Eat(string name) { yield break; }
            [Coroutine] static IEnumerator<Yield<int>> Count() { yield return 1; }

            static void Main()
            {
                Spawn(Eat("egon"));
                Spawn(Eat("egon"));
                var unused = Spawn(Count());
            }
        }
        """,
        key: DroppedCoroutineFix.Spawn);

    [Fact]
    public Task Or_awaited() => Verify.Fix<DroppedCoroutineAnalyzer, DroppedCoroutineFix>(
        Dropped,
        """
        partial class C
        {
            [Coroutine] static IEnumerator<Yield> Eat(string name) { yield break; }
            [Coroutine] static IEnumerator<Yield<int>> Count() { yield return 1; }

            static void Main()
            {
                Eat("egon").Await();
                Eat("egon").Await();
                Count().Await();
            }
        }
        """,
        key: DroppedCoroutineFix.Wait);

    [Fact]
    public Task What_is_kept_awaited_or_meant_is_left_alone() => Verify.Nothing<DroppedCoroutineAnalyzer>(
        """
        partial class C
        {
            [Coroutine] static IEnumerator<Yield> Eat() { yield return Sleep(1); }
            IEnumerator<Yield> kept = Eat();

            IEnumerator<Yield> Main(CoQueue<int> queue)
            {
                Spawn(Eat());
                Eat().Await();
                int n = queue.Get().Await();
                _ = queue.Put(1);
                var later = Eat();
                kept = Eat();
                return later;
            }

            Suspension Returned() => Sleep(1);
        }
        """);

    [Fact]
    public Task What_acts_at_the_call_may_be_dropped() => Verify.Nothing<DroppedCoroutineAnalyzer>(
        """
        class C
        {
            void M(Greenlet g)
            {
                g.Kill();
                KillAll(g);
            }
        }
        """);

    [Fact]
    public async Task The_message_says_what_is_wrong() => Assert.Equal(
        ["Nothing waits for 'Sleep': yield return it, or Await() it", "The coroutine 'Eat' never runs: Spawn it, or Await() it"],
        await Verify.Messages<DroppedCoroutineAnalyzer>("class C { static IEnumerator<Yield> Eat() { Sleep(1); Eat(); yield break; } }"));
}
