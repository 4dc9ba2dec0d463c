using Microsoft.CodeAnalysis;

namespace CoroutineDsl.Analyzers;

/// <summary>A node in a document, with what is known about it.</summary>
internal record Place(Document Document, SemanticModel Model, SyntaxNode Node, CoroutineContext Coroutines, CancellationToken Token)
{
    internal static async Task<Place?> OfAsync(Document document, SyntaxNode node, CancellationToken token)
    {
        var model = await document.GetSemanticModelAsync(token).ConfigureAwait(false);
        return model is not null && CoroutineContext.Of(model.Compilation) is { } coroutines ? new(document, model, node, coroutines, token) : null;
    }

    /// <summary>Whether the innermost function around the place is a coroutine.</summary>
    internal bool IsInCoroutine => EnclosingFunction.Of(Node, Model, Token) is { } method && Coroutines.IsCoroutine(method);
}
