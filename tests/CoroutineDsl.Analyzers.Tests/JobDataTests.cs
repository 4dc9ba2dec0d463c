using Xunit;

namespace CoroutineDsl.Analyzers.Tests;

public class JobDataTests
{
    [Fact]
    public Task What_cannot_be_sent() => Verify.Diagnostics<JobDataAnalyzer>(
        """
        using CoroutineDsl.Jobs;

        record Point(int X, int Y, List<string>? Names);
        record Node(Node? Next, int Value);
        record Open(Stream Stream);
        record Shares(ProcessQueue<int> Queue);
        class Quiet { [System.Text.Json.Serialization.JsonIgnore] public Stream? Stream { get; set; } private Action? _a; }

        static partial class Jobs
        {
            [Coroutine, Job] static IEnumerator<Yield<Point>> Right(int n, string? s, byte[] b, Dictionary<string, Point[]> d, DateTime t, Node node, Quiet q, ProcessQueue<Point> queue, int? none)
            { yield return new Point(n, n, null); }
            [Coroutine, Job] static IEnumerator<Yield> Code(Func<int> [|f|], Action[] [|a|]) { yield break; }
            [Coroutine, Job] static IEnumerator<Yield> Bound(CancellationToken [|t|], Stream [|s|], FileStream [|f|], Task<int> [|k|], Type [|y|], Socket [|o|]) { yield break; }
            [Coroutine, Job] static IEnumerator<Yield> Ours(CoQueue<int> [|q|], CoEvent [|e|], Greenlet<int> [|g|], CoroutineDsl.Net.CoSocket [|s|]) { yield break; }
            [Coroutine, Job] static IEnumerator<Yield> Within(Open [|o|], List<Open> [|l|], Shares [|s|], int[,] [|m|], nint [|p|]) { yield break; }
            [Coroutine, Job] static IEnumerator<Yield<Func<int>>> [|Gives|]() { SetResult<Func<int>>(() => 1); yield break; }
        }
        """);

    [Fact]
    public async Task The_message_says_what_within_it_cannot() => Assert.Equal(
        ["'open' of the job 'Take' is a System.IO.Stream, which cannot be sent to another process: it is bound to this process"],
        await Verify.Messages<JobDataAnalyzer>("""
            using CoroutineDsl.Jobs;
            record Open(Stream Stream);
            static partial class Jobs { [Coroutine, Job] static IEnumerator<Yield> Take(Open open) { yield break; } }
            """));

    [Fact]
    public Task Another_serialiser_knows_what_it_writes() => Verify.Nothing<JobDataAnalyzer>(
        """
        using CoroutineDsl.Jobs;
        [assembly: JobSerializer(typeof(object))]
        static partial class Jobs { [Coroutine, Job] static IEnumerator<Yield> Take(Func<int> f) { yield break; } }
        """);
}
