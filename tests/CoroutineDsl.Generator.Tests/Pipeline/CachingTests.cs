using CoroutineDsl.Generator.Pipeline;
using CoroutineDsl.Generator.Tests.Harness;
using CoroutineDsl.Oracle;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace CoroutineDsl.Generator.Tests.Pipeline;

/// <summary>An edit makes again what it changes, and nothing else. Both directions, so these tests are known to be able to fail.</summary>
public class CachingTests
{
    private const string Talk = """
        using System.Collections.Generic;
        using CoroutineDsl;
        namespace App;
        public static partial class Talker
        {
            [Coroutine]
            public static IEnumerator<Yield> Talk(int n) { yield return Greenlet.Sleep(n); }
        }
        """;

    private const string Listen = """
        using System.Collections.Generic;
        using CoroutineDsl;
        namespace App;
        public static partial class Listener
        {
            [Coroutine]
            public static IEnumerator<Yield> Listen(int n) { yield return Greenlet.Sleep(n); }
        }
        """;

    private const string Caller = """
        namespace App;
        [CoroutineDsl.Patch]
        public static class Caller
        {
            public static void Call() => CoroutineDsl.Greenlet.Spawn(Talker.Talk(1));
            public static void Wait() => System.Threading.Thread.Sleep(1);
        }
        """;

    private const string Other = "namespace App; public static class Other { public static int One => 1; }";

    private static readonly IncrementalStepRunReason[] s_nothingNew = [IncrementalStepRunReason.Cached, IncrementalStepRunReason.Unchanged];

    private readonly CSharpCompilation _compilation = Compilations.Of(Talk, Listen, Caller, Other);

    [Fact]
    public void AnEditElsewhereMakesNothingNew()
    {
        var second = GeneratorRun.Of(_compilation).Rerun(Replace(3, "One => 1", "One => 2"));
        Assert.All(GeneratorRun.StepNames, step => Assert.NotEmpty(second.Reasons(step)));
        Assert.All(GeneratorRun.StepNames.SelectMany(second.Reasons), reason => Assert.Contains(reason, s_nothingNew));
        Assert.All(second.OutputReasons, reason => Assert.Contains(reason, s_nothingNew));
    }

    [Fact]
    public void AnEditOfOneCoroutineLeavesTheOthersFileAlone()
    {
        var second = GeneratorRun.Of(_compilation).Rerun(Replace(1, "Listen(int n)", "Listen(int n, int more)"));
        Assert.Single(second.Reasons(TrackingNames.Coroutines), reason => reason == IncrementalStepRunReason.Modified);
        Assert.Single(second.Reasons(TrackingNames.Coroutines), s_nothingNew.Contains);
        Assert.All(second.Reasons(TrackingNames.Interceptors), reason => Assert.Contains(reason, s_nothingNew));
    }

    [Fact]
    public void AnEditOfTheBodyIsSeen()
    {
        var first = GeneratorRun.Of(_compilation);
        var second = first.Rerun(Replace(0, "Talk(int n)", "Talk(int n, int more)"));
        Assert.Contains(IncrementalStepRunReason.Modified, second.Reasons(TrackingNames.Coroutines));
        Assert.NotEqual(first.Files["App.Talker.Talk.g.cs"], second.Files["App.Talker.Talk.g.cs"]);
    }

    [Fact]
    public void AnEditOfACallingFileMakesTheInterceptorsAgainAndNoCoroutine()
    {
        var second = GeneratorRun.Of(_compilation).Rerun(Replace(2, "Talk(1)", "Talk(2)"));
        Assert.All(second.Reasons(TrackingNames.Coroutines), reason => Assert.Contains(reason, s_nothingNew));
        Assert.Contains(IncrementalStepRunReason.Modified, second.Reasons(TrackingNames.Calls));
        Assert.Contains(IncrementalStepRunReason.Modified, second.Reasons(TrackingNames.Interceptors));
    }

    [Fact]
    public void ARenamedCalleeElsewhereIsSeenByItsCallers()
    {
        var second = GeneratorRun.Of(_compilation).Rerun(Replace(0, "[Coroutine]", ""));
        Assert.DoesNotContain("Talk", second.Files["CoroutineDsl.Interceptors.g.cs"], StringComparison.Ordinal);
        Assert.DoesNotContain("App.Talker.Talk.g.cs", second.Files.Keys);
    }

    private CSharpCompilation Replace(int file, string before, string after)
    {
        var tree = _compilation.SyntaxTrees[file];
        return _compilation.ReplaceSyntaxTree(tree, Compilations.Tree(tree.ToString().Replace(before, after, StringComparison.Ordinal), tree.FilePath));
    }
}
