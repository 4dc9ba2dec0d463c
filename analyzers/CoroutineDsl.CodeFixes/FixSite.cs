using Microsoft.CodeAnalysis;

namespace CoroutineDsl.Analyzers;

/// <summary>A diagnostic and what stands at its place.</summary>
internal sealed record FixSite(Document Document, SemanticModel Model, SyntaxNode Node, Diagnostic Diagnostic, CoroutineContext Coroutines, CancellationToken Token)
    : Place(Document, Model, Node, Coroutines, Token)
{
    internal static async Task<FixSite?> OfAsync(Document document, Diagnostic diagnostic, CancellationToken token)
    {
        var root = await document.GetSyntaxRootAsync(token).ConfigureAwait(false);
        var model = await document.GetSemanticModelAsync(token).ConfigureAwait(false);
        if (root is null || model is null || CoroutineContext.Of(model.Compilation) is not { } coroutines) return null;
        var node = root.FindNode(diagnostic.Location.SourceSpan, getInnermostNodeForTie: true);
        return new(document, model, node, diagnostic, coroutines, token);
    }
}
