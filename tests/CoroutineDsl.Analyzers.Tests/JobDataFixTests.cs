using Xunit;

namespace CoroutineDsl.Analyzers.Tests;

public class JobDataFixTests
{
    private const string Usings = "using System.Text.Json.Serialization;\nusing CoroutineDsl.Jobs;\n";

    [Fact]
    public Task What_has_a_shared_twin_takes_it() => Verify.Fix<JobDataAnalyzer, JobDataFix>(
        Usings + """

        static partial class Jobs
        {
            [Coroutine, Job]
            static IEnumerator<Yield<int>> Move(CoQueue<string?> [|from|], CoQueue<string?> [|to|], CoEvent [|done|])
            {
                foreach (var item in from) to.Put(item).Await();
                done.Set();
                if (done.IsSet && to.Count > 1) done.Clear();
                done.Wait().Await();
                yield return from.Get().Await()!.Length;
            }
        }
        """,
        Usings + """

        static partial class Jobs
        {
            [Coroutine, Job]
            static IEnumerator<Yield<int>> Move(ProcessQueue<string?> from, ProcessQueue<string?> to, ProcessEvent done)
            {
                foreach (var item in from) to.Put(item).Await();
                done.Set().Await();
                if (done.IsSet().Await() && to.Count().Await() > 1) done.Clear().Await();
                done.Wait().Await();
                yield return from.Get().Await()!.Length;
            }
        }
        """);

    [Fact]
    public Task A_property_is_left_out() => Verify.Fix<JobDataAnalyzer, JobDataFix>(
        Usings + """

        class Page
        {
            public string Text { get; set; } = "";
            // where it came from
            public Stream? Source { get; set; }
        }

        record Pages(List<Page> All);

        static partial class Jobs
        {
            [Coroutine, Job] static IEnumerator<Yield> Take(Page [|page|]) { yield break; }
            [Coroutine, Job] static IEnumerator<Yield<Pages>> [|Give|]() { yield return new Pages([]); }
        }
        """,
        Usings + """

        class Page
        {
            public string Text { get; set; } = "";
            // where it came from
            [JsonIgnore]
            public Stream? Source { get; set; }
        }

        record Pages(List<Page> All);

        static partial class Jobs
        {
            [Coroutine, Job] static IEnumerator<Yield> Take(Page page) { yield break; }
            [Coroutine, Job] static IEnumerator<Yield<Pages>> Give() { yield return new Pages([]); }
        }
        """);

    [Theory]
    [InlineData("[Coroutine, Job] static IEnumerator<Yield> Take(Func<int> [|f|], Stream [|s|], CancellationToken [|t|], int[,] [|m|]) { yield break; }")]
    [InlineData("[Coroutine, Job] static IEnumerator<Yield> Take(Open [|o|]) { yield break; }")] // the constructor takes it by its position
    [InlineData("[Coroutine, Job] static IEnumerator<Yield> Take(CoQueue<int> [|q|]) { q.PutNoWait(1); yield break; }")]
    [InlineData("[Coroutine, Job] static IEnumerator<Yield> Take(CoEvent [|e|]) { var other = e; yield break; }")]
    public Task Where_the_method_would_not_compile_it_offers_none(string method) =>
        Verify.NoFix<JobDataAnalyzer, JobDataFix>(Usings + "record Open(Stream Stream);\nstatic partial class Jobs { " + method + " }");
}
