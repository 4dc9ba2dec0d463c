using Xunit;

namespace CoroutineDsl.Analyzers.Tests;

/// <summary>A name of ours that another imported namespace has as well is written in full.</summary>
public class AmbiguousNameTests
{
    [Fact]
    public Task The_Hub_of_SignalR() => Verify.Fix<BlockingCallAnalyzer, BlockingCallFix>(
        """
        using SignalR;
        partial class C
        {
            [Coroutine]
            static IEnumerator<Yield> M()
            {
                [|Console.ReadKey()|];
                yield break;
            }
        }

        namespace SignalR { public abstract class Hub { } }
        """,
        """
        using SignalR;
        partial class C
        {
            [Coroutine]
            static IEnumerator<Yield> M()
            {
                CoroutineDsl.Hub.Current.Offload(() => Console.ReadKey()).Await();
                yield break;
            }
        }

        namespace SignalR { public abstract class Hub { } }
        """);
}
