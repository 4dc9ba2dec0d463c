using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.FindSymbols;

namespace CoroutineDsl.Analyzers;

/// <summary>The uses of a symbol in what people wrote in a solution, as syntax. What generators wrote is written again after a change.</summary>
internal static class References
{
    internal static async Task<List<(Document Document, SyntaxNode Use)>> OfAsync(ISymbol symbol, Solution solution, CancellationToken token)
    {
        var uses = new List<(Document, SyntaxNode)>();
        foreach (var referenced in await SymbolFinder.FindReferencesAsync(symbol, solution, token).ConfigureAwait(false))
        {
            foreach (var location in referenced.Locations)
            {
                if (location.Document is SourceGeneratedDocument) continue;
                var root = await location.Document.GetSyntaxRootAsync(token).ConfigureAwait(false);
                if (!location.IsImplicit && root?.FindNode(location.Location.SourceSpan, findInsideTrivia: true, getInnermostNodeForTie: true) is { } use) uses.Add((location.Document, use));
            }
        }
        return uses;
    }

    /// <summary>The call that a use of a method's name is the callee of.</summary>
    internal static InvocationExpressionSyntax? CallOf(SyntaxNode name) => Whole(name).Parent is InvocationExpressionSyntax call && call.Expression == Whole(name) ? call : null;

    internal static bool IsInNameOf(SyntaxNode use) =>
        use.Ancestors().OfType<InvocationExpressionSyntax>().Any(call => call.Expression is IdentifierNameSyntax { Identifier.ValueText: "nameof" });

    internal static bool IsInComment(SyntaxNode use) => use.FirstAncestorOrSelf<DocumentationCommentTriviaSyntax>() is not null;

    /// <summary><c>a.b.name</c> for the <c>name</c> at its end.</summary>
    internal static SyntaxNode Whole(SyntaxNode name) => name.Parent switch
    {
        MemberAccessExpressionSyntax access when access.Name == name => access,
        MemberBindingExpressionSyntax binding when binding.Name == name => binding,
        _ => name,
    };
}
