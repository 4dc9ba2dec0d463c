using Xunit;

namespace CoroutineDsl.Analyzers.Tests;

public class StreamAsSequenceTests
{
    [Fact]
    public Task LINQ_and_loops_take_it_for_a_stream() => Verify.Fix<StreamAsSequenceAnalyzer, StreamAsSequenceFix>(
        """
        partial class C
        {
            [Coroutine]
            static IEnumerable<int> Ticks(int n)
            {
                Sleep(n).Await();
                yield return n;
            }

            [Coroutine]
            static IEnumerator<Yield> A(IEnumerable<int> given)
            {
                foreach (var i in Ticks(1)) Console.WriteLine(i);
                foreach (var i in [|Ticks(2)|].Where(i => i > 0)) Console.WriteLine(i);
                var kept = Ticks(3);
                foreach (var i in [|kept|]) Console.WriteLine(i);
                foreach (var i in [|given|]) Console.WriteLine(i);
                yield break;
            }
        }
        """,
        """
        partial class C
        {
            [Coroutine]
            static IEnumerable<int> Ticks(int n)
            {
                Sleep(n).Await();
                yield return n;
            }

            [Coroutine]
            static IEnumerator<Yield> A(IEnumerable<int> given)
            {
                foreach (var i in Ticks(1)) Console.WriteLine(i);
                foreach (var i in Ticks(2).AsStream().Where(i => i > 0)) Console.WriteLine(i);
                var kept = Ticks(3);
                foreach (var i in kept.AsStream()) Console.WriteLine(i);
                foreach (var i in given.AsStream()) Console.WriteLine(i);
                yield break;
            }
        }
        """);
}
