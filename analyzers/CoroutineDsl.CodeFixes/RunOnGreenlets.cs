using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;

namespace CoroutineDsl.Analyzers;

/// <summary>
/// All of a call graph at once: marks a thread's entry, and applies the fixes of the rules that then speak, again and again until they change nothing, as <c>coro migrate</c> does for a project. What the rules said before
/// stays for whoever it was said to.
/// </summary>
internal sealed class RunOnGreenlets
{
    /// <summary>What is not done after that many rounds goes in circles.</summary>
    private const int MaxRounds = 12;

    private static readonly (DiagnosticAnalyzer Rule, CodeFixProvider Fix)[] s_rules =
    [
        (new CoroutineSignatureAnalyzer(), new CoroutineSignatureFix()),
        (new UnmarkedCoroutineAnalyzer(), new UnmarkedCoroutineFix()),
        (new PartialTypeAnalyzer(), new PartialTypeFix()),
        (new BlockingCallAnalyzer(), new BlockingCallFix()),
        (new BlockingHelperAnalyzer(), new BlockingHelperFix()),
        (new DroppedCoroutineAnalyzer(), new DroppedCoroutineFix()),
        (new AwaitInPlainMethodAnalyzer(), new AwaitInPlainMethodFix()),
        (new LockAcrossSuspensionAnalyzer(), new LockAcrossSuspensionFix()),
        (new ThreadBoundStateAnalyzer(), new ThreadBoundStateFix()),
        (new CoroutineResultAnalyzer(), new CoroutineResultFix()),
        (new ThreadForCoroutineAnalyzer(), new ThreadForCoroutineFix()),
        (new BlockingMainAnalyzer(), new BlockingMainFix()),
    ];

    private readonly HashSet<string> _marked = []; // the methods of the graph that threads run, and that start them
    private readonly HashSet<string> _before = [];
    private readonly CancellationToken _token;

    private RunOnGreenlets(CancellationToken token) => _token = token;

    internal static async Task<Solution> ApplyAsync(Project project, ISymbol entry, CancellationToken token)
    {
        var run = new RunOnGreenlets(token);
        foreach (var (rule, _) in s_rules)
            foreach (var (document, diagnostic) in await run.ToldAsync(project, rule).ConfigureAwait(false)) run._before.Add(Key(document, diagnostic));
        var solution = await run.MarkAsync(project, entry).ConfigureAwait(false);
        for (var round = 0; round < MaxRounds; round++)
        {
            var next = await run.RoundAsync(solution, project.Id).ConfigureAwait(false);
            if (next == solution) break;
            solution = next;
        }
        return solution;
    }

    /// <summary>Each rule once; the same solution where none has anything to change.</summary>
    private async Task<Solution> RoundAsync(Solution solution, ProjectId id)
    {
        while (await NextAsync(solution.GetProject(id)!).ConfigureAwait(false) is { } next) solution = await MarkAsync(solution.GetProject(id)!, next).ConfigureAwait(false);
        foreach (var (rule, fix) in s_rules)
        {
            var project = solution.GetProject(id)!;
            var told = (await ToldAsync(project, rule).ConfigureAwait(false)).Where(one => !_before.Contains(Key(one.Document, one.Diagnostic))).ToArray();
            if (told.Length > 0) solution = await FixAsync(project, fix, told).ConfigureAwait(false);
        }
        return solution;
    }

    private async Task<Solution> MarkAsync(Project project, ISymbol method)
    {
        _marked.Add(method.GetDocumentationCommentId() ?? "");
        return await BlockingThreadFix.MarkAsync(project, method, _token).ConfigureAwait(false);
    }

