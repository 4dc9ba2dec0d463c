using Xunit;

namespace CoroutineDsl.Analyzers.Tests;

public class RefusedConstructTests
{
    [Fact]
    public Task What_the_lowering_takes_is_left_alone() => Verify.Nothing<RefusedConstructAnalyzer>(
        """
        partial class C
        {
            [Coroutine]
            static IEnumerator<Yield<int>> M(CoQueue<int> queue)
            {
                var n = queue.Get().Await();
                yield return Sleep(n);
                yield return n;
            }
        }
        """);
}
