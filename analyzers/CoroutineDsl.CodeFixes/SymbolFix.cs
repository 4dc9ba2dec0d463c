using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;

namespace CoroutineDsl.Analyzers;

/// <summary>What all fixes share that change a declaration and every use of it, in whatever document that is.</summary>
public abstract class SymbolFix : CodeFixProvider
{
    /// <summary>The key of what has no Fix All.</summary>
    internal const string WholeKey = "CoroutineDsl.Whole";

    private protected abstract string Key { get; }

    /// <inheritdoc/>
    public sealed override FixAllProvider GetFixAllProvider() => new OneAfterTheOther(this);

    /// <inheritdoc/>
    public sealed override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        foreach (var diagnostic in context.Diagnostics)
        {
            if (await FixSite.OfAsync(context.Document, diagnostic, context.CancellationToken).ConfigureAwait(false) is not { } site) continue;
            if (await TargetAsync(site).ConfigureAwait(false) is not { } target) continue;
            context.RegisterCodeFix(CodeAction.Create(Title(target), token => ApplyAsync(context.Document.Project, target, token), Key), diagnostic);
            if (Whole(context.Document, target) is { } whole) context.RegisterCodeFix(whole, diagnostic);
        }
    }

    /// <summary>A second action that does more at once, with the key <see cref="WholeKey"/>.</summary>
    private protected virtual CodeAction? Whole(Document document, ISymbol target) => null;

    private protected abstract string Title(ISymbol target);

    /// <summary>The declaration to change; null where changing it would not give code that compiles.</summary>
    private protected abstract Task<ISymbol?> TargetAsync(FixSite site);

    /// <summary>Changes it, and all its uses in the solution.</summary>
    private protected abstract Task<Solution> ApplyAsync(Project project, ISymbol target, CancellationToken token);

    private sealed class OneAfterTheOther(SymbolFix fix) : FixAllProvider
    {
        public override async Task<CodeAction?> GetFixAsync(FixAllContext context)
        {
            if (context.CodeActionEquivalenceKey == WholeKey) return null;
            var targets = new SortedSet<string>(StringComparer.Ordinal);
            string? title = null;
            foreach (var (document, diagnostic) in await DiagnosticsAsync(context).ConfigureAwait(false))
            {
                if (await FixSite.OfAsync(document, diagnostic, context.CancellationToken).ConfigureAwait(false) is not { } site) continue;
                if (await fix.TargetAsync(site).ConfigureAwait(false) is not { } target || target.GetDocumentationCommentId() is not { } id) continue;
                title ??= fix.Title(target);
                targets.Add(id);
            }
            return title is null ? null : CodeAction.Create(title, token => ApplyAsync(context.Project, targets, token), fix.Key);
        }

        private async Task<Solution> ApplyAsync(Project project, IEnumerable<string> targets, CancellationToken token)
        {
            var solution = project.Solution;
            foreach (var id in targets)
            {
                var current = solution.GetProject(project.Id)!;
                var compilation = await current.GetCompilationAsync(token).ConfigureAwait(false);
                if (compilation is not null && DocumentationCommentId.GetFirstSymbolForDeclarationId(id, compilation) is { } target)
                    solution = await fix.ApplyAsync(current, target, token).ConfigureAwait(false);
            }
            return solution;
        }

        private static async Task<List<(Document Document, Diagnostic Diagnostic)>> DiagnosticsAsync(FixAllContext context)
        {
            var found = new List<(Document, Diagnostic)>();
            IEnumerable<Project> projects = context.Scope == FixAllScope.Solution ? context.Solution.Projects : [context.Project];
            foreach (var project in projects)
            {
                var diagnostics = context.Scope == FixAllScope.Document
                    ? await context.GetDocumentDiagnosticsAsync(context.Document!).ConfigureAwait(false)
                    : await context.GetAllDiagnosticsAsync(project).ConfigureAwait(false);
                foreach (var diagnostic in diagnostics)
                    if (project.GetDocument(diagnostic.Location.SourceTree) is { } document) found.Add((document, diagnostic));
            }
            return found;
        }
    }
}