    /// <summary>A method that is to be marked as well: one that starts a thread for what is marked, or that a marked one starts a thread for.</summary>
    private async Task<ISymbol?> NextAsync(Project project)
    {
        foreach (var (document, diagnostic) in await ToldAsync(project, new BlockingThreadAnalyzer()).ConfigureAwait(false))
        {
            if (await FixSite.OfAsync(document, diagnostic, _token).ConfigureAwait(false) is not { } site || await BlockingThreadFix.MethodAsync(site).ConfigureAwait(false) is not { } method) continue;
            var around = site.Node.FirstAncestorOrSelf<MethodDeclarationSyntax>();
            if (around is null || _marked.Contains(method.GetDocumentationCommentId() ?? "")) continue;
            if (IsMarked(site.Model.GetDeclaredSymbol(around, _token))
                || around == site.Node && around.DescendantNodes().OfType<SimpleNameSyntax>().Any(name => IsMarked(site.Model.GetSymbolInfo(name, _token).Symbol))) return method;
        }
        return null;
    }

    private bool IsMarked(ISymbol? symbol) => symbol is IMethodSymbol method && _marked.Contains(method.OriginalDefinition.GetDocumentationCommentId() ?? "");

    /// <summary>What one rule says, where people wrote something.</summary>
    private async Task<IReadOnlyList<(Document Document, Diagnostic Diagnostic)>> ToldAsync(Project project, DiagnosticAnalyzer rule)
    {
        if (await project.GetCompilationAsync(_token).ConfigureAwait(false) is not { } compilation) return [];
        var options = new CompilationWithAnalyzersOptions(project.AnalyzerOptions, onAnalyzerException: null, concurrentAnalysis: true, logAnalyzerExecutionTime: false);
        var told = await compilation.WithAnalyzers([rule], options).GetAnalyzerDiagnosticsAsync(_token).ConfigureAwait(false);
        return [.. told.Where(diagnostic => !diagnostic.IsSuppressed && diagnostic.Location.SourceTree is not null)
            .Select(diagnostic => (Document: project.GetDocument(diagnostic.Location.SourceTree), diagnostic))
            .Where(one => one.Document is not null)
            .OrderBy(one => one.Document!.FilePath, StringComparer.Ordinal).ThenBy(one => one.diagnostic.Location.SourceSpan.Start)
            .Select(one => (one.Document!, one.diagnostic))];
    }

    /// <summary>All of them by the fix that is offered first; the same solution where none is, or nothing changes.</summary>
    private async Task<Solution> FixAsync(Project project, CodeFixProvider fix, (Document Document, Diagnostic Diagnostic)[] told)
    {
        foreach (var (document, diagnostic) in told)
        {
            var offered = new List<CodeAction>();
            await fix.RegisterCodeFixesAsync(new CodeFixContext(document, diagnostic, (action, _) => offered.Add(action), _token)).ConfigureAwait(false);
            if (offered.Count == 0) continue;
            var context = new FixAllContext(document, fix, FixAllScope.Project, offered[0].EquivalenceKey, fix.FixableDiagnosticIds, new Told(told), _token);
            if (await fix.GetFixAllProvider()!.GetFixAsync(context).ConfigureAwait(false) is not { } all) continue;
            foreach (var operation in await all.GetOperationsAsync(_token).ConfigureAwait(false))
                if (operation is ApplyChangesOperation { ChangedSolution: var changed } && changed.GetChanges(project.Solution).GetProjectChanges().Any()) return changed;
        }
        return project.Solution;
    }

    /// <summary>The same before and after lines have moved.</summary>
    private static string Key(Document document, Diagnostic diagnostic) => $"{diagnostic.Id} {document.FilePath ?? document.Name} {diagnostic.GetMessage()}";

    private sealed class Told((Document Document, Diagnostic Diagnostic)[] told) : FixAllContext.DiagnosticProvider
    {
        public override Task<IEnumerable<Diagnostic>> GetAllDiagnosticsAsync(Project project, CancellationToken cancellationToken) =>
            Task.FromResult(told.Where(one => one.Document.Project.Id == project.Id).Select(one => one.Diagnostic));

        public override Task<IEnumerable<Diagnostic>> GetDocumentDiagnosticsAsync(Document document, CancellationToken cancellationToken) =>
            Task.FromResult(told.Where(one => one.Document.Id == document.Id).Select(one => one.Diagnostic));

        public override Task<IEnumerable<Diagnostic>> GetProjectDiagnosticsAsync(Project project, CancellationToken cancellationToken) => Task.FromResult<IEnumerable<Diagnostic>>([]);
    }
}
