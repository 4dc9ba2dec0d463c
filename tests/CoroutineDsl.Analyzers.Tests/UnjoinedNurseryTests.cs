using Xunit;

namespace CoroutineDsl.Analyzers.Tests;

public class UnjoinedNurseryTests
{
    [Fact]
    public Task A_nursery_is_joined_at_the_end_of_its_scope() => Verify.Fix<UnjoinedNurseryAnalyzer, UnjoinedNurseryFix>(
        """
        partial class C
        {
            [Coroutine]
            static IEnumerator<Yield> A()
            {
                using var nursery = [|new Nursery()|];
                nursery.Spawn(B());
                yield break;
            }

            [Coroutine]
            static IEnumerator<Yield> B()
            {
                using (var nursery = [|new Nursery(limit: 2)|])
                {
                    nursery.Spawn(A());
                }
                yield return Sleep(1);
            }
        }
        """,
        """
        partial class C
        {
            [Coroutine]
            static IEnumerator<Yield> A()
            {
                using var nursery = new Nursery();
                nursery.Spawn(B());
                nursery.Join().Await();
                yield break;
            }

            [Coroutine]
            static IEnumerator<Yield> B()
            {
                using (var nursery = new Nursery(limit: 2))
                {
                    nursery.Spawn(A());
                    nursery.Join().Await();
                }
                yield return Sleep(1);
            }
        }
        """);

    [Fact]
    public Task One_that_is_joined_somewhere_or_is_in_no_using_is_left_alone() => Verify.Nothing<UnjoinedNurseryAnalyzer>(
        """
        partial class C
        {
            private readonly Nursery kept = new();

            [Coroutine]
            static IEnumerator<Yield> A()
            {
                using var nursery = new Nursery();
                nursery.Spawn(A());
                if (DateTime.Now.Year > 2000) nursery.Join().Await();
                yield return Sleep(1);
            }

            [Coroutine]
            static IEnumerator<Yield> Delegates()
            {
                using var nursery = new Nursery();
                Finish(nursery).Await();
                yield break;
            }

            [Coroutine]
            static IEnumerator<Yield> Finish(Nursery nursery)
            {
                yield return nursery.Join();
            }

            [Coroutine]
            IEnumerator<Yield> B()
            {
                var nursery = new Nursery();
                kept.Spawn(A());
                yield return Sleep(1);
            }
        }
        """);

    [Fact]
    public Task Where_the_scope_ends_with_a_value_no_fix_is_offered() => Verify.NoFix<UnjoinedNurseryAnalyzer, UnjoinedNurseryFix>(
        """
        partial class C
        {
            [Coroutine]
            static IEnumerator<Yield<int>> A()
            {
                using var nursery = [|new Nursery()|];
                yield return 1;
            }
        }
        """);

    [Fact]
    public Task To_hand_it_to_a_child_joins_nothing() => Verify.Diagnostics<UnjoinedNurseryAnalyzer>(
        """
        partial class C
        {
            [Coroutine]
            static IEnumerator<Yield> A()
            {
                using var nursery = [|new Nursery()|];
                nursery.Spawn(B(nursery));
                yield return Sleep(1);
            }

            [Coroutine]
            static IEnumerator<Yield> B(Nursery nursery)
            {
                nursery.Spawn(B(nursery));
                yield return Sleep(1);
            }
        }
        """);
}
