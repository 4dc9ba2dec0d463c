using Xunit;

namespace CoroutineDsl.Analyzers.Tests;

public class CoroutineSignatureTests
{
    [Fact]
    public Task Only_methods_can_be_coroutines() => Verify.Diagnostics<CoroutineSignatureAnalyzer>(
        """
        partial class C
        {
            void M()
            {
                [Coroutine] static IEnumerator<Yield> [|Local|]() { yield break; }
                Func<int> f = [Coroutine] () [|=>|] 1;
                Local();
            }

            IEnumerator<Yield> P { [Coroutine] [|get|] { yield break; } }
        }
        """);

    [Fact]
    public Task Right_signatures_are_left_alone() => Verify.Nothing<CoroutineSignatureAnalyzer>(
        """
        partial class C
        {
            [Coroutine] IEnumerator<Yield> A() { yield break; }
            [Coroutine] IEnumerator<Yield<int>> B<T>(T x) { yield return 1; }
            [Coroutine] IEnumerable<Yield> D() { yield break; }
            [Coroutine] IEnumerable<Yield<string>> E() { yield return "x"; }
            void NotMarked() { }
        }

        interface I { [Coroutine] IEnumerator<Yield> M(); }
        """);
}
