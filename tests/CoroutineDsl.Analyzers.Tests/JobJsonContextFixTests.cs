using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Formatting;
using Microsoft.CodeAnalysis.Simplification;
using Xunit;

namespace CoroutineDsl.Analyzers.Tests;

public class JobJsonContextFixTests
{
    private const string Jobs = """
        using System.Text.Json.Serialization;
        using CoroutineDsl.Jobs;

        namespace App;

        public record Point(int X, int Y);

        static partial class Jobs
        {
            [Coroutine, Job] public static IEnumerator<Yield<Point>> Move(List<Point> points, int by) { yield return points[by]; }
            [Coroutine, Job] public static IEnumerator<Yield> Take(Point point) { yield break; }
        }

        """;

    private const string Context = """
        using System.Text.Json.Serialization;
        using CoroutineDsl.Jobs;

        [assembly: JobJsonContext(typeof(App.AppJson))]

        namespace App;

        // what is sent
        [JsonSerializable(typeof(string[]))]
        internal sealed partial class AppJson : JsonSerializerContext;

        """;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task It_adds_what_the_context_lacks(bool all)
    {
        var texts = await Fix(all, Jobs, Context);
        Assert.Equal(Jobs, texts["Source0.cs"]);
        Assert.Equal(
            Context.Replace("// what is sent\n", "// what is sent\n[JsonSerializable(typeof(List<Point>))]\n[JsonSerializable(typeof(Point))]\n", StringComparison.Ordinal), texts["Source1.cs"]);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task It_writes_a_context_where_there_is_none(bool all)
    {
        var texts = await Fix(all, Jobs);
        Assert.Equal(
            """
            using System.Text.Json.Serialization;
            using CoroutineDsl.Jobs;

            [assembly: JobJsonContext(typeof(App.JobJson))]

            namespace App;

            [JsonSerializable(typeof(List<Point>))]
            [JsonSerializable(typeof(Point))]
            internal sealed partial class JobJson : JsonSerializerContext;

            """,
            texts["JobJson.cs"]);
    }

    [Fact]
    public async Task A_type_that_no_context_can_see_is_left() => Assert.Empty(await Fix(
        false, "using CoroutineDsl.Jobs;\npartial class C { class Hidden; [Coroutine, Job] static IEnumerator<Yield> Take(Hidden hidden) { yield break; } }"));

    /// <summary>Applies the fix, one at a time or to all, until the rule says nothing: the texts that were changed or added; none where no fix is offered.</summary>
    private static async Task<Dictionary<string, string>> Fix(bool all, params string[] sources)
    {
        var fix = new JobJsonContextFix();
        using var workspace = new AdhocWorkspace();
        var project = TestProject.Open(workspace, sources);
        for (var round = 0; ; round++)
        {
            Assert.True(round < 10, "the fix does not come to an end");
            var found = await JobJsonContextTests.Told(await project.Compiled());
            if (found.Length == 0) break;
            var document = project.GetDocument(found[0].Location.SourceTree)!;
            var actions = new List<CodeAction>();
            await fix.RegisterCodeFixesAsync(new CodeFixContext(document, found[0], (action, _) => actions.Add(action), default));
            if (actions.Count == 0) return [];
            var action = all
                ? await fix.GetFixAllProvider().GetFixAsync(new FixAllContext(document, fix, FixAllScope.Document, actions[0].EquivalenceKey!, fix.FixableDiagnosticIds, new GivenDiagnostics(found), default))
                : actions[0];
            var applied = (await action!.GetOperationsAsync(default)).OfType<ApplyChangesOperation>().Single();
            project = applied.ChangedSolution.GetProject(project.Id)!;
        }

        var texts = new Dictionary<string, string>();
        foreach (var document in project.Documents.Where(document => document.Name != "Usings.cs"))
        {
            var tidy = await Formatter.FormatAsync(await Simplifier.ReduceAsync(document, Simplifier.Annotation), Formatter.Annotation);
            texts.Add(document.Name, (await tidy.GetTextAsync()).ToString().ReplaceLineEndings("\n"));
        }

        return texts;
    }
}
