using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.Editing;

namespace CoroutineDsl.Analyzers;

/// <summary>What all fixes within one document share: a fix says which changes it has for a diagnostic; one at a time and Fix All apply the same ones.</summary>
public abstract class CoroutineFix : CodeFixProvider
{
    /// <inheritdoc/>
    public sealed override FixAllProvider GetFixAllProvider() => FixAllProvider.Create(
        (context, document, diagnostics) => ApplyAsync(document, diagnostics, context.CodeActionEquivalenceKey, context.CancellationToken)!);

    /// <inheritdoc/>
    public sealed override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        foreach (var diagnostic in context.Diagnostics)
        {
            if (await FixSite.OfAsync(context.Document, diagnostic, context.CancellationToken).ConfigureAwait(false) is not { } site) continue;
            foreach (var change in Changes(site))
            {
                context.RegisterCodeFix(
                    CodeAction.Create(change.Title, token => ApplyAsync(context.Document, [diagnostic], change.Key, token), change.Key), diagnostic);
            }
        }
    }

    /// <summary>The changes that apply at a place; none where no change would give code that compiles.</summary>
    private protected abstract IEnumerable<Change> Changes(FixSite site);

    private async Task<Document> ApplyAsync(Document document, IEnumerable<Diagnostic> diagnostics, string? key, CancellationToken token)
    {
        var editor = await DocumentEditor.CreateAsync(document, token).ConfigureAwait(false);
        foreach (var diagnostic in diagnostics.OrderBy(d => d.Location.SourceSpan.Start))
        {
            if (await FixSite.OfAsync(document, diagnostic, token).ConfigureAwait(false) is { } site)
                Changes(site).FirstOrDefault(change => change.Key == key || change.Kind == key)?.Apply(editor);
        }
        return editor.GetChangedDocument();
    }
}
