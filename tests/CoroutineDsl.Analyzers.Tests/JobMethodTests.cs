using Xunit;

namespace CoroutineDsl.Analyzers.Tests;

public class JobMethodTests
{
    [Fact]
    public Task What_cannot_be_a_job() => Verify.Diagnostics<JobMethodAnalyzer>(
        """
        using CoroutineDsl.Jobs;

        partial class C
        {
            [Coroutine, Job] static IEnumerator<Yield<int>> Right(int n, ProcessQueue<int> queue) { yield return n; }
            [Coroutine, Job] private static IEnumerator<Yield> Hidden() { yield break; }
            [Coroutine, Job] IEnumerator<Yield> [|OfObject|]() { yield break; }
            [Job] static IEnumerator<Yield> [|NotMarked|]() { yield break; }
            [Coroutine, Job] static IEnumerator<Yield> [|Generic|]<T>(T value) { yield break; }
            [Coroutine, Job] static IEnumerator<Yield> [|Taken|](int n) { yield break; }
            static int TakenJob(int n) => n;
            [Coroutine, Job] static IEnumerator<Yield> Free(int n) { yield break; }
            static int FreeJob(string n) => 1;
            [Coroutine, Job] static IEnumerator<Yield> [|Twice|]() { yield break; }
            [Coroutine, Job] static IEnumerator<Yield> [|Twice|](int n) { yield break; }
            [Coroutine, Job] static IEnumerator<Yield> Named() { yield break; }
            [Coroutine, Job(Unique = "{n} of {who}, {{text")] static IEnumerator<Yield> [|WrongKey|](int n, string name) { yield break; }
            [Coroutine, Job(Unique = "{n} \"of\" {name}")] static IEnumerator<Yield> RightKey(int n, string name) { yield break; }
            [Coroutine, Job(Name = "other")] static IEnumerator<Yield> Named(int n) { yield break; }

            private partial class Inner
            {
                [Coroutine, Job] public static IEnumerator<Yield> [|InHidden|]() { yield break; }
            }
        }

        partial class G<T>
        {
            [Coroutine, Job] public static IEnumerator<Yield> [|InGeneric|]() { yield break; }
        }

        class NotPartial
        {
            [Coroutine, Job] public static IEnumerator<Yield> [|OfWhole|]() { yield break; }
        }
        """);

    [Fact]
    public async Task The_message_says_what_to_write() => Assert.Equal(
        ["'OfObject' cannot be a job: it is not static, and the object that it belongs to is not in the other process; pass what it needs as parameters"],
        await Verify.Messages<JobMethodAnalyzer>("""
            using CoroutineDsl.Jobs;
            partial class C { [Coroutine, Job] IEnumerator<Yield> OfObject() { yield break; } }
            """));
}
