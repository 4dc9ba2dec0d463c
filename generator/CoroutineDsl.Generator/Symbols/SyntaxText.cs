using Microsoft.CodeAnalysis;

namespace CoroutineDsl.Generator.Symbols;

/// <summary>Syntax as text on one line, without its comments and directives.</summary>
internal static class SyntaxText
{
    public static string Of(SyntaxNode node) =>
        node.ReplaceTokens(node.DescendantTokens(), static (_, token) => token.WithoutTrivia()).NormalizeWhitespace(elasticTrivia: false, eol: " ").ToString();

    private static SyntaxToken WithoutTrivia(this SyntaxToken token) => token.WithLeadingTrivia().WithTrailingTrivia();
}
