using System.Collections.Immutable;
using CoroutineDsl.Generator;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Formatting;
using Microsoft.CodeAnalysis.Simplification;
using Microsoft.CodeAnalysis.Text;
using Xunit;

namespace CoroutineDsl.Analyzers.Tests;

/// <summary>Runs a rule, and its fix, over marked source.</summary>
internal static class Verify
{
    /// <summary>The rule reports exactly at the marked places. The source must compile, unless the rule is about code that does not.</summary>
    internal static async Task Diagnostics<TAnalyzer>(string marked, bool compiles = true) where TAnalyzer : DiagnosticAnalyzer, new()
    {
        var markup = Markup.Parse(marked);
        var compilation = TestCompilation.Of(markup.Code);
        if (compiles) Assert.Null(compilation.FirstError());
        var actual = await Diagnose(compilation, new TAnalyzer());
        var wanted = string.Join("\n", markup.Expected.Select(mark => Show(markup.Code, mark.Span)));
        var found = string.Join("\n", actual.Select(d => Show(markup.Code, d.Location.SourceSpan)));
        Assert.True(wanted == found, $"expected:\n{wanted}\nfound:\n{string.Join("\n", actual)}\n{found}\nin:\n{markup.Code}");
    }

    /// <summary>The rule reports nothing.</summary>
    internal static Task Nothing<TAnalyzer>(string code) where TAnalyzer : DiagnosticAnalyzer, new() => Diagnostics<TAnalyzer>(code);

    /// <summary>The messages of what the rule reports, in source order.</summary>
    internal static async Task<string[]> Messages<TAnalyzer>(string code) where TAnalyzer : DiagnosticAnalyzer, new() =>
        [.. (await Told<TAnalyzer>(code)).Select(d => d.GetMessage(System.Globalization.CultureInfo.InvariantCulture))];

    /// <summary>What the rule reports, in source order.</summary>
    internal static Task<IReadOnlyList<Diagnostic>> Told<TAnalyzer>(string code) where TAnalyzer : DiagnosticAnalyzer, new() => Diagnose(TestCompilation.Of(code), new TAnalyzer());

    /// <summary>The fix, applied one at a time and then by Fix All, gives the wanted text; that compiles and is clean.</summary>
    internal static async Task Fix<TAnalyzer, TFix>(string marked, string wanted, string? key = null, bool compiles = true)
        where TAnalyzer : DiagnosticAnalyzer, new()
        where TFix : CodeFixProvider, new()
    {
        await Diagnostics<TAnalyzer>(marked, compiles);
        await Fix<TFix>(Markup.Parse(marked).Code, wanted, key, compilation => Diagnose(compilation, new TAnalyzer()));
    }

    /// <summary>The same for a fix of the compiler's own errors.</summary>
    internal static Task FixCompilerError<TFix>(string code, string wanted, string? key = null) where TFix : CodeFixProvider, new() =>
        Fix<TFix>(code, wanted, key, compilation => Task.FromResult<IReadOnlyList<Diagnostic>>([.. compilation.GetDiagnostics()]));

    /// <summary>The rule reports, and its fix is not offered.</summary>
    internal static async Task NoFix<TAnalyzer, TFix>(string marked)
        where TAnalyzer : DiagnosticAnalyzer, new()
        where TFix : CodeFixProvider, new()
    {
        await Diagnostics<TAnalyzer>(marked);
        using var workspace = new AdhocWorkspace();
        var document = Open(workspace, Markup.Parse(marked).Code);
        foreach (var diagnostic in await Diagnose(await document.Project.Compiled(), new TAnalyzer()))
            Assert.Empty(await Actions(new TFix(), document, diagnostic));
    }

    private static async Task Fix<TFix>(string code, string wanted, string? key, Func<Compilation, Task<IReadOnlyList<Diagnostic>>> diagnose)
        where TFix : CodeFixProvider, new()
    {
        var fix = new TFix();
        foreach (var fixAll in new[] { false, true })
        {
            using var workspace = new AdhocWorkspace();
            var document = Open(workspace, code);
            for (var round = 0; ; round++)
            {
                Assert.True(round < 20, $"the fix does not come to an end:\n{await document.GetTextAsync()}");
                var found = (await diagnose(await document.Project.Compiled())).Where(d => fix.FixableDiagnosticIds.Contains(d.Id)).ToArray();
                if (found.Length == 0) break;
                var action = (await Actions(fix, document, found[0])).FirstOrDefault(a => key is null || a.EquivalenceKey == key);
                Assert.True(action is not null, $"no fix is offered for {found[0]}\n{await document.GetTextAsync()}");
                Assert.NotNull(action.EquivalenceKey);
                if (fixAll)
                {
                    var provider = fix.GetFixAllProvider();
                    if (provider is null) break;
                    action = await provider.GetFixAsync(new FixAllContext(document, fix, FixAllScope.Document, action.EquivalenceKey, found.Select(d => d.Id).Distinct(), new GivenDiagnostics(found), default));
                }
                var applied = (await action!.GetOperationsAsync(default)).OfType<ApplyChangesOperation>().Single();
                document = await Tidy(applied.ChangedSolution.GetDocument(document.Id)!);
            }
            if (fixAll && fix.GetFixAllProvider() is null) continue;
            var text = (await document.GetTextAsync()).ToString().ReplaceLineEndings("\n");
            Assert.True(wanted.ReplaceLineEndings("\n") == text, $"the fix (Fix All: {fixAll}) gave:\n{text}");
            var error = (await document.Project.Compiled()).FirstError();
            Assert.True(error is null, $"the fixed code does not compile: {error}");
        }
    }

