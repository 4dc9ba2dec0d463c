using Xunit;

namespace CoroutineDsl.Analyzers.Tests;

public class JobMethodFixTests
{
    [Theory]
    [InlineData(
        "partial class C { [Coroutine, Job] IEnumerator<Yield<int>> [|M|](int n) { yield return n + Twice(n); } static int Twice(int n) => 2 * n; }",
        "partial class C { [Coroutine, Job] static IEnumerator<Yield<int>> M(int n) { yield return n + Twice(n); } static int Twice(int n) => 2 * n; }")]
    [InlineData(
        "class C { class D { [Coroutine, Job] public static IEnumerator<Yield> [|M|]() { yield break; } } }",
        "partial class C { internal partial class D { [Coroutine, Job] public static IEnumerator<Yield> M() { yield break; } } }")]
    [InlineData(
        "partial class C { private partial class D { [Coroutine, Job] public static IEnumerator<Yield> [|M|]() { yield break; } } }",
        "partial class C { internal partial class D { [Coroutine, Job] public static IEnumerator<Yield> M() { yield break; } } }")]
    [InlineData(
        "partial class C { [Coroutine, Job(Unique = \"{who} of {n}\")] static IEnumerator<Yield> [|M|](int n, string name) { yield break; } }",
        "partial class C { [Coroutine, Job(Unique = \"{name} of {n}\")] static IEnumerator<Yield> M(int n, string name) { yield break; } }")]
    [InlineData(
        "partial class C { [Coroutine, Job] static IEnumerator<Yield> [|M|]() { yield break; } [Coroutine, Job(Version = 2)] static IEnumerator<Yield> [|M|](int n, string[] s) { yield break; } }",
        "partial class C { [Coroutine, Job] static IEnumerator<Yield> M() { yield break; } [Coroutine, Job(Name = \"C.M(int, string[])\", Version = 2)] static IEnumerator<Yield> M(int n, string[] s) { yield break; } }")]
    public async Task It_writes_what_the_method_lacks(string code, string wanted) =>
        Assert.Equal(wanted, await Fixed("using CoroutineDsl.Jobs;\n" + code));

    [Fact]
    public Task It_marks_the_coroutine() => Verify.Fix<JobMethodAnalyzer, JobMethodFix>(
        """
        using CoroutineDsl.Jobs;

        static class C
        {
            // kept
            [Job] static IEnumerator<Yield> [|M|]() { yield break; }
        }
        """,
        """
        using CoroutineDsl.Jobs;

        static partial class C
        {
            // kept
            [Coroutine]
            [Job] static IEnumerator<Yield> M() { yield break; }
        }
        """);

    [Theory]
    [InlineData("partial class C { int _n; [Coroutine, Job] IEnumerator<Yield<int>> [|M|]() { yield return _n; } }")] // it uses its object
    [InlineData("partial class C(int n) { [Coroutine, Job] IEnumerator<Yield<int>> [|M|]() { yield return n; } }")]
    [InlineData("partial class C { [Coroutine, Job] public virtual IEnumerator<Yield> [|M|]() { yield break; } }")]
    [InlineData("partial class C { [Coroutine, Job] public IEnumerator<Yield> [|M|]() { yield break; } } class D { object O(C c) => c.M(); }")]
    [InlineData("interface I { IEnumerator<Yield> M(); } partial class C : I { [Coroutine, Job] public IEnumerator<Yield> [|M|]() { yield break; } }")]
    [InlineData("partial class C { [Coroutine, Job] static IEnumerator<Yield> [|M|]<T>(T value) { yield break; } }")]
    [InlineData("partial class C { [Job] static int [|M|]() => 1; }")]
    [InlineData("partial class C { [Coroutine, Job] static IEnumerator<Yield> [|M|](int n) { yield break; } static int MJob(int n) => n; }")]
    public Task Where_no_one_thing_is_enough_it_offers_none(string code) => Verify.NoFix<JobMethodAnalyzer, JobMethodFix>("using CoroutineDsl.Jobs;\n" + code);

    /// <summary>Round after round, by Fix All, until the rule has nothing to say.</summary>
    private static async Task<string> Fixed(string marked)
    {
        var code = Markup.Parse(marked).Code;
        for (var round = 0; round < 5 && (await Verify.Told<JobMethodAnalyzer>(code)).Count > 0; round++) code = await Verify.FixAll<JobMethodAnalyzer, JobMethodFix>(code);
        Assert.Empty(await Verify.Told<JobMethodAnalyzer>(code));
        Assert.Null(TestCompilation.Of(code).FirstError());
        return code["using CoroutineDsl.Jobs;\n".Length..];
    }
}