    /// <summary>The text after one Fix All in the document: of what is reported where <paramref name="where"/> says, and of the first fix that is offered or the one named.</summary>
    internal static async Task<string> FixAll<TAnalyzer, TFix>(string code, string? key = null, string where = "")
        where TAnalyzer : DiagnosticAnalyzer, new()
        where TFix : CodeFixProvider, new()
    {
        var fix = new TFix();
        using var workspace = new AdhocWorkspace();
        var document = Open(workspace, code);
        var found = (await Diagnose(await document.Project.Compiled(), new TAnalyzer()))
            .Where(d => code.AsSpan(d.Location.SourceSpan.Start, d.Location.SourceSpan.Length).StartsWith(where, StringComparison.Ordinal)).ToArray();
        Assert.NotEmpty(found);
        key ??= (await Actions(fix, document, found[0]))[0].EquivalenceKey;
        var action = await fix.GetFixAllProvider()!.GetFixAsync(
            new FixAllContext(document, fix, FixAllScope.Document, key, fix.FixableDiagnosticIds, new GivenDiagnostics(found), default));
        var applied = (await action!.GetOperationsAsync(default)).OfType<ApplyChangesOperation>().Single();
        return (await applied.ChangedSolution.GetDocument(document.Id)!.GetTextAsync()).ToString().ReplaceLineEndings("\n");
    }

    private static async Task<Document> Tidy(Document document)
    {
        document = await Simplifier.ReduceAsync(document, Simplifier.Annotation);
        return await Formatter.FormatAsync(document, Formatter.Annotation);
    }

    private static async Task<IReadOnlyList<CodeAction>> Actions(CodeFixProvider fix, Document document, Diagnostic diagnostic)
    {
        var actions = new List<CodeAction>();
        await fix.RegisterCodeFixesAsync(new CodeFixContext(document, diagnostic, (action, _) => actions.Add(action), default));
        return actions;
    }

    private static Document Open(AdhocWorkspace workspace, string code) => TestProject.Open(workspace, code).Documents.Single(d => d.Name == "Source0.cs");

    /// <summary>What analyzers report, in source order. One that throws would become AD0001 and pass for one that found nothing: it fails the test instead.</summary>
    internal static async Task<IReadOnlyList<Diagnostic>> Diagnose(Compilation compilation, params DiagnosticAnalyzer[] analyzers) =>
        [.. (await Under(compilation, analyzers, all => all.GetAnalyzerDiagnosticsAsync()))
            .OrderBy(d => d.Location.SourceSpan.Start).ThenBy(d => d.Location.SourceSpan.Length).ThenBy(d => d.Id, StringComparer.Ordinal)];

    /// <summary>Neither the compiler nor any rule has anything to say of it.</summary>
    internal static async Task NothingIsToldOf(string code)
    {
        CSharpGeneratorDriver.Create([new CoroutineGenerator().AsSourceGenerator()], parseOptions: TestCompilation.Parse)
            .RunGeneratorsAndUpdateCompilation(TestCompilation.Of(code), out var compilation, out _);
        var told = await Under(compilation, [.. Rules.All, .. Rules.Suppressors], all => all.GetAllDiagnosticsAsync());
        Assert.DoesNotContain(told, d => d.Severity > DiagnosticSeverity.Hidden && !d.IsSuppressed);
    }

    private static async Task<ImmutableArray<Diagnostic>> Under(
        Compilation compilation, DiagnosticAnalyzer[] analyzers, Func<CompilationWithAnalyzers, Task<ImmutableArray<Diagnostic>>> diagnose)
    {
        Exception? thrown = null;
        var options = new CompilationWithAnalyzersOptions(
            new AnalyzerOptions([]), (exception, _, _) => thrown ??= exception, concurrentAnalysis: true, logAnalyzerExecutionTime: false);
        var found = await diagnose(compilation.WithAnalyzers([.. analyzers], options));
        return thrown is null ? found : throw new InvalidOperationException("the analyzer threw", thrown);
    }

    private static string Show(string code, TextSpan span) => $"{span} {code.AsSpan(span.Start, span.Length)}";
}
